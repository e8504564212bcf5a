"""政务新媒体: accounts are entered, amended, closed and cancelled; sessions go through all of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Act, recorded
from gongkai.web.disclosure.models import Account, AccountState, MediaCleanUp, MediaCleanUpLine
from gongkai.web.disclosure.models.media import Decision, State
from gongkai.web.workflow.refusals import ClosedAgency, Refused, Stale


@dataclass(frozen=True, kw_only=True)
class AccountSaid:
    """What is said of an account beside its state."""

    platform: str
    name: str
    certified: str = ""
    keeper: str = ""
    address: str = ""
    filed: date | None = None
    filing: str = ""
    exception: str = ""
    updated: date | None = None


def open_account(agency: Agency, said: AccountSaid, *, since: date, state: str = State.RUNNING, by: Officer) -> Account:
    """Enter an account that runs since a day, or one that does no more.

    :raises Refused: where the agency has one on the platform and no reason is given for another.
    """
    by.require(Permission.DISCLOSE, agency)
    if agency.closed is not None:
        raise ClosedAgency(agency.name)
    _check(said, since, by)
    with act(by=by.actor) as done:
        account = Account(agency=agency, state=state, state_since=since, **asdict(said))
        _saved(account)
        AccountState.objects.create(account=account, state=state, since=since)
        done.note(
            "media.opened",
            of=account.thing,
            agency=agency.holder,
            new={"platform": account.get_platform_display(), "state": State(state).value, "since": since.isoformat()},
        )
    return account


def amend_account(account: Account, said: AccountSaid, *, version: int, by: Officer) -> Account:
    """Say something else of an account."""
    by.require(Permission.DISCLOSE, account.agency)
    _check(said, account.state_since, by)
    with act(by=by.actor) as done:
        account = _locked(account, version)
        old = {name: getattr(account, name) for name in asdict(said)}
        changed = {name: value for name, value in asdict(said).items() if value != old[name]}
        if not changed:
            raise Refused(_("没有改动。"))
        for name, value in changed.items():
            setattr(account, name, value)
        account.version += 1
        _saved(account)
        done.note(
            "media.amended",
            of=account.thing,
            agency=account.agency.holder,
            old={name: str(old[name] or "") for name in changed},
            new={name: str(value or "") for name, value in changed.items()},
        )
    return account


def set_state(account: Account, state: str, *, since: date, reason: str, version: int, by: Officer) -> Account:
    """An account is closed, is being cancelled, is cancelled, or runs again since a day."""
    by.require(Permission.DISCLOSE, account.agency)
    if since > by.today:
        raise Refused(_("日期不能晚于今天。"))
    if not reason.strip():
        raise Refused(_("请写明理由。"))
    with act(by=by.actor) as done:
        account = _locked(account, version)
        if account.state == state:
            raise Refused(_("已经是这个状态。"))
        if since < account.state_since:
            raise Refused(_("日期不能早于现状态的起始日期。"))
        if account.state == State.CANCELLED:
            raise Refused(_("已注销的账号不能恢复，请另行登记。"))
        _turn(account, state, since=since, reason=reason.strip(), done=done)
    return account


def begin_cleanup(agency: Agency, *, title: str, by: Officer) -> MediaCleanUp:
    """Go through all accounts of an agency and those below it that are not cancelled."""
    by.require(Permission.SUPERVISE, agency)
    if not title.strip():
        raise Refused(_("请填写名称。"))
    with act(by=by.actor) as done:
        if MediaCleanUp.objects.filter(agency=agency, finished=None).exists():
            raise Refused(_("“%(agency)s”有一次清理还没有结束。") % {"agency": agency.name})
        accounts = Account.objects.filter(agency__path__startswith=agency.path).exclude(state=State.CANCELLED)
        session: MediaCleanUp = MediaCleanUp.objects.create(agency=agency, title=title.strip(), begun=by.today)
        lines = MediaCleanUpLine.objects.bulk_create(MediaCleanUpLine(session=session, account=one) for one in accounts)
        if not lines:
            raise Refused(_("没有可以清理的账号，请先登记。"))
        done.note("media.cleanup_begun", of=session.thing, agency=agency.holder, new={"accounts": len(lines)})
    return session


def decide(session: MediaCleanUp, decisions: dict[int, tuple[str, str]], *, by: Officer) -> int:
    """Decide of lines, by their ids: what, and a note; how many are others than before."""
    by.require(Permission.SUPERVISE, session.agency)
    with act(by=by.actor) as done:
        _running(session)
        changed = 0
        lines = session.lines.select_for_update(of=("self",)).select_related("account__agency")
        for line in lines.filter(pk__in=decisions):
            decision, note = decisions[line.pk]
            if decision and decision not in Decision:
                raise Refused(_("请选择保留、整合或者关停注销。"))
            if (line.decision, line.note) == (decision, note.strip()):
                continue
            line.decision, line.note, line.decided_by = decision, note.strip(), by.user
            line.decided = by.today if decision else None
            line.save()
            changed += 1
            done.note(
                "media.decided",
                of=line.account.thing,
                agency=line.account.agency.holder,
                new={"decision": recorded(Decision(decision).label) if decision else "", "reason": line.note},
            )
        if not changed:
            done.note("media.cleanup_kept", of=session.thing, agency=session.agency.holder)
    return changed


def finish_cleanup(session: MediaCleanUp, *, by: Officer) -> MediaCleanUp:
    """The session is over: what is to be closed or merged and still runs is being cancelled from today."""
    by.require(Permission.SUPERVISE, session.agency)
    with act(by=by.actor) as done:
        session = _running(session)
        left = session.lines.filter(decision="").count()
        if left:
            raise Refused(_("还有%(count)s个账号没有决定。") % {"count": left})
        session.finished = by.today
        session.save()
        going = session.lines.exclude(decision=Decision.KEEP).values("account")
        running = Account.objects.select_for_update(of=("self",)).select_related("agency").filter(state=State.RUNNING)
        for account in running.filter(pk__in=going).order_by("pk"):
            _turn(account, State.CANCELLING, since=by.today, reason=session.title, done=done)
        done.note("media.cleanup_finished", of=session.thing, agency=session.agency.holder)
    return session


def _running(session: MediaCleanUp) -> MediaCleanUp:
    row: MediaCleanUp = MediaCleanUp.objects.select_for_update(of=("self",)).select_related("agency").get(pk=session.pk)
    if row.finished is not None:
        raise Refused(_("这次清理已经结束。"))
    return row


def _locked(account: Account, version: int) -> Account:
    row: Account = Account.objects.select_for_update(of=("self",)).select_related("agency").get(pk=account.pk)
    if row.version != version:
        raise Stale
    return row


def _turn(account: Account, state: str, *, since: date, reason: str, done: Act) -> None:
    """Within an act, the account being locked: another state since a day."""
    was = account.state
    account.states.filter(until=None).update(until=since)
    AccountState.objects.create(account=account, state=state, since=since, reason=reason)
    account.state, account.state_since = state, since
    account.version += 1
    _saved(account)
    done.note(
        "media.state_set",
        of=account.thing,
        agency=account.agency.holder,
        old={"state": State(was).value},
        new={"state": State(state).value, "since": since.isoformat(), "reason": reason},
    )


def _check(said: AccountSaid, since: date, by: Officer) -> None:
    if not said.name.strip():
        raise Refused(_("请填写名称。"))
    if max(since, said.updated or since, said.filed or since) > by.today:
        raise Refused(_("日期不能晚于今天。"))


def _saved(account: Account) -> None:
    """Save it, or say which rule it breaks."""
    others = Account.objects.filter(agency=account.agency, platform=account.platform).exclude(pk=account.pk)
    if others.filter(name=account.name).exists():
        raise Refused(_("“%(name)s”已经登记过。") % {"name": account.name})
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        raise Refused(_("一个单位在同一平台只开设一个账号（国办发〔2018〕123号）。确需另设的，写明理由。")) from None


def facts_of(account: Account) -> dict[str, Any]:
    """What is said of an account, as a form begins with it."""
    return {name: getattr(account, name) for name in AccountSaid.__dataclass_fields__}
