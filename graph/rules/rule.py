"""One rule: a `.rq` file with YAML front matter in its `#+` comment lines."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Final

import yaml

from graph.errors import RuleError
from ontology.resources import read_text

FOLDER: Final = Path(__file__).parent
_MARK: Final = "#+"
_KEYS: Final = {"name", "nl", "en"}
_MAY: Final = {"repeat"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A CONSTRUCT query and what it says in words."""

    name: str
    nl: str
    en: str
    query: str
    repeat: bool = False
    """Its results may be its premises: it runs until nothing new comes."""


def load(folder: Path = FOLDER) -> tuple[Rule, ...]:
    """The rules of a folder, by name.

    Raises:
        RuleError: the front matter lacks a key, or its name is not that of the file.
    """
    return tuple(read(path) for path in sorted(folder.glob("*.rq")))


def read(path: Path) -> Rule:
    """One rule. Raises as `load`."""
    text = read_text(path)
    head = takewhile(lambda line: line.startswith(_MARK), text.splitlines())
    try:
        fields = yaml.safe_load("\n".join(line.removeprefix(_MARK)[1:] for line in head))
    except yaml.YAMLError as error:
        raise RuleError(f"{path}: the front matter is no YAML: {error}") from error
    if not isinstance(fields, dict) or fields.keys() - _MAY != _KEYS:
        raise RuleError(f"{path}: the front matter must have {', '.join(sorted(_KEYS))} and nothing else")
    if fields["name"] != path.stem:
        raise RuleError(f"{path}: its name is {fields['name']!r}; make it {path.stem!r}, as the file")
    return Rule(path.stem, str(fields["nl"]), str(fields["en"]), text, fields.get("repeat") is True)
