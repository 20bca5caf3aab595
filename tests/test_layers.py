"""The rooms import one way, so that each can be read and tested without those above it."""

import ast
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
MAY_IMPORT = {
    "ontology": set(),
    "ingest": {"ontology"},
    "graph": {"ontology"},
    "queries": {"ontology", "graph"},
    "api": {"ontology", "ingest", "graph", "queries"},
}


def imported_rooms(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names} & set(MAY_IMPORT)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_the_rooms_below_it(room: str) -> None:
    for path in (REPOSITORY / room).rglob("*.py"):
        above = imported_rooms(path) - {room} - MAY_IMPORT[room]
        assert not above, f"{path.relative_to(REPOSITORY)} imports {', '.join(sorted(above))}"


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_says_what_it_is_for(room: str) -> None:
    docstring = ast.get_docstring(ast.parse((REPOSITORY / room / "__init__.py").read_text(encoding="utf-8")))
    assert docstring and len(docstring.splitlines()) >= 1
