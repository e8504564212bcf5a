"""The days of the demo: everything in it happened on some working day before today, in its order."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from gongkai.web import clock
from gongkai.workdays import is_workday

#: How many working days the demo goes back.
LONGEST = 230
OPENS, PACE = time(8, 30), timedelta(minutes=4)

#: What is done on a day, which it is told.
Deed = Callable[[date], object]


@dataclass
class Days:
    """Deeds by how many working days ago they were done; 0: today."""

    today: date
    _days: list[date] = field(default_factory=list)
    _deeds: list[tuple[int, Deed]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._days.append(self.today)
        day = self.today
        while len(self._days) <= LONGEST:
            day -= timedelta(days=1)
            if is_workday(day):
                self._days.append(day)

    def ago(self, days: int) -> date:
        """The working day so many before today."""
        return self._days[days]

    def morning(self, days: int) -> datetime:
        """When offices open on that day."""
        return timezone.make_aware(datetime.combine(self.ago(days), OPENS))

    def on(self, days: int, deed: Deed) -> None:
        """Plan what was done so many working days ago."""
        self._deeds.append((days, deed))

    def run(self) -> None:
        """Do it all, the oldest first; of one day in the order in which it was planned."""
        done, moment = -1, self.morning(LONGEST)
        for days, deed in sorted(self._deeds, key=lambda planned: -planned[0]):
            moment = moment + PACE if days == done else self.morning(days)
            done = days
            with clock.at(moment) if days else nullcontext():
                deed(self.ago(days))
