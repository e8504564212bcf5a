"""`gongkai manage verify_files`: every file's bytes are read back and compared with their digest."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gongkai.web.files.checking import verify


class Command(BaseCommand):
    help = "Read every file's bytes back and compare them with their digest."

    def handle(self, *args: Any, **options: Any) -> None:
        checked, faults = 0, []
        for fault in verify():
            checked += 1
            if fault is not None:
                faults.append(fault)
                what = _("内容缺失") if fault.missing else _("内容被改动")
                self.stderr.write(f"{what}: {fault.digest} {'、'.join(fault.names)}")
        if faults:
            raise CommandError(
                _("%(checked)d 份内容中有 %(faults)d 份不符。请从备份恢复。")
                % {"checked": checked, "faults": len(faults)}
            )
        self.stdout.write(_("%(checked)d 份内容全部相符。") % {"checked": checked})
