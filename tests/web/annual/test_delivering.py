"""Documents of many units sent together: each filed as its unit's, or named with why not; nobody guesses."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.report.schema import NotAReport
from gongkai.web.agencies.actions.renaming import rename
from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.annual import bounded
from gongkai.web.annual.collecting import actions as collecting
from gongkai.web.annual.delivering import actions, unpacking
from gongkai.web.annual.delivering.lines import ask_for_all
from gongkai.web.annual.models import Collection, Delivered, Delivery, Fate, Fetching, FilingState
from gongkai.web.annual.papers import paper
from gongkai.web.files.models import File
from gongkai.web.files.stores import store
from gongkai.web.tasks.attempts import run_due
from gongkai.web.workflow.refusals import Refused
from tests.web.annual.collected import LEAD, RECEIVED, of, opened, report, sent
from tests.web.annual.scene import LAST
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db

OFFICE, CIVIL, STREET = "示范区人民政府办公室（演示）", "示范区民政局（演示）", "城东街道办事处（演示）"


@pytest.fixture(autouse=True)
def read_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Processes for reading take their second; the tests of them have them."""
    if "process" in request.node.name:
        yield
        return
    with (
        patch(
            "gongkai.web.annual.delivering.actions.many",
            lambda found: (bounded.read(get(), name) for name, get in found),
        ),
        patch("gongkai.web.annual.received.records", bounded.read),
    ):
        yield


def here(documents: Iterable[bounded.Document]) -> Iterator[object]:
    return (bounded.read(load(), name) for name, load in documents)


def document(agency: str, **more: int) -> bytes:
    return paper(report(agency, **more), "docx")


def packed(files: dict[str, bytes]) -> bytes:
    """A folder as Windows packs it in Chinese: names that are no UTF-8, and nothing that says so."""
    out, names = io.BytesIO(), [name.encode("gb18030") for name in files]
    stand_ins = [f"{number:~>{len(name)}}" for number, name in enumerate(names, 10)]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in zip(stand_ins, files.values(), strict=True):
            package.writestr(name, data)
    made = out.getvalue()
    for stand_in, name in zip(stand_ins, names, strict=True):
        made = made.replace(stand_in.encode(), name)
    return made


def delivered(world: World, row: Collection, *files: tuple[str, bytes]) -> Delivery:
    """Uploaded on the desk, and read by the worker."""
    documents = [SimpleUploadedFile(name, data) for name, data in files]
    desk = world.client(LEAD)
    answer = desk.post(f"/desk/annual/collecting/district/{LAST}/deliveries/", {"documents": documents})
    assert answer.status_code == 302, answer.content.decode()
    run_due()
    made: Delivery = Delivery.objects.select_related("agency", "collection__agency").get()
    assert answer["Location"] == f"/desk/annual/deliveries/{made.pk}/"
    return made


def fates(row: Delivery) -> dict[str, str]:
    return {one.name: one.fate for one in row.documents.all()}


def one_of(row: Delivery, name: str) -> Delivered:
    found: Delivered = row.documents.select_related("filing", "file", "delivery__collection").get(name=name)
    return found


def test_each_document_of_a_folder_is_filed_as_its_units(world: World) -> None:
    by = world.officer("administrator@district")
    rename(world.agencies["street"], name="城东新区街道办事处（演示）", day=TODAY, version=1, by=by)
    row = opened(world)
    folder = packed({
        "年报/1.docx": document(OFFICE), "年报/民政 局.docx": document(CIVIL),
        "年报/3.docx": document("城东新区街道办事处（演示）"), "年报/通知.txt": "请各单位按时报送。".encode(),
        "年报/~$1.docx": b"lock", "__MACOSX/._1.docx": b"fork", "年报/合照.exe": b"MZ\x90",
    })  # fmt: skip
    made = delivered(world, row, ("年报.zip", folder))
    assert fates(made) == {
        "1.docx": Fate.FILED, "民政 局.docx": Fate.FILED, "3.docx": Fate.FILED, "通知.txt": Fate.REFUSED,
        "合照.exe": Fate.REFUSED,
    }  # fmt: skip
    for slug, name in (("office", OFFICE), ("civil", CIVIL), ("street", "城东新区街道办事处（演示）")):
        filing = of(row, slug)
        assert (filing.state, filing.latest) == (FilingState.SUBMITTED, 1), name
        version = filing.versions.get()
        assert (version.cells[RECEIVED], version.record["agency"]) == (3, name)
        assert version.file.agency_id == filing.agency_id
    assert one_of(made, "通知.txt").reason.startswith("通知.txt：")
    assert "程序" in one_of(made, "合照.exe").reason
    page = world.client(LEAD).get(f"/desk/annual/deliveries/{made.pk}/").content.decode()
    assert "正在读取" not in page
    assert "已报送 3" in page


