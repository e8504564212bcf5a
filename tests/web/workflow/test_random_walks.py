"""Whatever officers try in whatever order: four eyes, fixed versions, one state at a time."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from gongkai.web.accounts.models import User
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import Role
from gongkai.web.audit.models import Event
from gongkai.web.disclosure.actions import save
from gongkai.web.disclosure.models import Document
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.kinds import kind_of
from gongkai.web.workflow.models import Process, Step
from gongkai.web.workflow.offers import able
from gongkai.web.workflow.refusals import Refused
from tests.web.disclosure.scene import process_of, rules, text
from tests.web.workflow.relations import appoint, person
from tests.web.world import TODAY, World, build

NAMES = ["handler", "reviewer", "secrecy", "approver", "disclosure"]
ACTS = ["submit", "pass", "approve", "return", "publish", "withdraw", "assign", "urge", "abandon", "retract"]
ONWARD = {"draft": "submit", "approval": "approve", "approved": "publish"}


class Walk(RuleBasedStateMachine):
    """One document, officers with one role and with many, any act at any time."""

    @initialize()
    def begin(self) -> None:
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.world: World = build()
        self.users: list[User] = [self.world.users[f"{name}@civil"] for name in NAMES]
        for number in range(2):
            user = person(f"all{number}@civil")
            for role in Role:
                appoint(user, self.world.agencies["civil"], role)
            self.users.append(user)
        self.document: Document = rules(self.world)

    def teardown(self) -> None:
        if hasattr(self, "undone"):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @rule(who=st.integers(0, 6), act_=st.sampled_from(ACTS), back=st.sampled_from(["", "draft", "review", "secrecy"]))
    def anything(self, who: int, act_: str, back: str) -> None:
        self.attempt(who, act_, back if act_ == "return" else "")

    @rule(who=st.integers(0, 6))
    def onward(self, who: int) -> None:
        """What is next on the way, so that walks get far."""
        self.attempt(who, ONWARD.get(process_of(self.document).state, "pass"), "")

    @rule(who=st.integers(0, 6), words=st.sampled_from(["甲", "乙", "丙"]))
    def write(self, who: int, words: str) -> None:
        officer = Officer(self.users[who], today=TODAY)
        self.document.refresh_from_db()
        with suppress(NotPermitted):
            save(self.document, text("制度", f"<p>{words}</p>"), based_on=self.document.latest, by=officer)

    def attempt(self, who: int, act_: str, to: str) -> None:
        process = process_of(self.document)
        events, version = Event.objects.count(), process.version
        hands = able(process, TODAY) if act_ == "assign" else []
        try:
            perform(
                process,
                act_,
                by=Officer(self.users[who], today=TODAY),
                comment="意见",
                to=to,
                assignee=hands[who % len(hands)] if hands else None,
            )
        except (Refused, NotPermitted):
            assert Event.objects.count() == events
            assert Process.objects.get(pk=process.pk).version == version

    @invariant()
    def one_process_runs_and_waits_as_its_table_says(self) -> None:
        if not hasattr(self, "document"):
            return
        assert Process.objects.running().count() <= 1
        for process in Process.objects.all():
            state = kind_of("rules").table.states[process.state]
            assert process.waits_for == (state.waits or "")
            assert (process.ended is not None) == state.final
            steps = list(process.steps.order_by("number"))
            assert [step.number for step in steps] == list(range(1, len(steps) + 1))
            for one, next_ in pairwise(steps):
                assert next_.origin == one.target

    @invariant()
    def what_is_published_was_seen_by_other_eyes_in_this_very_version(self) -> None:
        if not hasattr(self, "document"):
            return
        self.document.refresh_from_db()
        for process in Process.objects.filter(state="published"):
            writers = set(process.writers.values_list("user_id", flat=True))
            steps = Step.objects.filter(process=process, digest=process.digest)
            judges: dict[str, set[int]] = {}
            for step in steps.filter(judged=True):
                judges.setdefault(step.origin, set()).add(step.user_id)
            last = {step.origin: step.user_id for step in steps.filter(judged=True).exclude(act="return")}
            assert set(process.chain) <= set(last)
            assert not writers & set().union(*judges.values())
            assert len(set(last.values())) == len(last)
        if self.document.published is not None:
            assert Process.objects.filter(state="published", digest=self.document.published.digest).exists()


def test_walks_keep_what_must_hold(db: None) -> None:
    run_state_machine_as_test(Walk, settings=settings(max_examples=12, stateful_step_count=25, deadline=None))
