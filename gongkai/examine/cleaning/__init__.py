"""A copy of a .docx or .xlsx without what it hides, as far as that can be removed without changing what is seen.

What is not safe to remove stays, and :func:`gongkai.examine.examine_file` still finds it: hidden rows and columns,
pivot tables, embedded files, macros, what pictures hold.
"""

from __future__ import annotations

from gongkai.examine.cleaning.documents import clean_document
from gongkai.examine.cleaning.parts import Parts
from gongkai.examine.cleaning.workbooks import clean_workbook
from gongkai.report.reading.blocks import UnreadableDocument

__all__ = ["CLEANABLE", "NotCleaned", "cleaned"]

#: The rules whose findings are gone from a cleaned copy.
CLEANABLE = frozenset(
    {
        "hidden-sheet",
        "very-hidden-sheet",
        "document-comment",
        "tracked-changes",
        "hidden-text",
        "document-properties",
        "custom-data",
        "hidden-name",
        "external-data",
    }
)


class NotCleaned(Exception):
    """The file is no .docx or .xlsx, or cannot be opened; nothing was changed."""


def cleaned(data: bytes) -> bytes:
    """The file without properties, comments, tracked changes (accepted), hidden text and hidden sheets.

    :raises NotCleaned: where the bytes are no such file.
    """
    try:
        parts = Parts(data)
        if parts.has("word/document.xml"):
            clean_document(parts)
        elif parts.has("xl/workbook.xml"):
            clean_workbook(parts)
        else:
            raise NotCleaned("只能清理 .docx 和 .xlsx 文件。")
        parts.drop_unreached()
        return parts.packed()
    except UnreadableDocument as error:
        raise NotCleaned("文件打不开，没有清理。") from error