def test_what_nobody_can_be_sure_of_waits_with_its_copy(world: World) -> None:
    row = opened(world)
    collecting.excuse(of(row, "street"), "当年新设（演示）", by=world.officer(LEAD))
    sent(world, of(row, "civil"))
    made = delivered(
        world, row,
        ("a.docx", document("示范区人民政府办公室（演示）公开办")), ("b.docx", document("外区水务局（演示）")),
        ("c.docx", document(CIVIL)), ("d.docx", document(STREET)),
    )  # fmt: skip
    reasons = {one.name: (one.filing and one.filing.agency.slug, one.reason) for one in made.documents.all()}
    assert set(fates(made).values()) == {Fate.ASKED}
    assert reasons["a.docx"] == ("office", f"报告里的机关名称与名单不一致，可能是“{OFFICE}”。")
    assert reasons["b.docx"] == (None, "没有认出是哪个单位的报告；名单上没有的单位，先加入名单。")
    assert reasons["c.docx"] == ("civil", f"“{CIVIL}”已经报送第1版，待审；确认的，作为新的一版。")
    assert reasons["d.docx"] == ("street", f"“{STREET}”已写明不需报送。")
    kept = one_of(made, "b.docx").file
    assert b"".join(store().chunks(kept.sha256)) == document("外区水务局（演示）")
    page = world.client(LEAD).get(f"/desk/annual/deliveries/{made.pk}/?fate=asked").content.decode()
    assert f'value="{OFFICE}"' in page
    assert kept.get_absolute_url() in page


def test_two_of_one_unit_are_not_both_filed(world: World) -> None:
    row = opened(world)
    other = document(OFFICE, requests__received__legal_service=1, requests__granted__legal_service=1)
    made = delivered(world, row, ("a.docx", document(OFFICE)), ("b.docx", other))
    assert fates(made) == {"a.docx": Fate.FILED, "b.docx": Fate.ASKED}
    actions.confirm(one_of(made, "b.docx"), OFFICE, by=world.officer(LEAD))
    assert of(row, "office").latest == 2


def test_the_lead_office_decides_on_what_waits(world: World) -> None:
    row, desk = opened(world), world.client(LEAD)
    made = delivered(world, row, ("a.docx", document("外区水务局（演示）")), ("b.docx", document("外区林业局（演示）")))
    address, copies = f"/desk/annual/deliveries/{made.pk}/", [one.file.pk for one in made.documents.all()]
    said = desk.post(f"{address}1/", {"name": "没有的局"}, follow=True).content.decode()
    assert "名单里没有名称是“没有的局”的单位" in said
    said = desk.post(f"{address}2/", {"dismiss": "1", "reason": " "}, follow=True).content.decode()
    assert "请写明为什么不报送" in said
    desk.post(f"{address}1/", {"name": " 示范区民政局（演示）"})
    desk.post(f"{address}2/", {"dismiss": "1", "reason": "外单位的（演示）"})
    assert fates(made) == {"a.docx": Fate.FILED, "b.docx": Fate.REFUSED}
    assert of(row, "civil").versions.get().file.agency_id == world.agencies["civil"].pk
    assert not File.objects.filter(pk__in=copies).exists(), "the filing has its own; the other is nobody's"
    assert "已经办过" in desk.post(f"{address}1/", {"name": STREET}, follow=True).content.decode()
    assert not of(row, "street").latest


def test_what_seems_plain_is_confirmed_at_once(world: World) -> None:
    row = opened(world)
    made = delivered(
        world, row, ("民政.docx", document("示范区民政局（演示）办公室")), ("x.docx", document("外区水务局（演示）")),
        ("1.docx", document("城东街道办事处（演示）一")), ("2.docx", document("城东街道办事处（演示）二")),
    )  # fmt: skip
    assert set(fates(made).values()) == {Fate.ASKED}
    by = world.officer(LEAD)
    assert actions.confirm_all(made, by=by) == 1
    run_due()
    assert fates(made) == {"民政.docx": Fate.FILED, "x.docx": Fate.ASKED, "1.docx": Fate.ASKED, "2.docx": Fate.ASKED}
    with pytest.raises(Refused, match="逐份"):
        actions.confirm_all(made, by=by)


