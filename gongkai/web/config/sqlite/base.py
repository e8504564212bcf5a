"""Django's SQLite backend, in which whoever writes waits for its turn first (docs/adr/0005).

SQLite lets one write at a time. Who has to wait sleeps and asks again, ever more seldom, so that of several busy
writers one can wait for many seconds while others come and go. Here every transaction that begins as one that
writes (`transaction_mode` IMMEDIATE), and every single statement that writes outside a transaction, queues first.
Whoever reads waits for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from gongkai.web.config.sqlite.turns import Turn, TurnNotReached

#: The types of Django do not know the methods that are overridden here.
Plain: Any = base.DatabaseWrapper
WRITING = frozenset({"INSERT", "UPDATE", "DELETE", "REPLACE"})


class DatabaseBusy(OperationalError):
    """Others wrote for so long that the turn of this transaction did not come; nothing was written."""


class Cursor(base.SQLiteCursorWrapper):
    """A cursor whose statements queue where they write and no transaction has queued for them."""

    wrapper: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:
        with self.wrapper.turn_for(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        with self.wrapper.turn_for(query):
            return super().executemany(query, param_list)


class Features(Plain.features_class):  # type: ignore[misc]
    """Of this SQLite it is known; Django asks the database, and takes one that is busy or damaged for an old one."""

    supports_json_field = True


class DatabaseWrapper(Plain):
    """A connection that has its turn from before BEGIN until after COMMIT, ROLLBACK or its end."""

    features_class = Features

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: Turn | None = None

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = self.connection.cursor(factory=Cursor)
        cursor.wrapper = self
        return cursor

    def _wait_for_turn(self) -> Turn | None:
        """A place at the head of the queue; a database in memory has one writer and no queue."""
        if self.is_in_memory_db():
            return None
        database = Path(str(self.settings_dict["NAME"]))
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        try:
            return Turn(database.with_name(f"{database.name}-queue"), patience=patience)
        except TurnNotReached:
            raise DatabaseBusy(
                f"database busy: {patience:g} s in the queue of {database.name} were not enough;"
                " another process holds a transaction open"
            ) from None

    @contextmanager
    def turn_for(self, query: str) -> Iterator[None]:
        """A turn as long as one statement takes, where it writes and stands in no transaction."""
        alone = self._turn is None and not self.in_atomic_block and query[:7].strip().upper() in WRITING
        turn = self._wait_for_turn() if alone else None
        try:
            yield
        finally:
            if turn is not None:
                turn.leave()

    def _start_transaction_under_autocommit(self) -> None:
        self._leave()
        if self.transaction_mode != "DEFERRED" and self.transaction_mode is not None:
            self._turn = self._wait_for_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        super()._commit()
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._leave()

    def _leave(self) -> None:
        if self._turn is not None:
            self._turn.leave()
            self._turn = None
