"""One agency may ask for more steps than another, from a day on; what is under way keeps its chain."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.workflow.actions import end_chain, perform, set_chain
from gongkai.web.workflow.chains import chain_in_force
from gongkai.web.workflow.kinds import kind_of
from gongkai.web.workflow.models import Chain
from gongkai.web.workflow.refusals import Refused
from tests.web.disclosure.scene import process_of, rules, walk
from tests.web.world import TODAY, World

USUAL = ["review", "secrecy", "approval"]
LONG = ["review", "second_review", "secrecy", "approval"]
SHORT = ["secrecy", "approval"]


def in_force(world: World, slug: str, day: date = TODAY) -> list[str]:
    return chain_in_force(world.agencies[slug], kind_of("rules"), day).steps


def test_the_table_says_what_is_usual(world: World) -> None:
    assert in_force(world, "civil") == USUAL


def test_an_agency_asks_for_more_from_a_day_on(world: World) -> None:
    since = TODAY + timedelta(days=3)
    by = world.officer("disclosure@civil")
    set_chain(world.agencies["civil"], kind="rules", steps=LONG, since=since, by=by)
    assert in_force(world, "civil") == USUAL
    assert in_force(world, "civil", since) == LONG
    assert in_force(world, "street", since) == USUAL
    assert chain_in_force(world.agencies["civil"], kind_of("guide"), since).steps == USUAL


def test_steps_of_the_law_cannot_be_left_out(world: World) -> None:
    set_chain(world.agencies["civil"], kind="rules", steps=[], since=TODAY, by=world.officer("disclosure@civil"))
    assert in_force(world, "civil") == SHORT
    process = walk(rules(world), world, 1)
    assert process.state == "secrecy"


def test_a_chain_is_inherited_unless_there_is_an_own_one(world: World) -> None:
    above = world.officer("administrator@district")
    set_chain(world.agencies["district"], kind="rules", steps=LONG, since=TODAY, by=above)
    assert in_force(world, "welfare") == LONG
    assert in_force(world, "neighbour-civil") == USUAL
    set_chain(world.agencies["civil"], kind="rules", steps=[], since=TODAY, by=world.officer("disclosure@civil"))
    assert in_force(world, "welfare") == SHORT
    assert in_force(world, "street") == LONG
    end_chain(world.agencies["civil"], kind="rules", until=TODAY, by=world.officer("disclosure@civil"))
    assert in_force(world, "welfare") == LONG


def test_a_new_chain_ends_the_one_before(world: World) -> None:
    by = world.officer("disclosure@civil")
    set_chain(world.agencies["civil"], kind="rules", steps=LONG, since=TODAY, by=by)
    later = TODAY + timedelta(days=30)
    set_chain(world.agencies["civil"], kind="rules", steps=[], since=later, by=by)
    assert Chain.objects.get(since=TODAY).until == later
    assert in_force(world, "civil", later - timedelta(days=1)) == LONG
    assert in_force(world, "civil", later) == SHORT


def test_what_is_under_way_keeps_the_chain_it_began_with(world: World) -> None:
    document = rules(world)
    set_chain(world.agencies["civil"], kind="rules", steps=LONG, since=TODAY, by=world.officer("disclosure@civil"))
    process = walk(document, world, 2)
    assert (process.chain, process.state) == (USUAL, "secrecy")
    other = rules(world, "另一制度")
    assert process_of(other).chain == LONG


def test_a_longer_chain_wants_one_more_person(world: World) -> None:
    set_chain(world.agencies["civil"], kind="rules", steps=LONG, since=TODAY, by=world.officer("disclosure@civil"))
    process = walk(rules(world), world, 2)
    assert process.state == "second_review"
    with pytest.raises(Refused, match="已在“审核”环节办理过"):
        perform(process, "pass", by=world.officer("reviewer@civil"))


def test_the_past_is_not_set_and_unknown_steps_are_not_asked_for(world: World) -> None:
    by = world.officer("disclosure@civil")
    with pytest.raises(Refused, match="不能早于今天"):
        set_chain(world.agencies["civil"], kind="rules", steps=[], since=TODAY - timedelta(days=1), by=by)
    with pytest.raises(Refused, match="没有“nonsense”"):
        set_chain(world.agencies["civil"], kind="rules", steps=["nonsense"], since=TODAY, by=by)
    with pytest.raises(Refused, match="没有自己的"):
        end_chain(world.agencies["civil"], kind="rules", until=TODAY, by=by)


@pytest.mark.parametrize("name", ["handler@civil", "approver@civil", "disclosure@neighbour-civil", "handler@street"])
def test_others_set_nothing(world: World, name: str) -> None:
    with pytest.raises(NotPermitted):
        set_chain(world.agencies["civil"], kind="rules", steps=[], since=TODAY, by=world.officer(name))
    assert world.client(name).get(f"/desk/workflow/chains/{world.agencies['civil'].pk}/rules/").status_code in (
        403,
        404,
    )


def test_the_page_sets_and_ends_a_chain(world: World) -> None:
    client, agency = world.client("disclosure@civil"), world.agencies["civil"]
    url = f"/desk/workflow/chains/{agency.pk}/rules/"
    assert "沿用" in client.get("/desk/workflow/chains/").content.decode()
    since = date.today().isoformat()
    answer = client.post(url, {"set": "1", "steps": ["review", "second_review"], "since": since})
    assert answer.status_code == 302
    page = client.get(url).content.decode()
    assert "审核 → 复核 → 保密审查 → 签发" in page
    assert client.post(url, {"end": "1"}).status_code == 302
    assert "通用设置" in client.get(url).content.decode()