def test_what_was_confirmed_and_cannot_be_filed_leaves_no_copy_behind(world: World) -> None:
    row, by = opened(world), world.officer(LEAD)
    made = delivered(world, row, ("民政.docx", document("示范区民政局（演示）办公室")))
    copy = one_of(made, "民政.docx").file
    actions.confirm_all(made, by=by)
    collecting.accept(sent(world, of(row, "civil")), by=by)
    run_due()
    found = one_of(made, "民政.docx")
    assert (found.fate, found.file) == (Fate.REFUSED, None)
    assert "已经接收" in found.reason
    assert not File.objects.filter(pk=copy.pk).exists()


def test_reading_again_files_nothing_twice(world: World) -> None:
    row, by = opened(world), world.officer(LEAD)
    made = delivered(world, row, ("a.docx", document(OFFICE)))
    assert list(actions.read(made, by=by)) == []
    assert of(row, "office").latest == 1


def test_a_document_that_somebody_decided_on_meanwhile_is_left(world: World) -> None:
    row, by = opened(world), world.officer(LEAD)
    made = delivered(world, row, ("a.docx", document("外区水务局（演示）")), ("b.docx", document(CIVIL)))
    waiting = one_of(made, "a.docx")
    actions.dismiss(one_of(made, "a.docx"), "外单位的（演示）", by=by)
    with pytest.raises(actions.Decided):
        actions.confirm(waiting, OFFICE, by=by)
    assert not of(row, "office").latest


def test_what_reads_beyond_the_bounds_is_named(world: World) -> None:
    row = opened(world)
    with patch("gongkai.web.annual.delivering.actions.many", lambda found: (None for _one in found)):
        made = delivered(world, row, ("a.docx", document(OFFICE)))
    assert "时间或者内存" in one_of(made, "a.docx").reason


def test_documents_are_read_in_processes_of_their_own(world: World) -> None:
    row = opened(world)
    made = delivered(
        world, row, *((f"{slug}.docx", document(world.agencies[slug].name)) for slug in ("civil", "street"))
    )
    assert set(fates(made).values()) == {Fate.FILED}


@pytest.mark.once
def test_a_process_that_is_lost_costs_one_document() -> None:
    good = ("a.txt", lambda: b"nothing")
    killed = [("", lambda: b"x")] * 2
    original = bounded.Reader.read

    def read(reader: bounded.Reader, data: bytes, name: str) -> list[object]:
        if not name and reader._process is not None:
            reader._process.kill()
            reader._process.wait()
        return original(reader, data, name)  # type: ignore[return-value]

    with patch.object(bounded.Reader, "read", read), patch.object(bounded, "available_cores", lambda: 0):
        found = list(bounded.many([good, *killed, good]))
    assert [one is None for one in found] == [False, True, False, False], "the second of them met a new process"
    assert all(isinstance(one[0], NotAReport) for one in found if one is not None)


@pytest.mark.once
@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"a.docx": b"PK\x03\x04 broken"}, "损坏"),
        ({"b.zip": packed({"a.txt": b"x"})}, "压缩包"),
        ({"c.txt": b""}, "空"),
    ],
)
def test_what_is_packed_and_not_taken_says_why(files: dict[str, bytes], reason: str) -> None:
    (one,) = unpacking.taken(SimpleUploadedFile("年报.zip", packed(files)), "年报.zip")
    assert one.received is None
    assert reason in one.reason
    assert one.name in files


@pytest.mark.once
def test_a_package_that_unpacks_to_too_much_is_cut_off(settings: object) -> None:
    settings.FILES_LARGEST_UNPACKED = 3_000_000  # type: ignore[attr-defined]
    package = packed({f"{number}.txt": "年报".encode() * 200_000 for number in range(4)})
    found = list(unpacking.taken(SimpleUploadedFile("年报.zip", package), "年报.zip"))
    assert [one.received is not None for one in found] == [True, True, False, False]
    with patch.object(unpacking, "LARGEST", 1000):
        first = next(unpacking.taken(SimpleUploadedFile("a.zip", package), "a.zip"))
        assert "超过" in first.reason


