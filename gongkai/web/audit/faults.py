"""What a check of the audit found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Where, and what is wrong; `number` is that of the event, None where it is about the whole chain."""

    chain: str
    number: int | None
    what: str

    def __str__(self) -> str:
        place = f"{self.chain} 第{self.number}号" if self.number is not None else self.chain
        return f"{place}：{self.what}"
