"""The tests in the folder `sparql` of https://github.com/w3c/rdf-tests, read from their manifests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Final

import rdflib
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse
from rdflib import RDF, RDFS, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

BASE: Final = "https://w3c.github.io/rdf-tests/sparql/"
MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT: Final = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
_FROM: Final = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^<>]*)>", re.IGNORECASE)
_ORDER: Final = re.compile(r"\bORDER\s+BY\b[^{}]*$", re.IGNORECASE)


class Kind(Enum):
    """What a test asks of an engine."""

    QUERY = "query evaluation"
    UPDATE = "update evaluation"
    QUERY_SYNTAX = "query syntax"
    UPDATE_SYNTAX = "update syntax"


_KINDS: Final = {
    "QueryEvaluationTest": (Kind.QUERY, True),
    "CSVResultFormatTest": (Kind.QUERY, True),
    "UpdateEvaluationTest": (Kind.UPDATE, True),
    "PositiveSyntaxTest": (Kind.QUERY_SYNTAX, True),
    "NegativeSyntaxTest": (Kind.QUERY_SYNTAX, False),
    "PositiveUpdateSyntaxTest": (Kind.UPDATE_SYNTAX, True),
    "NegativeUpdateSyntaxTest": (Kind.UPDATE_SYNTAX, False),
}
"""By the class of a test, without the `11` of SPARQL 1.1: its kind, and whether what it sends is valid."""


@dataclass(frozen=True, slots=True)
class Data:
    """The files of a dataset: those of the default graph, and those of named graphs by IRI."""

    default: tuple[Path, ...] = ()
    named: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One test of the suite."""

    group: str
    """The folder, such as `sparql11/aggregates`."""
    name: str
    kind: Kind
    valid: bool
    """Whether an engine must take the request; a negative syntax test holds one that it must refuse."""
    base: str
    """IRI of the file of the request."""
    text: str
    data: Data
    result: Path | None = None
    after: Data = Data()
    """What an update leaves."""
    lax: bool = False
    """Any number of equal solutions is right (`REDUCED`)."""

    @property
    def key(self) -> str:
        """What the test goes by."""
        return f"{self.group}/{self.name}"

    @property
    def ordered(self) -> bool:
        """Whether the query orders its solutions."""
        return _ORDER.search(re.sub(r"#.*", "", self.text)) is not None

    @property
    def says_from(self) -> bool:
        """Whether the query names its dataset itself."""
        return _FROM.search(self.text) is not None


def iri_of(root: Path, path: Path) -> str:
    """The IRI of a file of the suite."""
    return BASE + path.relative_to(root).as_posix()


def read_cases(root: Path, group: str) -> Iterator[Case]:
    """The tests of a folder, in the order of its manifest."""
    manifest = rdflib.Graph()
    path = root / group / "manifest.ttl"
    manifest.parse(path, publicID=iri_of(root, path))
    entries = next(manifest.objects(None, MF.entries), None)
    for entry in Collection(manifest, entries) if entries is not None else ():
        test = _test(root, group, manifest, entry)
        if test is not None:
            yield test


def read_quads(root: Path, path: Path) -> tuple[Quad, ...]:
    """What a file holds, its blank nodes met nowhere else."""
    form = RdfFormat.from_extension(path.suffix.removeprefix("."))
    assert form is not None, path
    content = path.read_bytes()
    return tuple(parse(content, format=form, base_iri=iri_of(root, path), rename_blank_nodes=True))


def dataset(root: Path, data: Data) -> Iterator[Quad]:
    """A whole dataset."""
    for path in data.default:
        yield from read_quads(root, path)
    for name, path in data.named:
        graph = NamedNode(name)
        yield from (Quad(q.subject, q.predicate, q.object, graph) for q in read_quads(root, path))


def named_in(root: Path, data: Data) -> tuple[str, ...]:
    """The names of the named graphs, those without triples among them."""
    inside = (quad.graph_name for path in data.default for quad in read_quads(root, path))
    names = (name.value for name in inside if isinstance(name, NamedNode))
    return tuple(dict.fromkeys((*(name for name, _ in data.named), *names)))


def is_default(quad: Quad) -> bool:
    """Whether a quad stands in the default graph."""
    return isinstance(quad.graph_name, DefaultGraph)


def _test(root: Path, group: str, manifest: rdflib.Graph, entry: Node) -> Case | None:
    classes = [
        str(each).removeprefix(str(MF)).removesuffix("11") for each in manifest.objects(entry, RDF.type)
    ]
    found = next((_KINDS[each] for each in classes if each in _KINDS), None)
    action = manifest.value(entry, MF.action)
    if found is None or action is None:
        return None
    kind, valid = found
    request = manifest.value(action, QT.query) or manifest.value(action, UT.request) or action
    result = manifest.value(entry, MF.result)
    if str(request).endswith(".ru") and kind is Kind.QUERY_SYNTAX:
        kind = Kind.UPDATE_SYNTAX  # some manifests say of updates only that their syntax is wrong
    test = Case(
        group=group,
        name=re.split(r"[#/]", str(entry))[-1],
        kind=kind,
        valid=valid,
        base=str(request),
        text=_path(root, request).read_text(encoding="utf-8"),
        data=_data(root, manifest, action),
        result=_path(root, result) if isinstance(result, URIRef) else None,
        after=_data(root, manifest, result) if kind is Kind.UPDATE and result is not None else Data(),
        lax=(entry, MF.resultCardinality, MF.LaxCardinality) in manifest,
    )
    return replace(test, data=_of_from(root, test)) if kind is Kind.QUERY and test.says_from else test


def _data(root: Path, manifest: rdflib.Graph, node: Node) -> Data:
    default = [*manifest.objects(node, QT.data), *manifest.objects(node, UT.data)]
    named = [(str(iri), _path(root, iri)) for iri in manifest.objects(node, QT.graphData)]
    named += [
        (str(manifest.value(graph, RDFS.label)), _path(root, manifest.value(graph, UT.graph)))
        for graph in manifest.objects(node, UT.graphData)
    ]
    return Data(tuple(_path(root, iri) for iri in default), tuple(named))


def _of_from(root: Path, test: Case) -> Data:
    """The data of the test, with the files that its `FROM` names as graphs of that name."""
    iris = [test.base.rpartition("/")[0] + "/" + name for name in _FROM.findall(test.text)]
    files = {iri: _path(root, URIRef(iri)) for iri in iris}
    named = dict(test.data.named) | {iri: path for iri, path in files.items() if path.is_file()}
    return replace(test.data, named=tuple(named.items()))


def _path(root: Path, iri: Node | None) -> Path:
    return root / str(iri).removeprefix(BASE)