def test_an_empty_package_and_too_many_are_refused(world: World) -> None:
    opened(world)
    desk, address = world.client(LEAD), f"/desk/annual/collecting/district/{LAST}/deliveries/"
    said = desk.post(address, {"documents": SimpleUploadedFile("a.zip", packed({"__MACOSX/x": b"x"}))})
    assert (said.status_code, "压缩包里没有文件" in said.content.decode()) == (422, True)
    with patch.object(unpacking, "MOST", 1):
        said = desk.post(address, {"documents": SimpleUploadedFile("a.zip", packed({"1.txt": b"x", "2.txt": b"y"}))})
    assert (said.status_code, "最多" in said.content.decode()) == (422, True)
    assert not Delivery.objects.exists()


def test_addresses_of_many_units_are_asked_for_and_wrong_lines_come_back(world: World) -> None:
    row, desk = opened(world), world.client(LEAD)
    text = "示范区民政局（演示） https://civil.example/2025.html\n\n没有的局 https://a.example/\n示范区人民政府办公室（演示）\n"
    said = desk.post(f"/desk/annual/collecting/district/{LAST}/deliveries/", {"addresses": text})
    page = said.content.decode()
    assert said.status_code == 422
    assert "没有的局 https://a.example/  # 名单里没有名称是“没有的局”的单位。" in page
    assert "示范区人民政府办公室（演示）  # 请一行写一个单位和它的网址" in page
    assert Fetching.objects.get().filing.agency.slug == "civil"
    mended = "城东街道办事处（演示）,https://street.example/a.pdf  # 名单里没有名称是“城东”的单位。"
    assert ask_for_all(row, mended, by=world.officer(LEAD)) == (1, [])


def test_the_command_reads_a_folder(world: World, tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    row = opened(world)
    folder = tmp_path / "年报"  # type: ignore[operator]
    folder.mkdir()
    (folder / "1.docx").write_bytes(document(OFFICE))
    (folder / "2.zip").write_bytes(packed({"街道.docx": document(STREET)}))
    call_command("deliver_reports", "district", str(LAST), str(folder), by=world.users[LEAD].username)
    assert capsys.readouterr().out.splitlines() == [f"1.docx\t已报送\t{OFFICE}\t", f"街道.docx\t已报送\t{STREET}\t"]
    assert of(row, "street").latest == 1
    with pytest.raises(CommandError, match="先在网页上开始收集"):
        call_command("deliver_reports", "district", "2020", str(folder), by=world.users[LEAD].username)


def test_only_the_lead_office_delivers_and_decides(world: World) -> None:
    row = opened(world)
    made = delivered(world, row, ("a.docx", document("外区水务局（演示）")))
    waiting = one_of(made, "a.docx")
    for who in set(world.users) - {LEAD}:
        by = world.officer(who)
        for do in (
            lambda by=by: actions.deliver(row, [], by=by), lambda by=by: actions.confirm(waiting, OFFICE, by=by),
            lambda by=by: actions.confirm_all(made, by=by), lambda by=by: actions.dismiss(waiting, "演示", by=by),
            lambda by=by: ask_for_all(row, "", by=by),
        ):  # fmt: skip
            with pytest.raises(NotPermitted):
                do()


def test_the_page_asks_as_much_for_many_documents_as_for_few(world: World) -> None:
    row, desk = opened(world), world.client(LEAD)
    made = delivered(world, row, *((f"{n}.docx", document(f"外区水务局第{n}分局（演示）")) for n in range(3)))
    costs = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"/desk/annual/deliveries/{made.pk}/").status_code == 200
        costs.append(len(queries))
        if not number:
            actions.dismiss(one_of(made, "0.docx"), "演示", by=world.officer(LEAD))
    assert costs[0] == costs[1]


@pytest.mark.once
def test_what_reads_a_strangers_document_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_SECRET_KEY", "hidden")
    monkeypatch.setenv("DATABASE_URL", "postgres://hidden")
    with closing(bounded.Reader()) as reader:
        reader.read(b"nothing", "a.txt")
        assert reader._process is not None
        environment = Path(f"/proc/{reader._process.pid}/environ").read_bytes()
    assert b"PATH=" in environment
    assert b"hidden" not in environment
