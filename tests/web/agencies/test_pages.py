"""The desk's pages of agencies: found by words, opened branch by branch, acted upon by form, with and without htmx."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern

from gongkai.web.agencies import actions
from gongkai.web.agencies.checks import RESERVED
from gongkai.web.agencies.lists.reading import read_list
from gongkai.web.agencies.models import Agency, ImportDraft
from gongkai.web.agencies.urls import urlpatterns
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from tests.web.agencies.test_import import MIXED
from tests.web.world import BY, World

DESK = "/desk/agencies/"
ADMIN = "administrator@district"
HTMX = {"HX-Request": "true"}
DAY = "2025-06-01"


@pytest.fixture
def client(world: World) -> Client:
    return world.client(ADMIN)


def text(client: Client, address: str, **data: Any) -> str:
    answer = client.get(address, data)
    assert answer.status_code == 200
    return answer.content.decode()


def acted(client: Client, act: str, **data: Any) -> Any:
    return client.post(f"{DESK}{act}/", {"version": 1, "day": DAY, **data})


def many(world: World, number: int) -> None:
    """So many agencies more, a tenth of them directly below the district with nine below each; one event for all."""
    facts = {"kind": "department", "tier": "county"}
    above = world.agencies["district"]
    with act(by=BY) as done:
        for n in range(0, number, 10):
            bureau = Agency(
                slug=f"m{n}", name=f"第{n}局（演示）", superior=above, path=f"{above.path}9{n:05d}.", **facts
            )
            bureau.save()
            Agency.objects.bulk_create(
                Agency(slug=f"m{m}", name=f"第{m}科（演示）", superior=bureau, path=f"{bureau.path}{m}.", **facts)
                for m in range(n + 1, n + 10)
            )
        done.note("instance.prepared", of=above.thing)


def test_no_agency_can_have_the_address_of_another_page() -> None:
    first = {str(url.pattern).split("/")[0] for url in urlpatterns if isinstance(url, URLPattern)}
    assert first - {"", "<slug:slug>"} <= RESERVED


def test_the_list_is_searched_by_name_former_name_and_code(client: Client, world: World) -> None:
    actions.rename(
        world.agencies["civil"], name="民生局（演示）", day=date(2025, 6, 1), version=1, by=world.officer(ADMIN)
    )
    assert "民生局" in text(client, DESK, q="示范区民政局（演示）")
    assert "民生局" in text(client, DESK, q="civil")
    assert "城东街道" not in text(client, DESK, q="民生")
    assert "城东街道" in text(client, DESK, kind="subdistrict")
    assert "邻区民政局" not in text(client, DESK, under="district")
    assert "没有符合条件" in text(client, DESK, q="无此机关")


def test_closed_agencies_are_listed_when_asked_for(client: Client, world: World) -> None:
    actions.close(world.agencies["street"], day=date(2025, 6, 1), version=1, by=world.officer(ADMIN))
    assert "城东街道" not in text(client, DESK)
    assert "城东街道" in text(client, DESK, state="closed")
    assert "城东街道" in text(client, DESK, state="all")


def test_the_tree_opens_without_script_and_branch_by_branch_with_it(client: Client) -> None:
    closed = text(client, f"{DESK}tree/")
    assert "示范区民政局（演示）" not in closed
    assert f"{DESK}tree/?open=district" in closed
    opened = text(client, f"{DESK}tree/", open="civil")
    assert "社会救助科" in opened
    assert "城东街道" in opened
    branch = client.get(f"{DESK}tree/", {"under": "civil"}, headers=HTMX).content.decode()
    assert "社会救助科" in branch
    assert "<html" not in branch


def test_pages_cost_the_same_whatever_the_number_of_agencies(
    client: Client, world: World, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    pages = {
        DESK: {},
        f"{DESK}?q=局": {},
        f"{DESK}?under=district&sort=-name": {},
        f"{DESK}tree/": {},
        f"{DESK}tree/?open=civil": {},
        f"{DESK}tree/?under=district": HTMX,
        f"{DESK}chooser/?field=superior&superior-words=局": HTMX,
        f"{DESK}district/": {},
        f"{DESK}civil/move/": {},
        f"{DESK}civil/merge/": {},
        f"{DESK}export/csv/": {},
    }
    costs = {}
    for page, headers in pages.items():
        with django_assert_max_num_queries(12) as counted:
            assert client.get(page, headers=headers).status_code == 200
        costs[page] = len(counted)
    many(world, 3000)
    for page, headers in pages.items():
        with django_assert_num_queries(costs[page]):
            assert client.get(page, headers=headers).status_code == 200


def test_an_agencys_page_says_what_may_be_done_and_why_not(world: World) -> None:
    page = text(world.client(ADMIN), f"{DESK}civil/")
    assert f'href="{DESK}civil/rename/"' in page
    assert f'href="{DESK}civil/close/"' not in page
    assert "其下还有1个机关" in page
    assert "《条例》第四条" in page
    page = text(world.client("disclosure@civil"), f"{DESK}civil/")
    assert f'href="{DESK}civil/amend/"' in page
    assert f'href="{DESK}civil/rename/"' not in page
    assert "没有“管理机关”的权限" in page


def test_a_merged_agencys_page_points_to_where_its_affairs_are(client: Client, world: World) -> None:
    assert acted(client, "civil/merge", into="office", offices="end").status_code == 302
    page = text(client, f"{DESK}civil/")
    assert "2025年6月1日撤销" in page
    assert f'href="{DESK}office/"' in page
    assert "示范区民政局（演示）" in text(client, f"{DESK}office/")
    assert f'href="{DESK}civil/reopen/"' in page


def test_every_act_has_a_form_that_acts(client: Client, world: World) -> None:
    assert acted(client, "civil/rename", name="民生局（演示）").status_code == 302
    assert acted(client, "welfare/move", superior="office").status_code == 302
    assert acted(client, "office/amend", kind="office", tier="county", phone="12345").status_code == 302
    assert (
        acted(client, "civil/correct", version=2, name="民生局（演示）", opened="2001-01-01", reason="补录").status_code
        == 302
    )
    assert acted(client, "street/close").status_code == 302
    assert acted(client, "street/reopen", version=2, reason="误登记").status_code == 302
    made = acted(
        client, "new", superior="district", name="档案局（演示）", slug="archive", kind="department", tier="county"
    )
    assert made["Location"] == f"{DESK}archive/"
    verbs = Event.objects.filter(verb__startswith="agency.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        f"agency.{verb}" for verb in "renamed moved amended corrected closed reopened founded".split()
    ]


def test_several_agencies_merge_at_once(client: Client, world: World) -> None:
    street = world.agencies["street"]
    acted(client, "civil/merge", into="office", offices="end", also=[f"{street.pk}:1"])
    assert set(Agency.objects.filter(merged_into=world.agencies["office"])) == {world.agencies["civil"], street}


def test_a_refusal_stands_beside_its_field_and_nothing_is_lost(client: Client) -> None:
    answer = acted(client, "civil/rename", name="示范区人民政府办公室（演示）")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "已有名为" in page
    assert 'value="示范区人民政府办公室（演示）"' in page
    page = acted(client, "office/amend", kind="office", tier="county", uscc="123", phone="？").content.decode()
    assert "应为18位" in page
    assert "看不懂" in page


def test_who_was_overtaken_sees_it_and_can_go_on(client: Client, world: World) -> None:
    actions.amend(world.agencies["civil"], values={"phone": "12345"}, version=1, by=world.officer(ADMIN))
    page = acted(client, "civil/rename", name="民生局（演示）").content.decode()
    assert "其他人修改过" in page
    assert 'name="version" value="2"' in page


def test_a_superior_is_chosen_by_words_with_and_without_script(client: Client) -> None:
    found = text(client, f"{DESK}chooser/", **{"field": "superior", "superior-words": "办公室"})
    assert 'name="superior" value="office"' in found
    assert "邻区" not in text(client, f"{DESK}chooser/", **{"field": "superior", "superior-words": "邻区"})
    others = text(client, f"{DESK}chooser/", **{"field": "superior", "but": "civil", "superior-words": "示范区"})
    assert "民政局" not in others
    page = acted(client, "welfare/move", **{"superior-words": "示范区"}).content.decode()
    assert "请从查到的机关中选择一个" in page
    assert 'name="superior" value="office"' in page
    assert acted(client, "welfare/move", **{"superior-words": "示范区人民政府办公室(演示)"}).status_code == 302


def test_a_form_takes_no_superior_of_somebody_else(client: Client, world: World) -> None:
    facts = {"name": "档案局（演示）", "kind": "department", "tier": "county"}
    assert "没有查到" in acted(client, "new", superior="neighbour", **facts).content.decode()
    assert "没有查到" in acted(client, "welfare/move", superior="neighbour-civil").content.decode()
    answer = world.client("administrator@street").post(f"{DESK}new/", {"superior": "-", **facts})
    assert answer.status_code == 200
    assert not Event.objects.filter(verb__startswith="agency.").exists()


def upload(client: Client, content: bytes, day: str = DAY) -> Any:
    return client.post(f"{DESK}import/", {"file": SimpleUploadedFile("机关.csv", content), "day": day})


def test_a_list_is_uploaded_previewed_and_confirmed(client: Client) -> None:
    assert upload(client, MIXED)["Location"] == f"{DESK}import/preview/"
    page = text(client, f"{DESK}import/preview/")
    assert "有3行有误" in page
    assert "应为18位" in page
    assert "确认导入3行" in page
    new = text(client, f"{DESK}import/preview/", state="new")
    assert "示范区档案局（演示）" in new
    assert not Agency.objects.filter(slug="archive").exists()
    digest = page.split('name="planned" value="')[1].split('"')[0]
    assert client.post(f"{DESK}import/preview/", {"planned": digest})["Location"] == DESK
    assert Agency.objects.filter(slug="archive").exists()


def test_a_confirmation_of_something_else_shows_the_new_preview(client: Client) -> None:
    upload(client, MIXED)
    page = client.post(f"{DESK}import/preview/", {"planned": "x"})
    assert page.status_code == 200
    assert "预览之后有机关发生了变化" in page.content.decode()
    assert not Agency.objects.filter(slug="archive").exists()


def test_an_upload_is_its_officers_own_and_can_be_dropped(client: Client, world: World) -> None:
    upload(client, MIXED)
    assert world.client("administrator@neighbour").get(f"{DESK}import/preview/").status_code == 302
    client.post(f"{DESK}import/preview/", {"drop": "1"})
    assert not ImportDraft.objects.exists()


def test_an_upload_that_is_no_list_is_refused_at_once(client: Client) -> None:
    assert "不认识的列" in upload(client, "甲,乙\n1,2".encode()).content.decode()
    assert "晚于今天" in upload(client, MIXED, day="2099-01-01").content.decode()


def test_list_and_template_can_be_taken_home(client: Client) -> None:
    for format in ("csv", "xlsx"):
        for page in (f"{DESK}export/{format}/", f"{DESK}import/template/{format}/"):
            answer = client.get(page)
            assert answer.status_code == 200
            assert f".{format}" in answer["Content-Disposition"]
    assert "城东街道" not in client.get(f"{DESK}export/csv/?q=民政").content.decode()
    assert client.get(f"{DESK}export/pdf/").status_code == 404


@pytest.mark.parametrize("chosen", ["civil", "welfare"])
def test_that_it_cannot_stand_below_itself_is_said(world: World, chosen: str) -> None:
    civil, client = world.agencies["civil"], world.client("administrator@district")
    said = {"superior": chosen, "day": "2026-01-01", "version": civil.version}
    assert "就是本机关，或者隶属于本机关" in client.post("/desk/agencies/civil/move/", said).content.decode()
    said |= {"superior": "no-such-agency"}
    assert "没有查到" in client.post("/desk/agencies/civil/move/", said).content.decode()


def test_wrong_lines_are_taken_away_with_their_reasons_and_read_again(world: World) -> None:
    client = world.client("administrator@district")
    assert client.get("/desk/agencies/import/wrong/")["Location"] == "/desk/agencies/import/"
    rows = "名称,性质,层级,上级代码\n好局（演示）,部门,县级,district\n坏局（演示）,没有的性质,县级,nowhere\n"
    file = SimpleUploadedFile("list.csv", rows.encode())
    client.post("/desk/agencies/import/", {"file": file, "day": "2026-01-01"})
    page = client.get("/desk/agencies/import/preview/").content.decode()
    assert page.count("坏局（演示）</td>") == 1
    assert 'rowspan="2"' in page
    wrong = client.get("/desk/agencies/import/wrong/").content
    (line,) = read_list(wrong)
    assert line.cells["name"] == "坏局（演示）"
    assert "nowhere" in wrong.decode()
