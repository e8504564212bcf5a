"""What the automatic examination found in a version, and what was ruled on it. No row holds the datum itself: quotes
and proposals are masked, and a finding is known again by a digest of its passage.

None of these is public with its document, so that they have no gate of their own: they are reached from the document,
on the desk.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.audit.models import Audited
from gongkai.web.disclosure.facts import Attribute
from gongkai.web.disclosure.models.documents import Document, DocumentVersion, GatedQuerySet
from gongkai.web.disclosure.models.found import FoundByRule
from gongkai.web.files.models import File
from gongkai.web.workflow.models import Process

ERROR = "error"


class State(models.TextChoices):
    """What became of an error. Of what is no error nothing has to become."""

    OPEN = "open", _("待处理")
    REFERRED = "referred", _("已请保密审查复核")
    ANSWERED = "answered", _("签发人已说明理由，待补审")
    UPHELD = "upheld", _("保密审查认定须修改")
    OVERRULED = "overruled", _("保密审查认定可以公开")


#: The clerk's turn; the turn of the secrecy review; together: whatever keeps a version from being approved.
TO_MEND = (State.OPEN, State.UPHELD)
TO_JUDGE = (State.REFERRED, State.ANSWERED)


class Examination(Audited):
    """A version examined by one release of the rules; finished when each of its files is."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="examinations")
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="examinations")
    #: `gongkai.examine.release()`
    release = models.CharField(_("规则版本"), max_length=40)
    #: It is the last one of the document.
    current = models.BooleanField(default=True)
    begun = models.DateTimeField(_("检查时间"), auto_now_add=True)
    finished = models.DateTimeField(_("完成时间"), null=True)

    class Meta:
        verbose_name = _("自动检查")
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "release"], name="examination_once"),
            models.UniqueConstraint(fields=["document"], condition=Q(current=True), name="examination_current_once"),
        ]


class ExaminedFile(Audited):
    """A file of the version, examined or waiting for it."""

    examination = models.ForeignKey(Examination, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    #: When it was last asked for.
    asked = models.DateTimeField()
    finished = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("附件检查")
        constraints = [models.UniqueConstraint(fields=["examination", "file"], name="examined_file_once")]


class Finding(FoundByRule):
    """One finding of an examination, and where in the version it is."""

    examination = models.ForeignKey(Examination, on_delete=models.PROTECT, related_name="findings")
    #: A part of the text (`title`, `summary`, a fact, a section), or else a file.
    part = models.CharField(max_length=40, blank=True)
    file = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.JSONField(_("位置"), default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)

    class Meta:
        verbose_name = _("检查发现")
        ordering = ["examination", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part="", file__isnull=False) | (~Q(part="") & Q(file=None)), name="finding_in_text_or_file"
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN) | Q(severity=ERROR), name="finding_ruled_on_is_an_error"
            ),
        ]
        indexes = [
            models.Index(fields=["examination", "state"], condition=Q(severity=ERROR), name="finding_error_state"),
            models.Index(fields=["state"], condition=Q(severity=ERROR), name="finding_todo"),
        ]

    @property
    def maskable(self) -> bool:
        """Whether its proposal can be carried out in the text; beside it (`part`) only by hand."""
        return (
            self.proposal is not None and bool(self.part and self.place.get("paragraph")) and "part" not in self.place
        )


class Ruling(Audited):
    """What was said on a finding, with the reason: it counts for the same in later versions."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="rulings")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="rulings")
    key = models.CharField(max_length=64)
    state = models.CharField(_("处理"), max_length=10, choices=State)
    reason = models.TextField(_("理由"))
    user = models.ForeignKey(User, verbose_name=_("办理人"), on_delete=models.PROTECT, related_name="+")
    deputy_for = models.ForeignKey(
        User, verbose_name=_("代"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    time = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("检查发现的处理")
        ordering = ["pk"]
        indexes = [models.Index(fields=["document", "key"], name="ruling_of_passage")]
        constraints = [
            models.CheckConstraint(condition=~Q(state=State.OPEN) & ~Q(reason=""), name="ruling_says_why"),
        ]


def with_findings(rows: GatedQuerySet, states: tuple[State, ...]) -> GatedQuerySet:
    """Those documents under way whose latest version has errors of these states, and is to be public."""
    found = Finding.objects.filter(severity=ERROR, state__in=states, examination__current=True)
    found = found.filter(examination__version__number=F("examination__document__latest"))
    running = Process.objects.running().filter(kind=OuterRef("kind"), object_id=OuterRef("pk"))
    wanted: GatedQuerySet = rows.filter(
        Exists(running), pk__in=found.values("examination__document"), attribute=Attribute.ACTIVE
    )
    return wanted
