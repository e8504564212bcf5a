"""One officer proposes what is to be erased, another approves it; then it is gone, and a certificate says what was."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from hashlib import sha256

from django.utils.translation import gettext as _

from gongkai.web import clock
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.requests.archiving.forgetting import forget_cases, forget_corrections
from gongkai.web.requests.archiving.reading import Expired, expired
from gongkai.web.requests.models import Case, Correction, Erasure, ErasureLine, ErasureState
from gongkai.web.workflow.refusals import Refused

#: Of one list: what one person can look through, and one transaction hold.
MOST = 500


def propose(agency: Agency, keys: Collection[str], *, by: Officer) -> Erasure:
    """Put what is expired and named by these keys on a list that another officer approves.

    :raises Refused: where one of them is not expired, is held back, or stands on a list already.
    """
    by.require(Permission.DISCLOSE, agency)
    if not 1 <= len(set(keys)) <= MOST:
        raise Refused(_("请选择1至%(most)d件。") % {"most": MOST})
    with act(by=by.actor) as done:
        Agency.objects.select_for_update().get(pk=agency.pk)  # two lists of one agency are made one after the other
        chosen = [one for one in expired(agency, by.today) if one.key in keys]
        if len(chosen) != len(set(keys)):
            raise Refused(_("所选的有的保管期未满、已暂缓清除，或者已在待批准的清单上。请刷新页面后重新选择。"))
        row: Erasure = Erasure.objects.create(
            agency=agency, digest=digest_of(chosen), proposed=clock.now(), proposed_by=by.user
        )
        ErasureLine.objects.bulk_create(
            ErasureLine(
                erasure=row, case_id=one.case, correction_id=one.correction, number=one.number,
                kind=one.term.kind, ended=one.ended, until=one.until,
            )
            for one in chosen
        )  # fmt: skip
        new = {"count": len(chosen), "digest": row.digest}
        done.note("erasure.proposed", of=row.thing, agency=agency.holder, new=new)
    return row


def digest_of(lines: Iterable[Expired]) -> str:
    """SHA-256 over the lines, in the order of the list."""
    return sha256("\n".join(one.line for one in lines).encode()).hexdigest()


def approve(erasure: Erasure, *, by: Officer) -> Erasure:
    """Erase what is on the list, all of it or nothing.

    :raises Refused: where the officer proposed it, or something on it may not be erased any more.
    """
    by.require(Permission.APPROVE, erasure.agency)
    with act(by=by.actor) as done:
        row = _held(erasure, by)
        lines = list(row.lines.all())
        cases = list(
            Case.objects.select_for_update(of=("self",))
            .filter(pk__in=[line.case_id for line in lines if line.case_id])
            .order_by("pk")
        )
        corrections = list(
            Correction.objects.select_for_update(of=("self",))
            .filter(pk__in=[line.correction_id for line in lines if line.correction_id])
            .order_by("pk")
        )
        _check_still(row, lines, by)
        counts = forget_cases(cases, by) if cases else {}
        if corrections:
            counts |= forget_corrections(corrections)
        row.state, row.decided, row.decided_by = ErasureState.DONE, clock.now(), by.user
        row.erased = {name: count for name, count in counts.items() if count}
        row.save(update_fields=["state", "decided", "decided_by", "erased"])
        for case in cases:
            done.note("case.erased", of=case.thing, agency=row.agency.holder, new={"number": row.pk})
        for one in corrections:
            done.note("correction.erased", of=one.thing, agency=row.agency.holder, new={"number": row.pk})
        new = {"count": len(lines), "digest": row.digest}
        done.note("erasure.done", of=row.thing, agency=row.agency.holder, new=new)
    return row


def _check_still(row: Erasure, lines: Collection[ErasureLine], by: Officer) -> None:
    """Everything on the list may still be erased, and the list is the one that was proposed."""
    wanted = {(line.case_id, line.correction_id) for line in lines}
    still = [one for one in expired(row.agency, by.today, listed=True) if (one.case, one.correction) in wanted]
    if len(still) != len(lines):
        known = {one.number for one in still}
        left = "、".join(line.number for line in lines if line.number not in known)
        raise Refused(
            _("清单上的%(numbers)s现在不能清除（有未审结的复议诉讼、已暂缓或已调出）。请不批准，另行提出。")
            % {"numbers": left}
        )
    if digest_of(still) != row.digest:
        raise Refused(_("清单提出以后，其中的办结日期或者保管期限有变化。请不批准，另行提出。"))


def refuse(erasure: Erasure, *, reason: str, by: Officer) -> Erasure:
    """Erase nothing of it.

    :raises Refused: without a reason, or by who proposed it.
    """
    by.require(Permission.APPROVE, erasure.agency)
    if not reason.strip():
        raise Refused(_("请写明不批准的理由。"))
    with act(by=by.actor) as done:
        row = _held(erasure, by)
        row.state, row.decided, row.decided_by = ErasureState.REFUSED, clock.now(), by.user
        row.refused_reason = reason.strip()
        row.save(update_fields=["state", "decided", "decided_by", "refused_reason"])
        done.note("erasure.refused", of=row.thing, agency=row.agency.holder, new={"reason": row.refused_reason})
    return row


def _held(erasure: Erasure, by: Officer) -> Erasure:
    row: Erasure = Erasure.objects.select_for_update(of=("self",)).select_related("agency").get(pk=erasure.pk)
    if row.state != ErasureState.PROPOSED:
        raise Refused(_("这份清单已经办结。"))
    if row.proposed_by_id == by.user.pk:
        raise Refused(_("清除个人信息须由两人办理：提出的人不能批准。"))
    return row
