"""gongkai: the system of record for 政府信息公开, and the reader of its annual reports.

``from gongkai import read_report`` reads one annual report; see ``docs/reports.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from gongkai.report import Finding, Report, check_report, read_report

__all__ = ["Finding", "Report", "__version__", "check_report", "read_report"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from gongkai import report  # late: `gongkai --version` must not pay for the reader's imports

        return getattr(report, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
