"""Who sees whom: role × representation × state. What tells who asks stands where who works on it looks, and nowhere
else: in no list, register, notice, search, feed, sitemap, interface, mail or page of anybody's.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pypdfium2
import pytest
from django.core import mail
from django.test import Client

from gongkai.law.clock import Fact
from gongkai.web import clock
from gongkai.web.desk.daily.mailing import mail_mornings
from gongkai.web.files.intake import hold
from gongkai.web.requests.letters.actions import send
from gongkai.web.requests.material.actions import add, enclose
from gongkai.web.requests.models import Case, CaseFile, Letter, Origin
from tests.web.annual.scene import begun
from tests.web.requests.scene import SUPPLEMENT, WHO, done, drafted, received, remedied, set_up, signed
from tests.web.world import TODAY, World

pytestmark = [pytest.mark.django_db, pytest.mark.once]
#: Marked, so that each can be found wherever it goes.
SECRETS = {
    "name": "秘姓名演示", "identity_number": "11010519491231002X", "phone": "13912345678", "address": "秘住址演示9号",
    "email": "secret-mail@example.com", "agent": "秘代理演示", "agent_phone": "13987654321",
}  # fmt: skip
PARTY, FILE, WORDS = "秘第三方演示", "秘文件名.txt", "秘文件内容演示"
ALL = (*SECRETS.values(), PARTY, FILE, WORDS)
ROLES = ("", "handler@civil", "reviewer@civil", "secrecy@civil", "approver@civil", "disclosure@civil",
         "supervisor@district", "administrator@district", "disclosure@neighbour-civil")  # fmt: skip
#: Who needs to know who asks.
KNOW = frozenset({"handler@civil", "approver@civil", "disclosure@civil"})
#: Looked at in every state, besides what may tell who asks.
OWN = ("/desk/requests/", "/desk/requests/register.csv")
State = Callable[[World, Case], None]


def waiting(world: World, case: Case) -> None:
    letter = Letter.objects.select_related("case__agency").get(case=case)
    send(letter, way="electronic", on=TODAY, reason="演示", by=world.officer("handler@civil"))


def consulted(world: World, case: Case) -> None:
    done(world, case, Fact("consulted", date(2026, 2, 5), party=PARTY, role="third_party"))


def answered(world: World, case: Case) -> None:
    consulted(world, case)
    done(
        world, case, Fact("replied", date(2026, 2, 9), party=PARTY, objects=True),
        Fact("answered", date(2026, 2, 20), outcome="refused_third_party"), Fact("served", TODAY, way="post"),
    )  # fmt: skip
    remedied(world, Case.objects.get(pk=case.pk))


def withdrawn(world: World, case: Case) -> None:
    done(world, case, Fact("withdrawn", TODAY))


def put(world: World, state: State) -> Case:
    """A request with everything that could be told of somebody."""
    set_up(world)
    case = received(world, who={**WHO, **SECRETS, "agent_identity": "11010519491231002X"}).case
    files = [hold([WORDS.encode()], name=FILE, largest=1000)]
    (file,) = add(case, files, Origin.PAPER, by=world.officer("handler@civil"))
    letter = drafted(world, case, "supplement", SUPPLEMENT)
    enclose(file, letter, by=world.officer("disclosure@civil"))
    signed(world, letter)  # its bytes are kept: no page makes them anew
    state(world, case)
    found: Case = Case.objects.get(pk=case.pk)
    return found


def pages(case: Case) -> dict[str, bool]:
    """Every way to look at it, and whether it may tell who asks to those who know."""
    letter, file = Letter.objects.filter(case=case).earliest("pk"), CaseFile.objects.get(case=case, origin="paper")
    desk, word = "/desk/requests/", "秘"
    plain = [
        desk, f"{desk}?q={word}", f"{desk}register.csv", f"{desk}register.xlsx", f"{desk}{case.pk}/similar/",
        f"{desk}letters/{letter.pk}/", f"{desk}remedies/", f"{desk}remedies.csv", "/desk/", f"/desk/search/?q={word}",
        "/desk/annual/", f"/desk/annual/civil/{TODAY.year}/", "/desk/workflow/progress/", "/desk/audit/",
        f"/desk/annual/civil/{TODAY.year}/cells/requests.received.total/", f"/files/{word}/", "/", "/a/civil/",
        "/a/civil/request/", "/a/civil/request/apply/", "/request/status/", "/request/calculate/", "/sitemap.xml",
        f"/search/?q={word}", f"/search/?q={case.number}", "/feed.atom", "/feed.json", "/api/v1/documents",
        f"/api/v1/search?q={word}", "/kiosk/", "/content/", f"/request/status/{case.pk}/",
    ]  # fmt: skip
    personal = [
        f"{desk}{case.pk}/", f"{desk}letters/{letter.pk}/preview/", f"{desk}letters/{letter.pk}/letter.pdf",
        f"{desk}letters/{letter.pk}/letter.docx", f"{desk}material/{file.pk}/", f"{desk}material/{file.pk}/mask/",
    ]  # fmt: skip
    return dict.fromkeys(plain, False) | dict.fromkeys(personal, True)


def told(client: Client, address: str) -> str:
    """All that an answer says, whatever its form."""
    answer = client.get(address, follow=True)
    body: bytes = answer.getvalue()
    kind = answer.get("Content-Type", "")
    if "pdf" in kind:
        return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(body))
    if "openxml" in kind:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            body = b"".join(package.read(name) for name in package.namelist())
    return body.decode(errors="replace") + str(answer.headers)


@pytest.mark.parametrize("state", [waiting, answered, withdrawn])
def test_who_asks_is_told_to_nobody_who_need_not_know(
    state: State, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every page of the state in which most was said; of the others those that tell of the request itself."""
    case, most = put(world, state), state is answered
    if most:
        begun(world, TODAY.year)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    wrong, seen = [], set()
    for role in ROLES:
        client = world.client(role or None)
        for address, personal in pages(case).items():
            if not (most or personal or address in OWN):
                continue
            found = {secret for secret in ALL if secret in told(client, address)}
            reviewed = role == "reviewer@civil" and "/letters/" in address  # it was in their hands
            if found and not (personal and (role in KNOW or reviewed)):
                wrong.append((role, address, found))
            seen |= found
    assert wrong == []
    assert {SECRETS["name"], FILE, WORDS} <= seen, "it is told where it is needed"


def test_a_morning_s_mails_name_nobody(world: World, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    put(world, consulted)
    monkeypatch.setattr("gongkai.web.desk.daily.mailing.settings.PASSWORD_RECOVERY", True)
    mail_mornings(date(2026, 6, 1))
    said = " ".join(str(one.message()) + one.body for one in mail.outbox)
    assert not [secret for secret in ALL if secret in said]
