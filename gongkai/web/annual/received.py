"""A file that an officer sent in, as the report that it is; read within bounds (`bounded`)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gongkai.report.schema import Record, Report
from gongkai.web.annual.bounded import ReadingFailed, records
from gongkai.web.files.intake import Received
from gongkai.web.files.stores import store
from gongkai.web.workflow.refusals import Refused


def one_report(received: Received) -> Report:
    """The one report of a file that was received.

    :raises Refused: where it is none, holds several, or takes more than the bounds allow.
    """
    try:
        found: list[Record] | None = records(data_of(received), received.name)
    except ReadingFailed:
        found = None
    return only(found, received.name)


def data_of(received: Received) -> bytes:
    """The bytes of what was received."""
    return b"".join(store().chunks(received.sha256))


def only(found: Sequence[Record] | None, name: str) -> Report:
    """The one report among what was read of a document; None: it could not be read within the bounds.

    :raises Refused: where that is not one.
    """
    if found is None:
        message = _("%(name)s：读取超过了时间或者内存的限制，请换一种格式（如 Word）。")
        raise Refused(message % {"name": name})
    first = found[0]
    if not isinstance(first, Report):
        raise Refused(f"{name}：{first.reason}")
    if len(found) > 1:
        said = {"name": name, "count": len(found)}
        raise Refused(_("%(name)s：文件里有%(count)d份报告，请一份一个文件。") % said)
    return first
