"""Covering: a copy in which nothing lies beneath, made of areas that two clicks or numbers mark; the original stays."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from gongkai.examine import examine_file
from gongkai.web.audit.models import Event
from gongkai.web.disclosure.papers.pdf import write_pdf
from gongkai.web.files.intake import hold
from gongkai.web.requests.masking import actions
from gongkai.web.requests.masking.pages import proposed
from gongkai.web.requests.material import actions as material
from gongkai.web.requests.models import CaseFile, CoveredArea, CoverGround, Origin
from gongkai.web.workflow.refusals import Refused
from tests.web.requests.scene import SUPPLEMENT, drafted, received, set_up, signed
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db
#: Right by its check digit, and nobody's.
NUMBER = "11010519491231002X"


def picture() -> bytes:
    """A red page with a green corner, and a place where it was taken."""
    image = Image.new("RGB", (400, 600), "red")
    ImageDraw.Draw(image).rectangle((0, 0, 199, 299), fill="green")
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "secret description"
    image.save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


def kept(world: World, data: bytes, name: str, origin: Origin = Origin.AGENCY) -> CaseFile:
    row = received(world).case
    return material.add(row, [hold([data], name=name, largest=10**7)], origin, by=world.officer("handler@civil"))[0]


def a_letter(world: World) -> bytes:
    """A PDF with text: a letter as it is signed."""
    set_up(world)
    letter = signed(world, drafted(world, received(world).case, "supplement", SUPPLEMENT))
    content: bytes = letter.files.get(form="pdf").content
    return content


def pages(pdf: bytes) -> list[Image.Image]:
    return [page.render(scale=1).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(pdf)]


def test_nothing_lies_beneath_what_is_covered(world: World) -> None:
    data = a_letter(world)
    assert "李演示" in pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    file, by = kept(world, data, "告知书.pdf"), world.officer("handler@civil")
    actions.mark(file, [(1, (0, 0, 1000, 500))], CoverGround.PRIVACY, by=by)
    copy = actions.make_copy(file, by=by)
    document = pypdfium2.PdfDocument(copy.data)
    assert [page.get_textpage().get_text_range() for page in document] == [""] * len(document)
    assert not any(document.get_metadata_dict()[name] for name in ("Title", "Author", "Producer", "Subject"))
    for secret in ("李演示".encode(), "李演示".encode("utf-16-be"), "李演示".encode().hex().encode()):
        assert secret not in copy.data
    drawn, before = pages(copy.data)[0], pages(data)[0]
    wide, high = drawn.size
    assert {drawn.getpixel((x, y)) for x in range(0, wide, 20) for y in range(0, high // 2 - 4, 20)} == {(0, 0, 0)}
    assert abs(before.size[0] - wide) <= 2, "as large as it was"
    assert not [one for one in examine_file(copy.data, "") if one.severity == "error" and "hidden" in one.rule]
    assert actions.make_copy(file, by=by).sha256 == copy.sha256, "the same areas give the same bytes"
    file.refresh_from_db()
    assert file.data == data
    told = " ".join(str(vars(event)) for event in Event.objects.filter(verb__startswith="material"))
    assert "告知书" not in told


def test_a_picture_is_covered_and_says_nothing_more_of_itself(world: World) -> None:
    file, by = kept(world, picture(), "照片.jpg"), world.officer("handler@civil")
    actions.mark(file, [(1, (500, 500, 0, 0))], CoverGround.COMMERCIAL, by=by)  # whichever corner comes first
    copy = actions.make_copy(file, by=by)
    assert b"secret" not in copy.data
    (drawn,) = pages(copy.data)
    wide, high = drawn.size
    assert max(drawn.getpixel((wide // 4, high // 4))) < 20
    red, green, _blue = drawn.getpixel((wide * 3 // 4, high * 3 // 4))
    assert red > 200 > green
    assert (copy.origin, copy.derived_from, copy.media_type) == (Origin.COPY, file, "application/pdf")


def test_two_clicks_make_an_area_and_so_do_numbers(world: World) -> None:
    file, clerk = kept(world, picture(), "照片.jpg"), world.client("handler@civil")
    address = f"/desk/requests/material/{file.pk}/mask/"
    page = clerk.get(address).content.decode()
    assert 'name="high" value="1500"' in page
    drawn = clerk.get(f"{address}1/")
    assert Image.open(io.BytesIO(drawn.content)).size == (1000, 1500)
    assert drawn["Cache-Control"] == "private, no-store"
    page = clerk.post(address, {"at.x": "100", "at.y": "150", "high": "1500", "ground": "commercial"}).content.decode()
    corner = re.search(r'name="corner" value="([^"]+)"', page)
    assert corner
    assert "请点它的对角" in page
    clerk.post(address, {"at.x": "500", "at.y": "750", "high": "1500", "ground": "commercial", "corner": corner[1]})
    area = CoveredArea.objects.get()
    assert (area.area, area.ground) == ((100, 100, 500, 500), CoverGround.COMMERCIAL)
    clerk.post(address, {"left": "10", "top": "20.5", "right": "30", "bottom": "40", "page": "1"})
    assert CoveredArea.objects.latest("pk").area == (100, 205, 300, 400)
    wrong = clerk.post(address, {"left": "x", "page": "1"})
    assert (wrong.status_code, len(wrong.context["form"].errors)) == (422, 4)
    clerk.post(address, {"remove": str(area.pk)})
    assert CoveredArea.objects.count() == 1
    answer = clerk.post(address, {"make": "1"})
    assert answer["Location"] == f"/desk/requests/{file.case_id}/#material"
    assert "遮盖后的副本" in clerk.get(f"/desk/requests/{file.case_id}/").content.decode()


def test_what_the_examination_sees_is_proposed_where_it_stands(world: World) -> None:
    data = write_pdf(
        "名册（演示）", {}, f"<p>第一行没有号码。</p><p>身份证号{NUMBER}，演示。</p>", [], agency="民政局（演示）",
        day=TODAY, pictures={},
    )  # fmt: skip
    file, by = kept(world, data, "名册.pdf"), world.officer("handler@civil")
    found = proposed(file)
    assert [page for page, _area in found] == [1]
    actions.mark(file, found, CoverGround.PRIVACY, by=by)
    (left, top, right, bottom), sheet = found[0][1], pypdfium2.PdfDocument(data)[0]
    wide, high = sheet.get_size()
    inside = sheet.get_textpage().get_text_bounded(
        left * wide / 1000, high - bottom * high / 1000, right * wide / 1000, high - top * high / 1000
    )
    assert NUMBER in inside.replace("\r\n", "")
    assert len(inside) < 2 * len(NUMBER)


@pytest.mark.parametrize("who", ["reviewer@civil", "supervisor@district", "disclosure@neighbour-civil"])
def test_only_who_works_on_it_covers(world: World, who: str) -> None:
    file = kept(world, picture(), "照片.jpg")
    answer = world.client(who).post(f"/desk/requests/material/{file.pk}/mask/", {"make": "1"})
    assert answer.status_code in (403, 404)


def test_the_original_of_a_copy_stays_inside(world: World) -> None:
    file, by, lead = (
        kept(world, picture(), "照片.jpg"),
        world.officer("handler@civil"),
        world.officer("disclosure@civil"),
    )
    set_up(world)
    letter = drafted(world, file.case, "supplement", SUPPLEMENT)
    actions.mark(file, [(1, (0, 0, 500, 500))], CoverGround.PRIVACY, by=by)
    copy = actions.make_copy(file, by=by)
    with pytest.raises(Refused, match="遮盖后的副本"):
        material.enclose(file, letter, by=lead)
    material.enclose(copy, letter, by=lead)
    assert CaseFile.objects.get(pk=copy.pk).letter == letter


def test_what_hides_something_does_not_go_out(world: World) -> None:
    set_up(world)
    file = kept(world, b"%PDF-1.4\n broken", "坏.pdf")
    letter = drafted(world, file.case, "supplement", SUPPLEMENT)
    with pytest.raises(Refused, match="不能送出"):
        material.enclose(file, letter, by=world.officer("disclosure@civil"))
    actions.mark(file, [(1, (0, 0, 9, 9))], CoverGround.LAW, by=world.officer("handler@civil"))
    with pytest.raises(Refused, match="没有生成"):
        actions.make_copy(file, by=world.officer("handler@civil"))


def test_words_of_a_text_are_hidden(world: World) -> None:
    text = "王演示（演示）住演示路9号，电话13800138000，王演示同意。"
    file, clerk = kept(world, text.encode(), "意见.txt"), world.client("handler@civil")
    address = f"/desk/requests/material/{file.pk}/mask/"
    page = clerk.post(address, {"words": "王演示\n演示路9号\n路", "look": "1"}).content.decode()
    assert "〔隐去〕（演示）住〔隐去〕" in page
    assert not CaseFile.objects.filter(origin=Origin.COPY).exists()
    clerk.post(address, {"words": "王演示\n演示路9号", "make": "1"})
    copy = CaseFile.objects.get(origin=Origin.COPY).data.decode()
    assert "王演示" not in copy
    assert "13800138000" not in copy
    assert copy.count("〔隐去〕") == 3
