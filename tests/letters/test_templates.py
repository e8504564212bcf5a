"""The templates against the law's data: every outcome has its letters, each asks for what the law's data ask for."""

from __future__ import annotations

import pytest

from gongkai.law.rules import law_rules
from gongkai.letters import kinds, unverified
from gongkai.letters.catalogue import catalogue, contradictions
from gongkai.letters.templates import Template

RULES = law_rules()
ANSWERS = [letter for letter in kinds().values() if letter.outcome]
PROCEDURE = {
    "receipt",
    "supplement",
    "extension",
    "reasons",
    "delay",
    "third_party_consultation",
    "third_party_notice",
    "organ_consultation",
    "organ_notice",
    "internal_transfer",
    "fee",
    "publication_notice",
    "correction",
    "delivery",
    "envelope",
}


def test_every_step_has_its_letter() -> None:
    assert {letter.kind for letter in kinds().values() if not letter.outcome} == PROCEDURE


def test_every_ground_of_every_outcome_has_its_letter() -> None:
    grounds = {(outcome.id, ground) for outcome in RULES.outcomes.values() for ground in outcome.grounds}
    assert {(letter.outcome, letter.ground) for letter in ANSWERS} == grounds
    assert len(ANSWERS) == len(grounds)
    assert len({letter.outcome for letter in ANSWERS}) == 21


@pytest.mark.parametrize("letter", ANSWERS, ids=lambda letter: letter.kind)
def test_an_answer_asks_for_what_the_law_s_data_ask_for(letter: Template) -> None:
    ground = RULES.outcomes[letter.outcome].grounds[letter.ground]
    covers = contradictions().covers
    needs = {fact for need in ground.needs for fact in covers.get(need, (need,))}
    assert needs - set(letter.facts) == set()
    assert set(ground.may) - set(letter.optional) == set()


@pytest.mark.parametrize("letter", ANSWERS, ids=lambda letter: letter.kind)
def test_an_answer_has_a_remedy_paragraph_and_a_record_none(letter: Template) -> None:
    remedies = [part.value for part in letter.body if part.what == "remedy"]
    assert remedies == ([] if RULES.outcomes[letter.outcome].letter == "record" else ["outcome"])


def test_choices_are_those_that_the_law_lists() -> None:
    for id_, need in RULES.needs.items():
        if need.choices:
            assert tuple(catalogue()[id_].options) == need.choices
    assert tuple(catalogue()["agency_kind"].options) == tuple(RULES.organs)
    assert set(contradictions().covers) <= set(RULES.needs)


def test_what_was_not_verified_is_listed() -> None:
    listed = {entry.id: entry for entry in unverified()}
    assert listed["answer_confirmation"].verified == "M"
    assert {letter.kind for letter in kinds().values() if letter.verified != "V"} == set(listed)
    assert all(letter.note for letter in kinds().values() if letter.verified != "V")
    for letter in ANSWERS:
        ground = RULES.outcomes[letter.outcome].grounds[letter.ground]
        assert letter.verified != "V" or ground.verified != "M", letter.kind
