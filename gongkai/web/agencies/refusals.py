"""Why an act on an agency is refused: each reason by its name, and a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.web.agencies.models import DEEPEST, Agency


class Refused(Exception):
    """An act that cannot be done as asked. `field` is the field of the form that it is about, if it is one."""

    field: str | None = None

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field or self.field


class ChangedMeanwhile(Refused):
    def __init__(self, agency: Agency) -> None:
        super().__init__(_("“%s”刚刚被其他人修改过。请核对现在的内容后再提交一次。") % agency.name)


class AlreadyClosed(Refused):
    def __init__(self, agency: Agency) -> None:
        super().__init__(
            _("“%(name)s”已于%(day)s撤销，不能再办理此事项。如撤销登记有误，请先恢复。")
            % {"name": agency.name, "day": day_text(agency.closed)}
        )


class NotClosed(Refused):
    def __init__(self, agency: Agency) -> None:
        super().__init__(_("“%s”没有撤销，不需要恢复。") % agency.name)


class InFuture(Refused):
    field = "day"

    def __init__(self, day: date) -> None:
        super().__init__(_("日期%s晚于今天。请在当日或之后登记。") % day_text(day))


class NotInOrder(Refused):
    """A day that does not come after what is already on record."""

    field = "day"

    def __init__(self, agency: Agency, day: date, what: str, since: date) -> None:
        super().__init__(
            _("%(day)s不在“%(name)s”%(what)s（%(since)s）之后。请改用之后的日期；如已登记的日期有误，请先更正。")
            % {"day": day_text(day), "name": agency.name, "what": what, "since": day_text(since)}
        )


class NotBefore(Refused):
    """A day of foundation that comes after something that already happened."""

    field = "opened"

    def __init__(self, agency: Agency, day: date, what: str, until: date) -> None:
        super().__init__(
            _("%(day)s不在“%(name)s”%(what)s（%(until)s）之前。请改用更早的日期。")
            % {"day": day_text(day), "name": agency.name, "what": what, "until": day_text(until)}
        )


class NameTaken(Refused):
    field = "name"

    def __init__(self, name: str, superior: Agency | None) -> None:
        place = _("“%s”之下") % superior.name if superior else _("没有上级的机关中")
        super().__init__(
            _("%(place)s已有名为“%(name)s”的机关。请核对是否重复录入，或使用不同的名称。")
            % {"place": place, "name": name}
        )


class NameUnchanged(Refused):
    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(_("“%s”就是现在的名称。请填写新的名称。") % name)


class NothingChanged(Refused):
    def __init__(self) -> None:
        super().__init__(_("没有任何改动。请修改后再保存。"))


class BelowItself(Refused):
    field = "superior"

    def __init__(self, agency: Agency, superior: Agency) -> None:
        super().__init__(
            _("“%(superior)s”就是“%(name)s”，或者在其后某日隶属于它，不能作它的上级。请选择其他机关。")
            % {"superior": superior.name, "name": agency.name}
        )


class AlreadyThere(Refused):
    field = "superior"

    def __init__(self, agency: Agency, superior: Agency | None) -> None:
        place = _("隶属于“%s”") % superior.name if superior else _("没有上级机关")
        super().__init__(_("“%(name)s”现在就%(place)s。请选择新的上级机关。") % {"name": agency.name, "place": place})


class TooDeep(Refused):
    field = "superior"

    def __init__(self, superior: Agency) -> None:
        super().__init__(too_deep() + _("请选择“%s”以上的机关作为上级。") % superior.name)


class NotFitting(Refused):
    """The kinds of the two do not go together (kinds.yaml)."""

    field = "superior"


class HasSubordinates(Refused):
    def __init__(self, agency: Agency, subordinates: Iterable[Agency]) -> None:
        names = [subordinate.name for subordinate in subordinates]
        super().__init__(
            _("“%(name)s”之下还有%(count)d个机关（%(some)s）。请先将其移到其他机关之下，或并入、撤销。")
            % {
                "name": agency.name,
                "count": len(names),
                "some": _("、").join(names[:3]) + ("……" if len(names) > 3 else ""),
            }
        )


class LeftOpen(Refused):
    """Something is under way, and nobody would be left to do it."""

    def __init__(self, agency: Agency, titles: Sequence[str]) -> None:
        super().__init__(
            _("“%(name)s”还有%(count)d件事项未办结（%(some)s）。请先办结或者作废，或者写明由哪个机关接着办理。")
            % {
                "name": agency.name,
                "count": len(titles),
                "some": _("、").join(titles[:5]) + ("……" if len(titles) > 5 else ""),
            },
            field="heir",
        )


class IntoItself(Refused):
    field = "into"

    def __init__(self, agency: Agency, into: Agency, *, field: str | None = None) -> None:
        super().__init__(
            _("“%(into)s”就是“%(name)s”或在它之下，不能接收它。请先将“%(into)s”移出，或选择其他机关。")
            % {"into": into.name, "name": agency.name},
            field=field,
        )


class NoReason(Refused):
    field = "reason"

    def __init__(self) -> None:
        super().__init__(_("请写明更正的理由，例如登记错误的情况。"))


class PreviewOutdated(Refused):
    """What the list would do is no longer what the preview said."""

    def __init__(self) -> None:
        super().__init__(_("预览之后有机关发生了变化，没有导入任何内容。请核对下面新的预览后再确认。"))


def too_deep() -> str:
    return _("机关的层次最多%d层（从没有上级的机关算起），这样会超过。") % DEEPEST


def day_text(day: date | None) -> str:
    """2026年11月22日, or as the reader's language writes it."""
    return date_format(day, "DATE_FORMAT") if day else _("日期不详")
