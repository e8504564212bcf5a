"""A unit's report from an address: asked for on the desk, fetched by the worker, filed as it came."""

from __future__ import annotations

import time
from datetime import timedelta

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task
from django_tasks.base import TaskContext

from gongkai.web import clock
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.annual.collecting.addresses import NotFetched, Unreachable, fetch, place_of
from gongkai.web.annual.collecting.filing import file_document, held, require_either
from gongkai.web.annual.models import Fetching, Filing
from gongkai.web.annual.models.collecting import COUNTED
from gongkai.web.audit.acts import act
from gongkai.web.files.intake import receive
from gongkai.web.workflow.refusals import Refused

#: Between two documents from one host, in seconds; for so long one waits for its turn.
PAUSE, TURN = 5, 60
ATTEMPTS = 6
#: After that nobody is at it any more.
LOST = timedelta(hours=12)


class Busy(Exception):
    """Others are before it at that host; its server has a rest between two."""


def ask_for(filing: Filing, address: str, *, by: Officer) -> Fetching:
    """Have the report fetched from an address.

    :raises Refused: where that is none of the web, one is being fetched, or the lead office has accepted one.
    """
    require_either(filing, by)
    try:
        place_of(address)
    except NotFetched as error:
        raise Refused(str(error)) from error
    with act(by=by.actor) as done:
        row = held(filing)
        if row.state in COUNTED:
            raise Refused(_("主管部门已经接收；要更正的，请主管部门先退回。"))
        now = clock.now()
        lost = row.fetchings.filter(ended=None, asked__lt=now - LOST)
        lost.update(ended=now, failure=_("没有抓取成功。"))
        if row.fetchings.filter(ended=None).exists():
            raise Refused(_("正在抓取，请等它结束。"))
        made: Fetching = row.fetchings.create(address=address.strip(), by=by.user, asked=now)
        fetch_report.enqueue(made.pk)
        done.note("filing.fetch_asked", of=row.thing, agency=row.agency.holder, new={"address": made.address})
    return made


@task(title=gettext_lazy("抓取报送的年度报告"), attempts=ATTEMPTS, takes_context=True)
def fetch_report(context: TaskContext, pk: int) -> None:
    """Fetch and file; what fails is said on the page of the filing. Done twice it finds that it is done."""
    row = Fetching.objects.select_related("filing__agency", "filing__collection__agency", "by").get(pk=pk)
    if row.ended is not None:
        return
    _turn(place_of(row.address).host)
    by = Officer(row.by, today=clock.today())
    try:
        found = fetch(row.address)
        file_document(row.filing, receive([found.data], name=found.name), address=found.address, by=by)
    except Unreachable as error:
        if context.attempt < ATTEMPTS:
            raise
        _ended(row, str(error), by)
    except (NotFetched, Refused, NotPermitted) as error:
        _ended(row, str(error), by)
    except ValidationError as error:
        _ended(row, " ".join(error.messages), by)
    else:
        _ended(row, "", by)


def _turn(host: str) -> None:
    """Wait until the host has had its rest.

    :raises Busy: where that takes long; then it is tried again later.
    """
    ends = time.monotonic() + TURN
    while not cache.add(f"fetched-{host}", True, PAUSE):
        if time.monotonic() > ends:
            raise Busy
        time.sleep(1)


def _ended(row: Fetching, failure: str, by: Officer) -> None:
    with act(by=by.actor) as done:
        row.ended, row.failure = clock.now(), failure[:500]
        row.save(update_fields=["ended", "failure"])
        verb = "filing.fetch_failed" if failure else "filing.fetched"
        new = {"address": row.address, "reason": row.failure}
        done.note(verb, of=row.filing.thing, agency=row.filing.agency.holder, new=new)
