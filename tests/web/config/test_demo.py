"""The demo shows what it promises: a city at work for months, each act done on its day by who may."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from stdnum.cn import uscc

from gongkai.web import clock
from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Absence, Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.reviews import reviews_due
from gongkai.web.agencies.standing import gaps
from gongkai.web.audit.history import tell
from gongkai.web.audit.models import Event, Seal
from gongkai.web.audit.verifying import verify
from gongkai.web.config import demo
from gongkai.web.config.demo.data import entries
from gongkai.web.desk.notices import notices
from gongkai.web.disclosure.models import Attachment, CleanUp, Decision, Document, Release, Topic
from gongkai.web.requests.fees.reckoning import collected
from gongkai.web.requests.models import Bond, Case, Opening, Relation, Remedy, Told
from gongkai.web.requests.standing import facts_of
from gongkai.web.workflow.inbox import inbox
from gongkai.web.workflow.models import Process, Step


@pytest.fixture
def told(db: None, settings: Any) -> None:
    settings.DEMO = True
    demo.load()


def test_the_demo_is_alive_and_true(told: None) -> None:
    """One test, since the demo takes as long to load as all that is asked of it."""
    its_histories_name_every_value_in_words()
    its_lists_are_of_the_days_before_today()
    now, today = timezone.now(), timezone.localdate()
    times = list(Step.objects.values_list("time", flat=True))
    assert max(times) <= now
    assert now - min(times) > timedelta(days=200)

    # Nothing in the audit is out of its order, and every day before today is sealed.
    assert list(verify()) == []
    for chain in set(Event.objects.values_list("chain", flat=True)):
        happened = list(Event.objects.filter(chain=chain).order_by("number").values_list("time", flat=True))
        assert happened == sorted(happened), chain
    assert Seal.objects.filter(chain="*").order_by("-day")[0].day == today - timedelta(days=1)

    # Each room of requests has something: fees, bonds of each kind, remedies, opened answers, frequent questions.
    civil = Agency.objects.get(slug="shifan-civil")
    asked_for = [fact.amount for row in Case.objects.filter(agency=civil) for fact in facts_of(row) if fact.amount]
    assert sorted(asked_for) == [160, 3500]
    assert sum(collected([civil], year).amount for year in (today.year - 1, today.year)) == 160
    assert Told.objects.filter(stage="payment").count() == 1
    assert set(Relation.objects.values_list("bond", flat=True)) == set(Bond)
    assert sorted(Remedy.objects.values_list("kind", "result")) == [
        ("litigation_direct", ""), ("review", "corrected"), ("review", "upheld"),
    ]  # fmt: skip
    assert Remedy.objects.get(anew=True).case.told.stage == "running"
    assert Opening.objects.get().document.level == "public"
    assert Document.objects.filter(kind="faq", level="public").count() == 4

    # Some are late, one is due now, some came back, one is for its time, one is kept.
    running = Process.objects.running()
    assert running.filter(due__lt=today - timedelta(days=5)).exists()
    assert running.filter(due__gte=today, due__lte=today + timedelta(days=9)).exists()
    assert running.filter(returned=True, state="draft").count() >= 3
    assert running.filter(state="scheduled").count() == 1
    assert Process.objects.filter(state="kept").count() == 1
    assert running.filter(state="approved").values("agency").distinct().count() >= 3

    # Published under many items, with files; what explains names what it explains.
    published = Document.objects.filter(level="public")
    assert len({document.item for document in published} - {""}) >= 10
    assert Document.objects.filter(kind="emergency", level="public").exists()
    assert published.filter(kind="interpretation", explains__isnull=False).count() == 4
    assert Attachment.objects.filter(file__level="public").count() >= 6
    assert len({document.published_at.month for document in published}) >= 5

    # One clean-up has repealed what its published list names, one is under way; bulletins have a gap; topics.
    done, begun = CleanUp.objects.exclude(closed=None).get(), CleanUp.objects.get(closed=None)
    assert done.applied is not None
    assert done.listed.level == "public"
    assert done.decisions.get(verdict="repeal").document.lifecycle.ending == "repealed"
    assert begun.decisions.filter(verdict="").exists()
    issues = published.filter(kind="bulletin").values_list("issue", flat=True)
    assert sorted(issues) == [32, 34]
    assert Topic.objects.filter(level="public").count() == Topic.objects.filter(level="internal").count() == 1
    texts = [one.text for one in notices(Officer(User.objects.get(username="fuqian"), today=today))]
    assert any("等您决定是否立即发布" in text for text in texts)

    # On days that fit: made, then published within weeks, then brought to other channels.
    made = [document for document in published if document.made]
    assert len(made) > 20
    assert all(document.made <= timezone.localdate(document.published_at) for document in made)
    assert all(timezone.localdate(document.published_at) - document.made < timedelta(days=60) for document in made)
    releases = Release.objects.select_related("document")
    assert all(timezone.localdate(one.document.published_at) <= one.day for one in releases)
    for name in ("items", "documents", "reading"):
        assert re.findall(r"20[0-9]{2}[年〕]", str(entries(name))) == []

    open_ = Agency.objects.open()
    assert [agency.name for agency in open_.exclude(kind="internal") if gaps(agency)] == []
    assert all(uscc.is_valid(agency.uscc) for agency in open_.exclude(kind="internal"))
    assert not open_.filter(opened=None).exists()
    assert Agency.objects.filter(merged_into__isnull=False).count() == 1
    assert Agency.objects.exclude(closed=None).count() == 2
    assert Agency.objects.get(slug="shifan-market").names.count() == 2
    assert Absence.objects.filter(until__gte=today).count() == 1
    assert not Agency.objects.filter(demo=False).exists()

    # The yearly review was made, by another than the holder, but for one agency.
    due = reviews_due(Officer(User.objects.get(username="guanli"), today=today))
    assert {office.agency.slug for office in due} == {"shifan-education"}

    # Whoever logs in finds something to do.
    for user in User.objects.exclude(username__in=("guanli", "fuguan", "jiandu")):
        boxes = {box.name: box.count for box in inbox(Officer(user, today=today)).boxes}
        assert boxes["waiting"] + boxes["returned"], user.username


def its_histories_name_every_value_in_words() -> None:
    told_of = tell(Event.objects.all(), reader=Officer(User.objects.get(username="jiandu"), today=timezone.localdate()))
    labels = {change.label for sentence in told_of for change in sentence.changes}
    assert len(labels) > 30
    assert [label for label in sorted(labels) if re.fullmatch("[a-z_ 0-9]+", label)] == []


def test_no_act_bears_another_time_outside_a_demo_or_one_to_come(settings: Any) -> None:
    now = timezone.now()
    with pytest.raises(clock.NoOtherTime), clock.at(now - timedelta(days=1)):
        pass
    settings.DEMO = True
    with clock.at(now - timedelta(days=1)):
        assert clock.now() == now - timedelta(days=1)
    with pytest.raises(clock.NoOtherTime), clock.at(now + timedelta(days=1)):
        pass
    assert clock.now() >= now


def its_lists_are_of_the_days_before_today() -> None:
    days = Decision.objects.values_list("day", "number")
    assert all(timezone.localdate() - timedelta(days=366) < day < timezone.localdate() for day, _number in days)
    assert all(f"〔{day.year}〕" in number for day, number in days)
