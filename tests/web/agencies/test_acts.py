"""What can be done to agencies, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from gongkai.web.agencies import actions, refusals
from gongkai.web.agencies.directory import ancestors, directory
from gongkai.web.agencies.history import below_on, name_on, successor, superior_on
from gongkai.web.agencies.models import DEEPEST, Agency
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.models import Event
from gongkai.web.audit.notes import Actor
from tests.web.world import TODAY, World

DAY = date(2025, 6, 1)
BUREAU = {"name": "示范区档案局（演示）", "kind": "department", "tier": "county"}


@pytest.fixture
def admin(world: World) -> Officer:
    return world.officer("administrator@district")


def fresh(agency: Agency) -> Agency:
    return Agency.objects.get(pk=agency.pk)


def now(agency: Agency) -> dict[str, Any]:
    """What a form hands over: the row and the version that was looked at."""
    row = fresh(agency)
    return {"agency": row, "version": row.version}


def last_event() -> Event:
    return Event.objects.latest("pk")


def test_an_agency_is_founded_below_another(world: World, admin: Officer) -> None:
    made = actions.found(world.agencies["district"], values={**BUREAU, "opened": "2024-01-02"}, by=admin)
    assert made.path == f"{world.agencies['district'].path}{made.pk:06d}."
    assert made.slug.startswith("u")
    assert name_on(made, date(2024, 1, 1)) == ""
    assert name_on(made, date(2024, 1, 2)) == made.name
    assert superior_on(made, DAY) == world.agencies["district"]
    assert [agency.slug for agency in ancestors(made)] == ["district"]
    event = last_event()
    assert (event.verb, event.agency_id, event.new["superior"]) == (
        "agency.founded",
        made.pk,
        world.agencies["district"].name,
    )


CITY = {"name": "邻市人民政府（演示）", "kind": "government", "tier": "city"}


def test_who_founds_an_agency_at_the_top_administers_it(world: World, admin: Officer) -> None:
    made = actions.found(None, values=CITY, by=admin)
    again = world.officer("administrator@district")
    assert {office.agency for office in again.held if office.subtree} == {world.agencies["district"], made}
    told = Event.objects.get(verb="user.appointed")
    assert (told.agency_id, told.new["role"], told.new["reach"]) == (made.pk, "系统管理", "含下级机关")
    below = actions.found(made, values={**BUREAU, "tier": "city"}, by=again)
    actions.rename(**now(made), name="邻市政府（演示）", day=TODAY, by=again)
    assert again.may(Permission.MANAGE_OFFICERS, below)
    actions.found(world.agencies["district"], values=BUREAU, by=again)
    assert Event.objects.filter(verb="user.appointed").count() == 1


def test_what_is_moved_to_the_top_stays_in_the_hands_of_who_moved_it(world: World, admin: Officer) -> None:
    made = actions.found(world.agencies["district"], values={**CITY, "tier": "county"}, by=admin)
    actions.move(**now(made), superior=None, day=TODAY, by=admin)
    actions.rename(**now(made), name="新区人民政府（演示）", day=TODAY, by=world.officer("administrator@district"))


def test_names_are_cleaned(world: World, admin: Officer) -> None:
    made = actions.found(
        world.agencies["district"], values={**BUREAU, "name": " 示范 区档案\u200b局(演示)１ "}, by=admin
    )
    assert made.name == "示范区档案局（演示）1"


def test_the_same_name_below_the_same_superior_is_refused(world: World, admin: Officer) -> None:
    actions.found(world.agencies["district"], values=BUREAU, by=admin)
    with pytest.raises(refusals.NameTaken, match="已有名为"):
        actions.found(world.agencies["district"], values=BUREAU, by=admin)
    actions.found(world.agencies["civil"], values=BUREAU, by=admin)


def test_codes_are_nobody_elses(world: World, admin: Officer) -> None:
    with pytest.raises(ValidationError, match=r"网址代码“civil”已属于"):
        actions.found(world.agencies["district"], values={**BUREAU, "slug": "civil"}, by=admin)


def test_only_who_manages_the_superior_founds_below_it(world: World, admin: Officer) -> None:
    with pytest.raises(NotPermitted, match="管理机关"):
        actions.found(world.agencies["neighbour"], values=BUREAU, by=admin)
    with pytest.raises(NotPermitted):
        actions.found(None, values=BUREAU, by=world.officer("administrator@street"))
    assert actions.found(None, values=BUREAU, by=admin).superior is None
    assert actions.found(None, values={**BUREAU, "name": "另一局（演示）"}, by=Actor("演示数据")).path.count(".") == 1


@pytest.mark.parametrize(
    ("kind", "superior", "article"),
    [("subdistrict", "civil", "派出机关"), ("internal", None, "《条例》第十条"), ("township", "civil", "县级人民政府")],
)
def test_kinds_that_the_law_puts_elsewhere_are_refused(
    world: World, admin: Officer, kind: str, superior: str | None, article: str
) -> None:
    above = world.agencies[superior] if superior else None
    with pytest.raises(refusals.NotFitting, match=article):
        actions.found(above, values={**BUREAU, "kind": kind, "tier": "township"}, by=admin)


def test_contact_data_are_kept_by_the_agency_itself_too(world: World) -> None:
    office = world.officer("disclosure@civil")
    row = actions.amend(**now(world.agencies["civil"]), values={"phone": "（0577）81234567"}, by=office)
    assert row.phone == "0577-81234567"
    event = last_event()
    assert (event.verb, event.old, event.new) == ("agency.amended", {"phone": ""}, {"phone": "0577-81234567"})
    with pytest.raises(NotPermitted):
        actions.amend(**now(row), values={"kind": "office"}, by=office)
    with pytest.raises(NotPermitted):
        actions.amend(**now(world.agencies["street"]), values={"phone": "12345"}, by=office)
    with pytest.raises(refusals.NothingChanged):
        actions.amend(**now(row), values={"phone": "0577-81234567"}, by=office)


def test_who_looked_at_an_older_version_is_told(world: World, admin: Officer) -> None:
    seen = now(world.agencies["civil"])
    actions.amend(**seen, values={"phone": "12345"}, by=admin)
    for act in (
        lambda: actions.amend(**seen, values={"phone": "12346"}, by=admin),
        lambda: actions.rename(**seen, name="新名", day=DAY, by=admin),
        lambda: actions.move(**seen, superior=None, day=DAY, by=admin),
        lambda: actions.close(**seen, day=DAY, by=admin),
        lambda: actions.correct(**seen, name="新名", reason="错字", by=admin),
        lambda: actions.merge({seen["agency"]: seen["version"]}, into=world.agencies["office"], day=DAY, by=admin),
    ):
        with pytest.raises(refusals.ChangedMeanwhile, match="其他人"):
            act()


def test_a_renaming_keeps_the_old_name(world: World, admin: Officer) -> None:
    civil = world.agencies["civil"]
    actions.rename(**now(civil), name="示范区民政和退役军人局（演示）", day=DAY, by=admin)
    assert name_on(civil, DAY - timedelta(1)) == "示范区民政局（演示）"
    assert name_on(civil, DAY) == fresh(civil).name == "示范区民政和退役军人局（演示）"
    assert fresh(civil).slug == "civil"
    assert set(Agency.objects.called("民政局（演示）")) >= {civil}
    with pytest.raises(refusals.NotInOrder, match="现名启用日期"):
        actions.rename(**now(civil), name="又一名", day=DAY, by=admin)
    with pytest.raises(refusals.InFuture):
        actions.rename(**now(civil), name="又一名", day=TODAY + timedelta(1), by=admin)
    with pytest.raises(refusals.NameUnchanged):
        actions.rename(**now(civil), name="示范区民政和退役军人局 (演示)", day=TODAY, by=admin)
    with pytest.raises(refusals.NameTaken):
        actions.rename(**now(civil), name=world.agencies["office"].name, day=TODAY, by=admin)


def test_a_move_takes_the_subtree_and_keeps_where_it_was(world: World, admin: Officer) -> None:
    civil, welfare, office = (world.agencies[slug] for slug in ("civil", "welfare", "office"))
    actions.move(**now(civil), superior=office, day=DAY, by=admin)
    assert fresh(welfare).path == f"{office.path}{civil.segment}{welfare.segment}"
    assert superior_on(civil, DAY - timedelta(1)) == world.agencies["district"]
    assert superior_on(civil, DAY) == office
    assert set(below_on(office, DAY - timedelta(1))) == {office}
    assert set(below_on(office, DAY)) == set(Agency.objects.below(office)) == {office, civil, welfare}
    with pytest.raises(refusals.BelowItself):
        actions.move(**now(office), superior=welfare, day=TODAY, by=admin)
    with pytest.raises(refusals.AlreadyThere):
        actions.move(**now(civil), superior=office, day=TODAY, by=admin)


def test_no_circle_arises_on_a_day_in_the_past(world: World, admin: Officer) -> None:
    """Today the one is not below the other any more; on the day that is entered late it was."""
    civil, district, office = (world.agencies[slug] for slug in ("civil", "district", "office"))
    made = actions.found(civil, values={**BUREAU, "opened": "2020-01-01"}, by=admin)
    actions.move(**now(made), superior=district, day=date(2025, 1, 1), by=admin)
    with pytest.raises(refusals.BelowItself):
        actions.move(**now(civil), superior=made, day=date(2024, 1, 1), by=admin)
    actions.move(**now(civil), superior=made, day=date(2025, 1, 1), by=admin)
    assert set(below_on(civil, date(2024, 1, 1))) == {civil, made, world.agencies["welfare"]}
    assert office not in below_on(civil, date(2024, 1, 1))


def test_a_move_needs_the_permission_at_both_superiors(world: World, admin: Officer) -> None:
    with pytest.raises(NotPermitted, match="邻区"):
        actions.move(**now(world.agencies["civil"]), superior=world.agencies["neighbour"], day=DAY, by=admin)
    with pytest.raises(NotPermitted):
        actions.move(**now(world.agencies["neighbour-civil"]), superior=world.agencies["district"], day=DAY, by=admin)
    street = world.officer("administrator@street")
    with pytest.raises(NotPermitted):
        actions.move(**now(world.agencies["street"]), superior=None, day=DAY, by=street)


def test_agencies_merge_and_the_old_ones_point_to_the_new(world: World, admin: Officer) -> None:
    civil, office, welfare = (world.agencies[slug] for slug in ("civil", "office", "welfare"))
    made = actions.found(world.agencies["district"], values=BUREAU, by=admin)
    old = {row: row.version for row in (fresh(civil), fresh(made))}
    actions.merge(old, into=office, day=DAY, offices=actions.Offices.MOVE, by=admin)
    assert fresh(civil).closed == DAY
    assert fresh(made).merged_into == office
    assert successor(fresh(civil)) == office
    assert fresh(welfare).superior == office
    assert fresh(welfare).path.startswith(office.path)
    assert superior_on(welfare, DAY - timedelta(1)) == civil
    assert set(below_on(office, DAY)) == {office, welfare}
    assert not world.officer("handler@civil", today=TODAY).may("draft", civil)  # type: ignore[arg-type]
    assert world.officer("handler@civil", today=TODAY).may("draft", office)  # type: ignore[arg-type]
    assert set(directory(world.agencies["district"])) == {office, world.agencies["street"]}
    with pytest.raises(refusals.AlreadyClosed):
        actions.rename(**now(civil), name="又一名", day=TODAY, by=admin)


def test_offices_of_a_merged_agency_end_unless_they_are_to_go_on(world: World, admin: Officer) -> None:
    civil = fresh(world.agencies["civil"])
    actions.merge({civil: civil.version}, into=world.agencies["office"], day=DAY, by=admin)
    assert world.officer("handler@civil").appointments == []
    assert world.officer("handler@civil", today=TODAY - timedelta(1)).appointments != []
    assert Event.objects.filter(verb="user.dismissed").count() == 5


def test_an_agency_does_not_go_into_what_stands_below_it(world: World, admin: Officer) -> None:
    civil = fresh(world.agencies["civil"])
    with pytest.raises(refusals.IntoItself):
        actions.merge({civil: civil.version}, into=world.agencies["welfare"], day=DAY, by=admin)


def test_an_agency_closes_when_nothing_is_left_below_it(world: World, admin: Officer) -> None:
    civil, welfare = world.agencies["civil"], world.agencies["welfare"]
    with pytest.raises(refusals.HasSubordinates, match="社会救助科"):
        actions.close(**now(civil), day=DAY, by=admin)
    actions.close(**now(welfare), day=DAY, by=admin)
    with pytest.raises(refusals.NotInOrder, match="离开"):
        actions.close(**now(civil), day=DAY - timedelta(1), by=admin)
    actions.close(**now(civil), day=DAY, by=admin)
    assert name_on(civil, DAY) == ""
    assert world.officer("handler@civil").appointments == []
    with pytest.raises(refusals.AlreadyClosed):
        actions.found(civil, values={**BUREAU, "kind": "internal"}, by=admin)


def test_a_closing_by_mistake_is_put_right_with_its_reason(world: World, admin: Officer) -> None:
    street = world.agencies["street"]
    with pytest.raises(refusals.NotClosed):
        actions.reopen(**now(street), reason="误登记", by=admin)
    actions.close(**now(street), day=DAY, by=admin)
    with pytest.raises(refusals.NoReason):
        actions.reopen(**now(street), reason=" ", by=admin)
    actions.reopen(**now(street), reason="误登记", by=admin)
    assert name_on(street, DAY) == street.name
    assert street in below_on(world.agencies["district"], DAY)
    assert last_event().new["reason"] == "误登记"


def test_a_slip_of_the_pen_is_corrected_not_renamed(world: World, admin: Officer) -> None:
    civil = world.agencies["civil"]
    actions.correct(**now(civil), name="示范区民正局（演示）", opened=date(2001, 1, 1), reason="错字", by=admin)
    assert name_on(civil, date(2001, 1, 1)) == "示范区民正局（演示）"
    assert name_on(civil, date(2000, 12, 31)) == ""
    assert last_event().old["name"] == "示范区民政局（演示）"
    with pytest.raises(refusals.NoReason):
        actions.correct(**now(civil), name="其他", reason="", by=admin)
    with pytest.raises(refusals.NotInOrder):
        actions.rename(**now(civil), name="其他", day=date(2000, 1, 1), by=admin)


def test_history_costs_one_query_whatever_its_length(
    world: World, admin: Officer, django_assert_num_queries: Any
) -> None:
    civil = world.agencies["civil"]
    for number in range(5):
        actions.rename(**now(civil), name=f"民政局{number}（演示）", day=DAY + timedelta(number), by=admin)
    for query in (lambda: name_on(civil, DAY), lambda: superior_on(civil, DAY)):
        with django_assert_num_queries(1):
            query()
    with django_assert_num_queries(1):
        names = {agency.name_then for agency in below_on(world.agencies["district"], DAY + timedelta(2))}
    assert "民政局2（演示）" in names


def deep(world: World, levels: int, *, by: Officer, slug: str = "deep") -> Agency:
    """So many internal bodies, each below the one before; the first below the street."""
    last = world.agencies["street"]
    for level in range(levels):
        values = {"name": f"科室{level}（演示）", "kind": "internal", "tier": "township", "slug": f"{slug}-{level}"}
        last = actions.found(fresh(last), values=values, by=by)
    return last


def test_the_tree_does_not_grow_deeper_than_its_paths_have_room(world: World, admin: Officer) -> None:
    last = deep(world, DEEPEST - 2, by=admin)
    assert last.depth == DEEPEST
    with pytest.raises(refusals.TooDeep, match="最多12层"):
        actions.found(last, values={**BUREAU, "kind": "internal", "tier": "township"}, by=admin)
    with pytest.raises(refusals.TooDeep):
        actions.move(**now(world.agencies["welfare"]), superior=last, day=DAY, by=admin)
    first = fresh(world.agencies["street"]).subordinates.get()
    with pytest.raises(refusals.TooDeep):
        actions.move(**now(first), superior=fresh(world.agencies["civil"]).subordinates.get(), day=DAY, by=admin)
    actions.move(**now(last), superior=fresh(world.agencies["welfare"]), day=TODAY, by=admin)


def test_a_code_of_many_digits_finds_room_at_the_lowest_level() -> None:
    assert DEEPEST * len("9999999999.") <= Agency._meta.get_field("path").max_length
