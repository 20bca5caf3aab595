"""Answering ahead: every question that the front matter of a canned query marks as `prepared`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from math import prod
from typing import Final

from graph.reader import Reader
from queries import formats
from queries.answering import Question, answer, question
from queries.catalogue import CannedQuery, Catalogue
from queries.labels import instances
from queries.prepared import Prepared

FORMATS: Final = ("json", "csv")
"""What programs ask for."""
MOST: Final = 2000
"""Questions of one query. What has more values is no scheme of concepts, and is left out whole."""


def questions(reader: Reader, catalogue: Catalogue) -> Iterator[Question]:
    """Every question to be answered ahead."""
    for query in catalogue:
        if query.prepared is not None:
            yield from _questions(reader, query, query.prepared)


def _questions(reader: Reader, query: CannedQuery, names: tuple[str, ...]) -> Iterator[Question]:
    classes = {parameter.name: parameter.classes for parameter in query.parameters}
    choices = [instances(reader, classes[name]) for name in names]
    if prod(map(len, choices)) <= MOST:
        for chosen in product(*choices):
            yield question(reader, query, dict(zip(names, chosen, strict=True)))


def prepare(
    reader: Reader, prepared: Prepared, catalogue: Catalogue, room: int, go_on: Callable[[], bool]
) -> bool:
    """Answer every question that is not answered yet.

    Args:
        reader: of the snapshot that `prepared` is beside.
        room: bytes that the answers may take; what comes after is left to be asked.
        go_on: asked before each question; when it says no, this ends.

    Returns:
        Whether it came to its end.

    Raises:
        OSError: an answer could not be written.
    """
    if prepared.complete(catalogue):
        return True
    taken = prepared.size
    for asked in questions(reader, catalogue):
        if not go_on():
            return False
        missing = [form for form in FORMATS if not prepared.has(asked, form)]
        if missing and taken < room:
            found = answer(reader, asked.query, asked.arguments)
            for form in missing:
                taken += prepared.put(asked, form, formats.get(form).render(found).encode())
    prepared.finish(catalogue)
    return True
