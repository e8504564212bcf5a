"""Rows by labels that lost characters, were clipped or have some too many: the closest wording, if one clearly is."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import cache

from gongkai.report.editions import editions
from gongkai.report.reading.labels import LAST_NUMBER, LONGEST_LABEL, NOTE_START, NUMBERING, inner_label, squash

_guesses: dict[str, str | None] = {}


@cache
def _row_labels() -> tuple[tuple[str, str, str], ...]:
    """(row id, squashed label, its numbering) of every row, official wording and known ones."""
    result: dict[tuple[str, str, str], None] = {}
    for edition in editions():
        for table in edition.tables[:2]:
            for row in table.rows:
                for text in (row.label[-1], *row.known):
                    squashed = squash(text)
                    numbering = NUMBERING.match(squashed)
                    bare = squashed[numbering.end() :] if numbering else squashed
                    result[(row.id, bare, numbering[0] if numbering else "")] = None
    return tuple(result)


@cache
def _characters() -> frozenset[str]:
    return frozenset("".join(label for _, label, _ in _row_labels()))


def guess_row(text: str) -> str | None:
    """The row whose label ``text`` is in spite of lost, clipped or added characters; None unless clearly one."""
    if len(text) > LONGEST_LABEL:
        return None
    try:
        return _guesses[text]
    except KeyError:
        pass
    row = _guess(text)
    if len(_guesses) < 4096:
        _guesses[text] = row
    return row


def _guess(text: str) -> str | None:
    if (inner := inner_label(text)) and (row := _guess(inner[0]) or _guess(inner[1])) is not None:
        return row
    match = NOTE_START.match(text)
    squashed = squash(match[1] if match else text)
    numbering_match = NUMBERING.match(squashed)
    numbering = numbering_match[0] if numbering_match else ""
    bare = squashed[len(numbering) :]
    if numbering.isdigit() and int(numbering) > LAST_NUMBER:
        numbering = ""  # it counts all rows
    if len(bare) < 3 or sum(c in _characters() for c in bare) < 0.6 * len(bare):
        return None
    if len({row for row, label, number in _row_labels() if bare in label and numbering in ("", number)}) > 1:
        return None  # words that several labels share
    scores: dict[str, float] = {}
    for row, label, number in _row_labels():
        if len(label) < 3:
            continue
        if numbering and number and numbering != number:
            continue
        if len(label) < 6:
            if len(bare) > len(label) or len(label) - len(bare) > 1:
                continue
            needed = 0.85
        elif (
            (len(bare) >= 4 or (numbering and numbering == number))
            and (label.startswith(bare) or bare.startswith(label))
            and len(bare) <= 2 * len(label)
        ) or (bare.endswith(label) and len(bare) <= len(label) + 12):
            scores[row] = max(scores.get(row, 0.0), 0.99)
            continue
        else:
            needed = 0.74 if not (numbering and numbering == number) else 0.62
        matcher = SequenceMatcher(None, bare, label, autojunk=False)
        if matcher.quick_ratio() < needed:
            continue
        ratio = matcher.ratio()
        if ratio >= needed:
            scores[row] = max(scores.get(row, 0.0), ratio)
    if not scores:
        return None
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 0.08:
        return None
    return ranked[0][0]
