"""``gongkai write``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import RIGHT, call
from tests.report.writing.examples import report


def test_write_takes_what_read_gives(tmp_path: Path) -> None:
    line = call("read", RIGHT).stdout
    (tmp_path / "one.json").write_text(line, "utf-8")
    for suffix in ("html", "md", "csv"):
        out = tmp_path / f"again.{suffix}"
        assert call("write", tmp_path / "one.json", "-o", out).exit_code == 0
        assert json.loads(call("read", out).stdout)["cells"] == json.loads(line)["cells"]
    assert call("write", "-", "-f", "markdown", data=line.encode()).stdout.startswith("<!-- gongkai-report/1 -->\n\n# ")


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "[]",
        "{",
        '{"format": "gongkai-report/1"}',
        '{"format": "other"}',
        "[" * 100_000,
        json.dumps({**report().as_dict(), "edition": "../../etc/passwd"}),
        json.dumps({**report().as_dict(), "cells": {"requests.received.total": "3"}}),
        json.dumps({**report().as_dict(), "cells": {"requests.received.total": float("nan")}}),
        json.dumps({**report().as_dict(), "sections": {"一": 3}}),
        json.dumps({**report().as_dict(), "issued": "yesterday"}),
        json.dumps({**report().as_dict(), "period": ["2021-01-01"]}),
    ],
    ids=lambda text: text[:20],
)
def test_write_says_what_is_wrong_with_its_input(wrong: str) -> None:
    result = call("write", "-", data=wrong.encode())
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "程序出错" not in result.stderr


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"cells": {"requests.nonsense": 3}}, "cells.requests.nonsense：没有这个单元格"),
        ({"cells": {"review.upheld": -1}}, "cells.review.upheld 是 -1，应当是不小于0的整数"),
        ({"cells": {"review.upheld": 2.5}}, "cells.review.upheld 是 2.5，应当是不小于0的整数"),
        ({"cells": {"review.upheld": True}}, "cells.review.upheld 是 true，应当是不小于0的整数"),
        ({"cells": {"disclosure.fees.amount": -2}}, "cells.disclosure.fees.amount 是 -2，应当是不小于0的数"),
        ({"printed": {"x": ""}}, "printed.x：没有这个单元格"),
        ({"year": "2021"}, 'year 的类型不对："2021"'),
        ({"edition": "2022"}, 'edition 是 "2022"，应当是 2019、2021 之一'),
    ],
)
def test_write_names_the_place_of_what_is_wrong(changes: dict[str, Any], says: str) -> None:
    result = call("write", "-", data=json.dumps({**report().as_dict(), **changes}).encode())
    assert result.exit_code == 2
    assert says in result.stderr


def test_write_names_what_is_missing() -> None:
    data = report().as_dict()
    del data["cells"], data["source"]["bytes"]
    result = call("write", "-", data=json.dumps(data).encode())
    assert result.exit_code == 2
    assert "缺少 source.bytes、cells" in result.stderr


def test_write_takes_a_count_that_is_printed_so() -> None:
    data = {**report().as_dict(), "cells": {"review.upheld": -1}, "printed": {"review.upheld": "-1"}}
    assert call("write", "-", data=json.dumps(data).encode()).exit_code == 0


def test_write_writes_one_report() -> None:
    line = json.dumps(report().as_dict())
    assert call("write", "-", data=f"{line}\n{line}\n".encode()).exit_code == 2
