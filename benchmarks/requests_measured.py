"""Lists, pages, the register, the morning's mails and a year's figures in the world of `requests_world`:
`python -m benchmarks.inside requests_measured 100`.

Prints one JSON object: milliseconds of each thing (median, slowest of twenty), queries, megabytes.
"""

from __future__ import annotations

import json
import time
import tracemalloc
from itertools import count
from random import Random
from statistics import median, quantiles
from typing import Any

from django.db import connection
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.annual.figures import Year, behind, numbers
from gongkai.web.desk.daily.mailing import mail_mornings
from gongkai.web.requests.listing import register as view
from gongkai.web.requests.models import Case, Told
from gongkai.web.requests.standing import tell_anew
from gongkai.workdays import add_workdays
from tests.web.world import logged_in

#: Filters of the list, as addresses ask for them; a word is not looked up by an index.
LISTS = {
    "all": "", "mine": "whose=mine", "due soon": "clock=soon", "overdue": "clock=overdue", "waiting": "clock=waiting",
    "of a stage": "stage=running", "of a year": "year={year}", "ended": "clock=ended",
    "in person": "channel=in_person", "of enterprises": "kind=commercial_enterprise", "granted": "outcome=granted",
    "came in a month": "since={year}-03-01&until={year}-03-31",
    "due in a month": "due_since={year}-03-01&due_until={year}-03-31",
    "granted to enterprises in a year": "outcome=granted&kind=commercial_enterprise&year={year}",
    "a word of all": "q=演示", "a word of none": "q=龘龘", "page 200": "page=200",
}  # fmt: skip
#: Of one who works in a single unit.
OWN = {"own unit": "", "own unit, due soon": "clock=soon&whose=mine", "own unit, of the unit": "whose=unit"}


def client(name: str) -> Any:
    """A browser of somebody, through the door with both factors."""
    found = logged_in(User.objects.get(username=name))
    found.defaults["HTTP_HOST"] = "127.0.0.1"
    return found


def asked(browser: Any, addresses: list[str]) -> list[float]:
    """Median, slowest of twenty, and queries."""
    with CaptureQueriesContext(connection) as caught:
        answer = browser.get(addresses[0])
        queries = len(caught)
    assert answer.status_code == 200, (addresses[0], answer.status_code)
    times = []
    for address in addresses:
        started = time.perf_counter()
        answer = browser.get(address)
        assert answer.status_code == 200, address
        times.append(1000 * (time.perf_counter() - started))
    return [median(times), quantiles(times, n=20, method="inclusive")[18], queries]


def pages(number: int) -> dict[str, list[float]]:
    """The list with each filter, and pages of requests."""
    browser, chance, serial = client("bench-city"), Random(5), count()
    year, result = timezone.localdate().year - 1, {}
    for who, lists in ((browser, LISTS), (client("bench-1-clerk"), OWN)):
        for name, query in lists.items():
            addresses = [f"/desk/requests/?{query.format(year=year)}&n={next(serial)}" for _ in range(number)]
            result[f"list, {name}"] = asked(who, addresses)
    result["first page of the desk"] = asked(browser, [f"/desk/?n={next(serial)}" for _ in range(number)])
    result["overview of the units"] = asked(
        browser, [f"/desk/requests/overview/?n={next(serial)}" for _ in range(number)]
    )
    city = list(Case.objects.filter(agency__slug="bench-0", told__ended=None).values_list("pk", flat=True))
    known = {
        "case page": chance.sample(range(1, Case.objects.count() + 1), number),
        "case page of the city": chance.choices(city, k=number),
    }
    for name, those in known.items():
        result[name] = asked(browser, [f"/desk/requests/{pk}/" for pk in those])
    return result


def register(year: int) -> dict[str, list[float]]:
    """A year's register, each form: seconds, rows, and megabytes that it took at most."""
    result, user = {}, User.objects.get(username="bench-city")
    rows = Told.objects.filter(arrived__year=year).count()
    for form in ("csv", "xlsx"):
        for traced in (False, True):  # what is traced is slow
            request = RequestFactory().get("/", {"year": str(year)})
            request.user, request.officer = user, Officer(user, today=timezone.localdate())  # type: ignore[attr-defined]
            if traced:
                tracemalloc.start()
            started = time.perf_counter()
            view(request, format=form).close()
            if not traced:
                seconds = time.perf_counter() - started
        peak = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        result[form] = [seconds, rows, peak]
    return result


def morning() -> list[float]:
    """Clocks asked and mails written of a morning: seconds, how many mails, and seconds of the clocks."""
    day = add_workdays(timezone.localdate(), 1).day
    started = time.perf_counter()
    tell_anew(day)
    told = time.perf_counter() - started
    with override_settings(PASSWORD_RECOVERY=True):
        mails = mail_mornings(day)
    return [time.perf_counter() - started, mails, told]


def figures(year: int) -> list[float]:
    """All cells of a year's report of the whole city: seconds."""
    of = Year(Agency.objects.all(), year, timezone.localdate())
    started = time.perf_counter()
    cells = numbers(of)
    counted = time.perf_counter() - started
    started = time.perf_counter()
    list(behind(of, "requests.concluded.total").rows.select_related("case__agency").order_by("-pk")[:50])
    return [counted, time.perf_counter() - started, float(cells["requests.received.total"])]


def main(times: int) -> None:
    last = timezone.localdate().year - 1
    print(
        json.dumps(
            {
                "pages": pages(times), "register": register(last), "figures": figures(last),
                "morning": morning(),
            }
        )
    )  # fmt: skip
