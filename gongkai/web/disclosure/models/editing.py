"""What belongs to the writing of documents: the files brought in for them, the remarks that were worked off."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.audit.models import Audited
from gongkai.web.disclosure.models.documents import Document
from gongkai.web.files.models import File
from gongkai.web.workflow.models import Step


class BroughtIn(Audited):
    """A file that somebody brought in for a document, whether or not a version has it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="brought_in")
    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="brought_in")

    class Meta:
        verbose_name = _("文件的素材")
        ordering = ["pk"]


class SettledRemark(Audited):
    """A remark on a passage (`workflow.models.Step.passages`) that the drafter says is worked off."""

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="settled")
    #: its place among the passages of the step, from 0
    place = models.PositiveIntegerField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    time = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("已处理的批注")
        constraints = [models.UniqueConstraint(fields=["step", "place"], name="settled_remark_once")]
