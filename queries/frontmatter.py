"""The front matter of a canned query: YAML in `#+` comment lines at the top of the file, as grlc reads it.

Every scalar is kept as text (YAML's guesses would turn a date into an object and `no` into false), and
every node remembers its line, so that each complaint can point to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Final

import yaml

from queries.errors import CatalogueError

MARK: Final = "#+"
LANGUAGES: Final = ("nl", "en")
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Libyaml where PyYAML was built with it: ten times as fast, which the start of the service feels."""
Texts = Mapping[str, str]
"""One text per language of `LANGUAGES`."""


@dataclass(frozen=True, slots=True)
class Field:
    """One node of the front matter, with what is needed to complain about it."""

    path: Path
    name: str
    line: int
    """Where it starts, with its key; from 1, as the front matter starts on the file's first line."""
    node: yaml.Node

    def error(self, message: str) -> CatalogueError:
        return CatalogueError(self.path, self.line, message)

    def text(self) -> str:
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value.strip():
            raise self.error(f"{self.name} must be a text")
        return str(self.node.value).strip()

    def truth(self) -> bool:
        if self.text() not in ("true", "false"):
            raise self.error(f"{self.name} must be true or false, not {self.text()!r}")
        return self.text() == "true"

    def texts(self, also: tuple[str, ...] = ()) -> Texts:
        """A text in each language; no other member but those in `also`."""
        fields = self.fields()
        for language in LANGUAGES:
            if language not in fields:
                raise self.error(f"{self.name} has no text in {language!r}")
        self.only((*LANGUAGES, *also))
        return {language: fields[language].text() for language in LANGUAGES}

    def fields(self) -> dict[str, Field]:
        """The members of a mapping; each key may stand once."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error(f"{self.name} must be a mapping")
        members: dict[str, Field] = {}
        for key, value in self.node.value:
            member = Field(self.path, str(key.value), key.start_mark.line + 1, value)
            if member.name in members:
                raise member.error(f"{member.name} stands twice in {self.name}")
            members[member.name] = member
        return members

    def only(self, allowed: tuple[str, ...]) -> None:
        """Complains about a member that is not allowed: a typo would otherwise be ignored."""
        for member in self.fields().values():
            if member.name not in allowed:
                raise member.error(f"{self.name} knows no {member.name!r}; it knows {', '.join(allowed)}")

    def items(self) -> Iterator[Field]:
        """The members of a sequence; a lone scalar counts as a sequence of one."""
        if isinstance(self.node, yaml.MappingNode):
            raise self.error(f"{self.name} must be a list")
        nodes = self.node.value if isinstance(self.node, yaml.SequenceNode) else [self.node]
        for number, node in enumerate(nodes, 1):
            yield Field(self.path, f"{self.name} {number}", node.start_mark.line + 1, node)


def read(path: Path, text: str) -> Field:
    """The front matter of a query file as one mapping. Raises `CatalogueError`."""
    marked = list(takewhile(lambda line: line.startswith(MARK), text.splitlines()))
    if not marked:
        raise CatalogueError(path, 1, f"no front matter: the first lines must start with {MARK!r}")
    try:
        node = yaml.compose("\n".join(line.removeprefix(MARK) for line in marked), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark or error.problem_mark
        line = mark.line + 1 if mark else 1
        raise CatalogueError(path, line, f"the front matter is no YAML: {error.problem}") from error
    if node is None:
        raise CatalogueError(path, 1, "the front matter is empty")
    return Field(path, "the front matter", 1, node)
