"""Releases are recorded: by the instance when it publishes, by officers for every other channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Act, Holder
from gongkai.web.disclosure.channels import FEED, PORTAL, channels
from gongkai.web.disclosure.models import Account, Document, DocumentVersion, Release
from gongkai.web.files.actions import store
from gongkai.web.files.intake import Received
from gongkai.web.files.models import File
from gongkai.web.visibility import Level
from gongkai.web.workflow.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of a release."""

    channel: str
    day: date
    account: Account | None = None
    place: str = ""
    address: str = ""
    note: str = ""


def put_out(version: DocumentVersion, day: date, by: Officer) -> None:
    """Within the act that publishes: what is on the portal is in the feeds, too."""
    document = version.document
    Release.objects.create(document=document, version=version, channel=PORTAL, day=day, recorded_by=by.user)
    if not Release.objects.filter(document=document, channel=FEED).exists():
        Release.objects.create(document=document, version=version, channel=FEED, day=day, recorded_by=by.user)


def record(document: Document, said: Said, *, proof: Received | None = None, by: Officer) -> Release | None:
    """Enter that a document went out; None where just that was entered before."""
    found = record_all([document], said, proof=proof, by=by)
    return found[0] if found else None


def record_all(
    documents: Sequence[Document], said: Said, *, proof: Received | None = None, by: Officer
) -> list[Release]:
    """Enter that several documents went out alike; those for which just that was entered before are passed over.

    :raises Refused: where one was never public, or what was said of the release cannot be.
    """
    _check(said, by)
    with act(by=by.actor) as done:
        files: dict[int, File] = {}
        made = []
        rows = Document.objects.select_for_update(of=("self",)).select_related("agency", "published")
        for document in rows.filter(pk__in=[one.pk for one in documents]).order_by("pk"):
            by.require(Permission.DISCLOSE, document.agency)
            if document.out_since is None:
                raise Refused(
                    _("“%(title)s”还没有公开过。先审查、后公开：发布后再登记其他渠道。") % {"title": document.title}
                )
            if not document.of_kind.in_frame and document.made and said.day < document.made:
                raise Refused(_("“%(title)s”的公开日期早于成文日期，请核对。") % {"title": document.title})
            if _same(document, said).exists():
                continue
            made.append(_recorded(document, said, proof, files, done, by))
        if made and said.account is not None:
            _updated(said.account, said.day)
        if not made:
            for document in documents:
                done.note("release.kept", of=document.thing, agency=document.agency.holder)
    return made


def strike(release: Release, *, reason: str, by: Officer) -> None:
    """Take away what was entered wrongly; the audit keeps it."""
    document = release.document
    by.require(Permission.DISCLOSE, document.agency)
    if release.of_channel.by_itself:
        raise Refused(_("这是发布时自动登记的，不能删去。"))
    if not reason.strip():
        raise Refused(_("请写明理由。"))
    with act(by=by.actor) as done:
        if Release.objects.select_for_update(of=("self",)).filter(pk=release.pk).first() is None:
            raise Refused(_("这条记录已经删去。"))
        done.note(
            "release.struck",
            of=document.thing,
            agency=document.agency.holder,
            old=_noted(release),
            new={"reason": reason.strip()},
        )
        release.delete()


def _check(said: Said, by: Officer) -> None:
    channel = channels().get(said.channel)
    if channel is None or channel.by_itself:
        raise Refused(_("这个渠道不能登记。"))
    if said.day > by.today:
        raise Refused(_("公开日期不能晚于今天（%(today)s）。") % {"today": date_format(by.today, "DATE_FORMAT")})
    if said.account is not None:
        if said.account.platform not in channel.platforms:
            raise Refused(_("账号“%(name)s”不在这个渠道的平台上。") % {"name": said.account.name})
        if not Account.objects.visible_to(by).filter(pk=said.account.pk).exists():
            raise Refused(_("没有这个账号，请重新选择。"))


def _same(document: Document, said: Said) -> Any:
    return Release.objects.filter(
        document=document, channel=said.channel, day=said.day, account=said.account, place=said.place.strip()
    )


def _recorded(
    document: Document, said: Said, proof: Received | None, files: dict[int, File], done: Act, by: Officer
) -> Release:
    release: Release = Release.objects.create(
        document=document,
        version=document.published,
        channel=said.channel,
        day=said.day,
        account=said.account,
        place=said.place.strip(),
        address=said.address.strip(),
        note=said.note.strip(),
        proof=_kept(proof, document.agency.holder, files, by),
        recorded_by=by.user,
    )
    done.note("release.recorded", of=document.thing, agency=document.agency.holder, new=_noted(release))
    return release


def _kept(proof: Received | None, agency: Holder, files: dict[int, File], by: Officer) -> File | None:
    """One file for each agency concerned."""
    if proof is not None and agency.id not in files:
        files[agency.id] = store(proof, agency=agency, level=Level.INTERNAL, by=by.actor)
    return files.get(agency.id)


def _noted(release: Release) -> dict[str, str]:
    return {"channel": release.of_channel.name, "day": release.day.isoformat(), "place": release.where}


def _updated(account: Account, day: date) -> None:
    """An account on which something was released was updated then."""
    row = Account.objects.select_for_update().get(pk=account.pk)
    if row.updated is None or row.updated < day:
        row.updated = day
        row.save(update_fields=["updated"])
