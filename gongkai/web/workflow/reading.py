"""A table read strictly: what it does not know, or cannot be walked, is refused with file and line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import yaml

from gongkai.web.agencies.permissions import Permission
from gongkai.web.workflow.tables import EARLIER, NEXT, OFFICER, SAME, TIME, Act, Needed, Row, State, Table
from gongkai.workdays.strict import Miswritten, StrictLoader, check_fields

ASKED = (OFFICER, TIME)
FIELDS = {"name": str, "source": str, "begins": str, "then": str, "steps": dict, "states": dict, "acts": dict}


class Unusable(ValueError):
    """A table is written so that nobody could work by it."""


class Lined(dict[str, Any]):
    """A mapping that knows its line."""

    line = 0


class LinedLoader(StrictLoader):
    """Strict YAML whose mappings know where they stand."""

    def construct_yaml_map(self, node: yaml.MappingNode) -> Iterator[Lined]:
        found = Lined()
        found.line = node.start_mark.line + 1
        yield found
        found.update(self.construct_mapping(node))  # type: ignore[arg-type]


LinedLoader.add_constructor("tag:yaml.org,2002:map", LinedLoader.construct_yaml_map)


def read_table(path: Path, guards: Collection[str]) -> Table:
    """The table of a file. `guards`: the names known.

    :raises Unusable: with file, line and what is wrong.
    """
    return parse_table(path.read_text("utf-8"), path.name, guards)


def parse_table(text: str, file: str, guards: Collection[str]) -> Table:
    """As `read_table`, from a text."""
    try:
        try:
            entry = yaml.load(text, Loader=LinedLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise Miswritten(f"第{mark.line + 1 if mark else 1}行：不是有效的YAML：{error.problem}") from error
        return _table(entry, file, guards)
    except Miswritten as error:
        raise Unusable(f"{file}，{error}") from error


def _table(entry: Any, file: str, guards: Collection[str]) -> Table:
    check_fields(entry, {**FIELDS, "rows": list}, "第1行")
    states = {id_: _state(id_, state) for id_, state in entry["states"].items()}
    acts = {id_: _act(id_, act) for id_, act in entry["acts"].items()}
    steps = {
        id_: _known(needed, list(Needed), entry["steps"].line, "必经与否", Needed)
        for id_, needed in entry["steps"].items()
    }
    for id_ in [*steps, entry["begins"], entry["then"]]:
        _known(id_, states, entry.line, "状态")
    for id_ in [*steps, entry["begins"], entry["then"]]:
        if states[id_].final:
            raise Miswritten(f"第{entry['states'][id_].line}行：{id_} 在环节之中，不能是办结状态")
    rows = tuple(row for line in entry["rows"] for row in _rows(line, states, acts, guards))
    table = Table(file, entry["name"], entry["source"], states, acts, steps, entry["begins"], entry["then"], rows)
    _check_rows(table)
    _check_walk(table, {id_: state.line for id_, state in entry["states"].items()})
    return table


def _state(id_: str, entry: Any) -> State:
    where = f"第{getattr(entry, 'line', '?')}行，{id_}"
    check_fields(
        entry, {"name": str}, where, optional={"waits": str, "secrecy": bool, "days": int, "back": int, "final": bool}
    )
    if entry.get("final", False) == ("waits" in entry):
        raise Miswritten(f"{where}：要么写 waits（等谁办），要么写 final: true（办结），不能都写或都不写")
    waits = _known(entry["waits"], list(Permission), entry.line, "权限", Permission) if "waits" in entry else None
    return State(id_, entry["name"], waits, entry.get("secrecy", False), entry.get("days"), entry.get("back"))


def _act(id_: str, entry: Any) -> Act:
    where = f"第{getattr(entry, 'line', '?')}行，{id_}"
    marks = {"judges": bool, "asks": str, "danger": bool, "urges": bool}
    check_fields(entry, {"name": str}, where, optional=marks)
    if "asks" in entry:
        _known(entry["asks"], ASKED, entry.line, "所问事项")
    return Act(id_, entry["name"], **{mark: entry[mark] for mark in marks if mark in entry})


def _rows(entry: Any, states: Mapping[str, State], acts: Mapping[str, Act], guards: Collection[str]) -> Iterator[Row]:
    """One line of the table is several rows where it names several states or permissions."""
    line = getattr(entry, "line", 0)
    check_fields(
        entry,
        {"state": (str, list), "who": (str, list), "act": str, "to": str},
        f"第{line}行",
        optional={"guards": list, "comment": bool},
    )
    _known(entry["act"], acts, line, "动作")
    _known(entry["to"], [*states, NEXT, EARLIER, SAME], line, "状态")
    for guard in entry.get("guards", []):
        _known(guard, guards, line, "条件")
    for state in _words(entry["state"]):
        _known(state, states, line, "状态")
        for who in _words(entry["who"]):
            permission = _known(who, list(Permission), line, "权限", Permission)
            found = tuple(entry.get("guards", []))
            yield Row(state, permission, entry["act"], entry["to"], found, entry.get("comment", False), line)


def _words(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _known(value: Any, known: Collection[Any], line: int, what: str, make: Callable[[Any], Any] = str) -> Any:
    names = [str(getattr(name, "value", name)) for name in known]
    if value not in names:
        raise Miswritten(f"第{line}行：不认识的{what} {value}（可用：{'、'.join(names)}）")
    return make(value)


def _check_rows(table: Table) -> None:
    """No row twice; an act leads from one state to one place only; `next` and `earlier` need a chain to go along."""
    seen: dict[tuple[str, str, str], int] = {}
    leads: dict[tuple[str, str], Row] = {}
    path = [table.begins, *table.steps, table.then]
    for row in table.rows:
        first = seen.setdefault((row.state, row.who, row.act), row.line)
        if first != row.line or table.rows.count(row) > 1:
            _refuse(row, f"{row.state} 中 {row.who} 的 {row.act} 写了两次（另见第{first}行）")
        other = leads.setdefault((row.state, row.act), row)
        if (other.to, other.guards, other.comment) != (row.to, row.guards, row.comment):
            _refuse(row, f"{row.state} 中的 {row.act} 与第{other.line}行的去向、条件或说明要求不同")
        if row.to == NEXT and row.state not in path[:-1]:
            _refuse(row, f"{row.state} 不在环节之中，没有下一环节")
        if row.to == EARLIER and row.state not in path[1:]:
            _refuse(row, f"{row.state} 之前没有环节可以退回")


def _refuse(row: Row, what: str) -> NoReturn:
    raise Miswritten(f"第{row.line}行：{what}")


def _check_walk(table: Table, lines: Mapping[str, int]) -> None:
    """Every state can be reached by some chain, and left unless it is final, by those for whom a thing waits in it."""
    reached, ahead = {table.begins}, [table.begins]
    while ahead:
        for next_ in _reachable(table, ahead.pop()) - reached:
            reached.add(next_)
            ahead.append(next_)
    for id_, state in table.states.items():
        where = f"第{lines[id_]}行：状态 {id_}（{state.name}）"
        if id_ not in reached:
            raise Miswritten(f"{where}无法到达")
        if state.final:
            continue
        if not any(row.to not in (SAME, id_) for row in table.rows_in(id_)):
            raise Miswritten(f"{where}没有出路，又不是办结状态")
        if not any(row.who is state.waits and row.to not in (SAME, id_) for row in table.rows_in(id_)):
            raise Miswritten(f"{where}等 {state.waits} 办，但表中没有一行让其办下去")


def _reachable(table: Table, state: str) -> set[str]:
    """The states to which one act leads, whatever the chain."""
    found: set[str] = set()
    path = [table.begins, *table.steps, table.then]
    for row in table.rows_in(state):
        if row.to == NEXT:
            for later in path[path.index(state) + 1 :]:
                found.add(later)
                if table.steps.get(later, Needed.ALWAYS) is Needed.ALWAYS:
                    break
        elif row.to == EARLIER:
            found.update(path[: path.index(state)])
        elif row.to != SAME:
            found.add(row.to)
    return found
