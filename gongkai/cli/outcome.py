"""``gongkai outcome``: the outcomes of a request, and what each of them needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.group import Command
from gongkai.cli.legal import day_option, json_option, law_refusals, mark
from gongkai.cli.messages import t
from gongkai.cli.options import language_option
from gongkai.report.writing.width import width_of

if TYPE_CHECKING:
    from gongkai.law.outcomes import Ground, Outcome
    from gongkai.law.rules import Rules

FORMAT = "gongkai-outcome/1"
LETTERS = {"answer": "答复书", "partial": "答复书（区分处理）", "record": "不需答复，登记结案"}
UNITS = {"日": "日", "月": "个月"}


@click.command(
    cls=Command,
    help="列出办理结果，或说明其中一种。\n\n"
    "ID 是年度报告表三的编号（如（三）1）或标识（如 refused_state_secret）。"
    "说明包括依据的条文、文书必须写明的内容、救济途径和年度报告的行。不给 ID 则列出全部。",
)
@click.argument("id_", required=False, metavar="[ID]")
@day_option
@json_option
@language_option
def outcome(id_: str | None, on: date | None, as_json: bool) -> None:
    from gongkai.law.outcomes import find_outcome, outcomes_on  # late: the law's data are slow to load
    from gongkai.law.rules import law_rules

    with law_refusals():
        rules, day = law_rules(), on or date.today()
        entries = outcomes_on(day, rules.outcomes) if id_ is None else [find_outcome(id_, rules.outcomes, on=day)]
        dicts = [_as_dict(entry, day, rules) for entry in entries]
    if as_json:
        data = {"format": FORMAT, "outcomes": dicts} if id_ is None else {"format": FORMAT, **dicts[0]}
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    lines = _list(dicts) if id_ is None else _described(dicts[0], entries[0], rules)
    for line in lines:
        click.echo(line)


def _as_dict(entry: Outcome, day: date, rules: Rules) -> dict[str, Any]:
    from gongkai.law.remedies import reconsideration_first  # late, as above

    first, order = reconsideration_first(entry.id, day, rules=rules)
    limits = ["reconsideration_days"]
    limits += ["suit_after_reconsideration_days"] if first else []
    limits += ["suit_months"] if not first or entry.letter == "partial" else []
    return {
        "id": entry.id,
        "number": entry.number,
        "group": entry.group,
        "name": entry.name,
        "rows": {edition: entry.row(edition) for edition in ("2019", "2021")},
        "letter": entry.letter,
        "grounds": [_ground(ground, rules) for ground in entry.grounds.values()],
        "remedy": {
            "on": day.isoformat(),
            "reconsideration_first": first,
            "source": order.source,
            "verified": rules.mark(order.source, order.verified),
            "terms": [
                {"id": id_, "name": rules.limits[id_].name, "amount": value.value, "unit": rules.limits[id_].unit,
                 "source": value.source, "verified": rules.mark(value.source, value.verified)}
                for id_ in limits
                for value in [rules.limits[id_].on(day)]
            ],
        },
        "not_suable": entry.not_suable._asdict() if entry.not_suable else None,
        "note": entry.note,
        "from": entry.from_.isoformat(),
        "to": entry.to.isoformat() if entry.to else None,
    }  # fmt: skip


def _ground(ground: Ground, rules: Rules) -> dict[str, Any]:
    def needs(names: tuple[str, ...]) -> list[dict[str, Any]]:
        found = (rules.needs[name] for name in names)
        return [{"id": need.id, "name": need.name, "choices": list(need.choices)} for need in found]

    return {
        "id": ground.id,
        "when": ground.when,
        "articles": ground.articles,
        "verified": rules.mark(ground.articles, ground.verified),
        "needs": needs(ground.needs),
        "may": needs(ground.may),
    }


def _list(dicts: list[dict[str, Any]]) -> Iterator[str]:
    ids = max(width_of(entry["id"]) for entry in dicts)
    for entry in dicts:
        order = t("先复议") if entry["remedy"]["reconsideration_first"] else t("可直接起诉")
        number = entry["number"] + " " * (8 - width_of(entry["number"]))
        yield f"{number}{entry['id']:<{ids}}  {order + ' ' * (22 - width_of(order))}{entry['name']}".rstrip()


def _described(entry: dict[str, Any], outcome: Outcome, rules: Rules) -> Iterator[str]:
    group = "" if entry["name"].startswith(entry["group"]) else f"{entry['group']}："
    yield f"{entry['number']} {group}{entry['name']}"
    yield t("标识：{id}").format(id=entry["id"])
    rows = entry["rows"]
    other = t("（2019年表式：{row}）").format(row=rows["2019"]) if rows["2019"] != rows["2021"] else ""
    yield t("年度报告表三：{row}").format(row=rows["2021"]) + other
    yield t("文书：{letter}").format(letter=t(LETTERS[entry["letter"]]))
    for ground in entry["grounds"]:
        yield t("情形：{when}").format(when=ground["when"])
        articles = ground["articles"] or t("没有专门的条文")
        yield "  " + t("依据：{articles}").format(articles=articles) + mark(ground["verified"])
        for label, needs in ((t("必须写明："), ground["needs"]), (t("可以写明："), ground["may"])):
            for need in needs:
                choices = f"（{'、'.join(need['choices'])}）" if need["choices"] else ""
                yield f"  {label}{need['name']}{choices}"
    yield from _remedy(entry)
    if outcome.not_suable:
        note = outcome.not_suable
        yield t("据转述，法院不受理：{note}（{source}）").format(note=note.note, source=note.source) + mark(
            note.verified
        )
    if entry["note"]:
        yield t("说明：{note}").format(note=entry["note"])


def _remedy(entry: dict[str, Any]) -> Iterator[str]:
    remedy = entry["remedy"]
    if not remedy["reconsideration_first"]:
        said = t("可以申请行政复议，也可以直接起诉")
    elif entry["letter"] == "partial":
        said = t("对不予公开的部分，应当先申请行政复议；对其他内容，可以直接起诉")
    else:
        said = t("应当先申请行政复议，对复议决定不服再起诉")
    yield t("救济：{said}（{source}）").format(said=said, source=remedy["source"]) + mark(remedy["verified"])
    for term in remedy["terms"]:
        unit = t(UNITS[term["unit"]])
        yield f"  {term['name']}：{term['amount']}{unit}（{term['source']}）" + mark(term["verified"])
