"""The register as a file: out, and in again; a list with one wrong line is refused whole, with every fault in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.lists.handing import handed_on
from gongkai.web.agencies.lists.reading import BYTES, UnreadableList, read_rows
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.actions.keeping_media import AccountSaid, amend_account, open_account, set_state
from gongkai.web.disclosure.channels import platform_names
from gongkai.web.disclosure.media.forms import AccountForm, ListForm
from gongkai.web.disclosure.media.views import GET_OR_POST, wanted
from gongkai.web.disclosure.models import Account
from gongkai.web.disclosure.models.media import State
from gongkai.web.workflow.refusals import Refused
from gongkai.workdays import NotADayError, parse_day

#: The heads are part of the file's form and are not translated.
HEADS = (
    "主办单位代码", "主办单位", "平台", "账号名称", "认证主体", "管理员", "网址", "备案日期", "备案号", "状态",
    "状态起始日期", "另设理由", "最近更新日期",
)  # fmt: skip
FIELDS = {
    "认证主体": "certified", "管理员": "keeper", "网址": "address", "备案号": "filing", "另设理由": "exception"
}  # fmt: skip
DAYS = {"备案日期": "filed", "最近更新日期": "updated"}


@require_safe
@desk(Permission.READ_INTERNAL)
def export(request: HttpRequest, format: str) -> HttpResponseBase:
    """The register as it is filtered, whole."""
    return handed_on(format, "media", "政务新媒体", HEADS, lambda: _lines(wanted(request)))


def _lines(rows: Iterable[Account]) -> Iterator[list[str]]:
    for row in rows:
        yield [
            row.agency.slug, row.agency.name, platform_names()[row.platform], row.name, row.certified, row.keeper,
            row.address, _day(row.filed), row.filing, str(State(row.state).label), _day(row.state_since),
            row.exception, _day(row.updated),
        ]  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


@desk(Permission.DISCLOSE)
@GET_OR_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Accounts from a file: all of it or nothing."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    form = ListForm(request.POST or None, request.FILES or None)
    faults: list[tuple[int, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            made, changed, faults = taken(form.cleaned_data["file"].read(BYTES + 1), officer)
        except UnreadableList as error:
            form.add_error("file", str(error))
        else:
            if not faults:
                said = {"made": made, "changed": changed}
                messages.success(request, _("已导入：新登记%(made)s个，变更%(changed)s个。") % said)
                return redirect("media:accounts")
    status = 422 if faults or form.errors else 200
    return render(request, "media/import.html", {"form": form, "faults": faults, "heads": HEADS}, status=status)


def taken(content: bytes, officer: Officer) -> tuple[int, int, list[tuple[int, str]]]:
    """Take a list in: how many were new, how many changed, and the faults by line; with a fault nothing is written."""
    made = changed = 0
    faults: list[tuple[int, str]] = []
    with transaction.atomic():
        for number, cells in read_rows(content, HEADS):
            try:
                was_new, was_changed = _taken(cells, officer)
                made, changed = made + was_new, changed + was_changed
            except (Refused, NotPermitted, NotADayError) as error:
                faults.append((number, str(error)))
        if faults:
            transaction.set_rollback(True)
    return (0, 0, faults) if faults else (made, changed, [])


def _taken(cells: Mapping[str, str], officer: Officer) -> tuple[bool, bool]:
    """One line: whether it was new, whether it changed something."""
    agency, said, state, since = _agency(cells, officer), _said(cells), _state(cells), _since(cells, officer)
    found = Account.objects.visible_to(officer).select_related("agency")
    account = found.filter(agency=agency, platform=said.platform, name=said.name).first()
    if account is None:
        open_account(agency, said, since=since, state=state, by=officer)
        return True, False
    changes = any(getattr(account, name) != getattr(said, name) for name in said.__dataclass_fields__)
    if changes:
        account = amend_account(account, said, version=account.version, by=officer)
    if account.state != state:
        set_state(account, state, since=since, reason=_("导入"), version=account.version, by=officer)
        changes = True
    return False, changes


def _agency(cells: Mapping[str, str], officer: Officer) -> Agency:
    mine = officer.where(Permission.DISCLOSE).open()
    code, name = cells.get("主办单位代码", ""), cells.get("主办单位", "")
    rows = list(mine.filter(slug=code) if code else mine.filter(name=name))
    if len(rows) != 1:
        raise Refused(_("没有这个主办单位，或者您无权登记：%(name)s") % {"name": code or name})
    return rows[0]


def _said(cells: Mapping[str, str]) -> AccountSaid:
    platforms = {name: id_ for id_, name in platform_names().items()}
    platform = platforms.get(cells.get("平台", ""))
    if platform is None:
        known = _("、").join(platforms)
        raise Refused(_("不认识的平台：%(name)s（可用：%(known)s）") % {"name": cells.get("平台", ""), "known": known})
    words = {field: cells.get(head, "") for head, field in FIELDS.items()}
    days = {field: parse_day(cells[head]).isoformat() for head, field in DAYS.items() if cells.get(head)}
    form = AccountForm({"platform": platform, "name": cells.get("账号名称", ""), "version": 1, **words, **days})
    if not form.is_valid():
        faults = (f"{form.fields[name].label}：{' '.join(map(str, said))}" for name, said in form.errors.items())
        raise Refused(*faults)
    return form.said


def _state(cells: Mapping[str, str]) -> str:
    with override(settings.LANGUAGE_CODE):
        states = {str(label): value for value, label in State.choices}
    word = cells.get("状态", "") or "运行"
    if word not in states:
        raise Refused(_("不认识的状态：%(name)s") % {"name": word})
    return states[word]


def _since(cells: Mapping[str, str], officer: Officer) -> date:
    return parse_day(cells["状态起始日期"]) if cells.get("状态起始日期") else officer.today
