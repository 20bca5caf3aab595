"""What the SPARQL benchmark prints."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.sparql_canned import NAME, Canned
from benchmarks.sparql_load import Cell
from benchmarks.sparql_questions import Question
from benchmarks.sparql_single import Checked

HEAVY = 0.002
"""Seconds of processor time that a query must cost the engine to be held to `AIM`."""
AIM = 0.9
MILLION = 1_000_000


def checked(question: Question, found: Checked, triples: int) -> str:
    """A line on what a query gives. Raises `SystemExit` when it is not what its name says."""
    if found.size == 0:
        raise SystemExit(f"{question.name} gives nothing")
    if triples >= MILLION and question.rows and found.size != question.rows:
        raise SystemExit(f"{question.name} gives {found.size} rows")
    if triples >= MILLION and question.megabytes and round(found.bytes / MILLION) != question.megabytes:
        raise SystemExit(f"{question.name} gives {found.bytes} bytes")
    costs = "".join(f"{seconds * 1000:12.1f}" for seconds in found.cost.values())
    differing = f"   DIFFERENT: {', '.join(found.differing)}" if found.differing else ""
    return f"{question.name:14}{found.size:10}{found.bytes:12}{costs}{differing}"


def check_heading(servers: Iterable[str]) -> str:
    """The heading of those lines."""
    return f"{'query':14}{'rows':>10}{'bytes':>12}" + "".join(
        f"{name:>9} ms" for name in map(_short, servers)
    )


def heading() -> str:
    """The heading of the table of rates."""
    return (
        f"{'':28}{'answers a second':^24}{'':8}{'processor ms an answer':^26}\n"
        f"{'query':14}{'pass':6}{'clients':>8}{'native':>12}{'weerbaar':>12}{'ratio':>8}"
        f"{'native':>12}{'weerbaar':>12}{'ratio':>8}"
    )


def row(cell: Cell) -> str:
    """One line of the table."""
    rates = "".join(f"{cell.rate(name):12.1f}" for name in ("native", "weerbaar"))
    costs = "".join(f"{cell.processor(name):12.2f}" for name in ("native", "weerbaar"))
    line = (
        f"{cell.question.name:14}{cell.kind:6}{cell.clients:8}{rates}{cell.ratio():8.2f}"
        f"{costs}{cell.saving():8.2f}"
    )
    if "rdflib" in cell.runs:
        times = cell.ratio("weerbaar", "rdflib")
        line += f"   {times:.0f} times rdflib-endpoint ({cell.rate('rdflib'):.2f})"
    failed = {name: cell.failed(name) for name in cell.runs if cell.failed(name)}
    return line + "".join(f"   FAILED at {name}: {number}" for name, number in failed.items())


def means(cells: Sequence[Cell]) -> str:
    """Geometric means of the ratios, by pass and number of clients."""
    lines = ["geometric means of the ratios to native: answers a second, processor time"]
    for kind in ("cold", "warm"):
        for number in sorted({cell.clients for cell in cells}):
            chosen = [cell for cell in cells if (cell.kind, cell.clients) == (kind, number)]
            lines.append(_mean(f"{kind}, {number} clients", chosen))
        lines.append(_mean(f"{kind}, together", [cell for cell in cells if cell.kind == kind]))
    return "\n".join(lines)


def _mean(name: str, cells: Sequence[Cell]) -> str:
    rates = geometric(cell.ratio() for cell in cells)
    return f"  {name:20}{rates:8.2f}{geometric(cell.saving() for cell in cells):8.2f}"


def geometric(values: Iterable[float]) -> float:
    """The geometric mean; 0 when one of them is.

    >>> geometric([0.5, 2.0])
    1.0
    """
    found = list(values)
    return statistics.geometric_mean(found) if all(value > 0 for value in found) else 0.0


def heavy(cells: Sequence[Cell]) -> str:
    """The queries that cost the engine much, and whether each reaches the aim when cold."""
    cost: dict[str, float] = {}
    for cell in cells:
        if cell.kind == "cold" and cell.clients == min(each.clients for each in cells):
            cost[cell.question.name] = cell.processor("native") / 1000
    lines = [f"queries that cost the engine {HEAVY * 1000:.0f} ms or more, cold, aim {AIM}:"]
    for name, seconds in cost.items():
        if seconds < HEAVY:
            continue
        ratios = {
            cell.clients: cell.ratio() for cell in cells if (cell.question.name, cell.kind) == (name, "cold")
        }
        said = ", ".join(f"{ratio:.2f} at {clients}" for clients, ratio in ratios.items())
        verdict = "reached" if min(ratios.values()) >= AIM else "MISSED"
        lines.append(f"  {name:14}{seconds * 1000:8.1f} ms   {said} clients   {verdict}")
    return "\n".join(lines)


def joins(cells: Sequence[Cell]) -> str:
    """How many times faster than rdflib-endpoint the joins are, and how many times the native server is."""
    lines = [
        f"  {cell.question.name:14}{cell.kind}, {cell.clients:2} clients: "
        f"{cell.ratio('weerbaar', 'rdflib'):.1f} times rdflib-endpoint "
        f"(native: {cell.ratio('native', 'rdflib'):.1f} times)"
        for cell in cells
        if "rdflib" in cell.runs
    ]
    return "\n".join(("joins, aim: at least 50 times rdflib-endpoint", *lines))


def first_byte(question: Question, found: Mapping[str, float]) -> str:
    """The time to the first byte of a large answer."""
    there, here = found["native"], found["weerbaar"]
    return (
        f"first byte of {question.name}: native {there * 1000:.1f} ms, weerbaar {here * 1000:.1f} ms, "
        f"{here / there if there else math.inf:.2f} times native (aim: at most 1.5)"
    )


def canned(found: Canned) -> str:
    """The canned query."""
    cold, warm = (seconds * 1000 for seconds in found.server)
    how = "by server-timing" if found.timing else "round trip less that of /health"
    return (
        f"{NAME}, median of {found.rows:.0f} rows: server time {cold:.2f} ms cold, {warm:.2f} ms warm "
        f"({how}), {found.prepared * 1000:.2f} ms prepared (aim: under 5)\n"
        f"  round trips: {found.cold * 1000:.2f} ms cold, {found.warm * 1000:.2f} ms warm, "
        f"/health {found.health * 1000:.2f} ms; the same SPARQL at native {found.native * 1000:.2f} ms"
    )


def _short(server: str) -> str:
    return server.removesuffix("-endpoint")
