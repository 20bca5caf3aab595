"""The report on conformance: that it tells right answers from wrong ones, over the real service.

The W3C suite is not part of the repository: `python -m benchmarks.conformance` takes a checkout of it. Here
is a suite of a few tests in its shape, some of whose expected results are wrong on purpose.
"""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from benchmarks.conformance.answers import Table, same
from benchmarks.conformance.outcome import Outcome, Verdict, of_engine
from benchmarks.conformance.service import Asking, serving, shelves
from benchmarks.conformance.suite import BASE, Case, Kind, read_cases
from benchmarks.conformance.updates import DEFAULT, HOME, Updating, in_named_graphs, moved

PREFIXES = """@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
@prefix ut: <http://www.w3.org/2009/sparql/tests/test-update#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
INTEGER = '"type":"literal","datatype":"http://www.w3.org/2001/XMLSchema#integer"'
NUMBERS = '{"head":{"vars":["n"]},"results":{"bindings":[%s]}}'


def numbers(*texts: str) -> str:
    """A result file of integers."""
    return NUMBERS % ",".join(f'{{"n":{{{INTEGER},"value":"{text}"}}}}' for text in texts)


FILES = {
    "data.ttl": '@prefix : <http://example.org/> . :a :p 1, 2 ; :q [ :p "x"@en ] .',
    "more.ttl": "@prefix : <http://example.org/> . :b :p 3 .",
    "order.rq": "SELECT ?n { ?s <http://example.org/p> ?n FILTER(ISNUMERIC(?n)) } ORDER BY DESC(?n)",
    "order.srj": numbers("2", "1"),
    "wrong.srj": numbers("1", "2"),
    "lexical.srj": numbers("02", "1"),
    "named.rq": "ASK { GRAPH <more.ttl> { ?s ?p 3 } FILTER NOT EXISTS { ?s ?p 3 } }",
    "from.rq": "ASK FROM <more.ttl> { ?s ?p 3 FILTER NOT EXISTS { ?x ?y 1 } }",
    "true.srj": '{"head":{},"boolean":true}',
    "false.srj": '{"head":{},"boolean":false}',
    "copy.rq": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
    "bad.rq": "SELECT * { ?s ?p }",
    "service.rq": "ASK { SERVICE <http://127.0.0.1:9/> { } }",
    "insert.ru": "PREFIX : <http://example.org/> INSERT { ?s :r ?n } WHERE { ?s :p ?n } ; COPY DEFAULT TO :g",
    "inserted.ttl": "@prefix : <http://example.org/> . :b :p 3 ; :r 3 .",
    "load.ru": "LOAD <http://127.0.0.1:9/>",
}
ASKED = "mf:QueryEvaluationTest ; mf:action [ qt:query <{}> ; qt:data <data.ttl> {} ] ; mf:result <{}>"
CHANGED = "mf:UpdateEvaluationTest ; mf:action [ ut:request <{}> ; ut:data <more.ttl> ] ; mf:result [ {} ]"
SHOWN = 'ut:graphData [ ut:graph <inserted.ttl> ; rdfs:label "http://example.org/g" ]'
ENTRIES = {
    "order": ASKED.format("order.rq", "", "order.srj"),
    "wrong": ASKED.format("order.rq", "", "wrong.srj"),
    "lexical": ASKED.format("order.rq", "", "lexical.srj"),
    "named": ASKED.format("named.rq", "; qt:graphData <more.ttl>", "true.srj"),
    "from": ASKED.format("from.rq", "", "true.srj"),
    "lie": ASKED.format("from.rq", "", "false.srj"),
    "copy": ASKED.format("copy.rq", "", "data.ttl"),
    "bad": "mf:NegativeSyntaxTest11 ; mf:action <bad.rq>",
    "good": "mf:PositiveSyntaxTest11 ; mf:action <bad.rq>",
    "service": "mf:PositiveSyntaxTest11 ; mf:action <service.rq>",
    "insert": CHANGED.format("insert.ru", f"ut:data <inserted.ttl> ; {SHOWN}"),
    "loses": CHANGED.format("insert.ru", "ut:data <inserted.ttl>"),
    "load": CHANGED.format("load.ru", ""),
}
WRONG = {"wrong", "lie", "good", "loses"}
BY_DESIGN = {"service", "load"}
UPDATES = (Kind.UPDATE, Kind.UPDATE_SYNTAX)


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A suite of one group."""
    root = tmp_path_factory.mktemp("suite")
    folder = root / "sparql11" / "few"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    entries = "\n".join(f"<#{name}> a {text} ." for name, text in ENTRIES.items())
    names = " ".join(f"<#{name}>" for name in ENTRIES)
    manifest = f"{PREFIXES}<> mf:entries ( {names} ) .\n{entries}"
    (folder / "manifest.ttl").write_text(manifest, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def found(suite: Path) -> list[Case]:
    """Its tests."""
    return list(read_cases(suite, "sparql11/few"))


def test_a_manifest_is_read(suite: Path, found: list[Case]) -> None:
    assert [test.name for test in found] == list(ENTRIES)
    named = next(test for test in found if test.name == "named")
    assert named.base == f"{BASE}sparql11/few/named.rq" and [path.name for path in named.data.default] == [
        "data.ttl"
    ]
    assert named.data.named == ((f"{BASE}sparql11/few/more.ttl", suite / "sparql11/few/more.ttl"),)
    assert {test.name for test in found if not test.valid} == {"bad"}


def verdicts(outcomes: dict[str, Outcome]) -> dict[str, set[str]]:
    """The names of the tests, by what became of them."""
    return {each.value: {name for name, it in outcomes.items() if it.verdict is each} for each in Verdict}


def test_the_service_is_told_right_from_wrong(suite: Path, found: list[Case]) -> None:
    queries = [test for test in found if test.kind not in UPDATES]
    (shelf,) = shelves(suite, queries)
    with serving(suite, shelf.graphs) as client:
        asking = Asking(suite, client)
        outcomes = {test.name: asking.outcome(test) for test in queries}
    assert asking.compared > 10 and asking.disagreed == []
    with Updating.serving(suite) as updating:
        outcomes |= {test.name: updating.outcome(test) for test in found if test.kind in UPDATES}
    told = verdicts(outcomes)
    assert told["other"] == WRONG, outcomes
    assert told["same values"] == {"lexical"}
    assert told["refused by design"] == BY_DESIGN
    assert all(outcomes[name].why for name in (*WRONG, *BY_DESIGN))


def test_the_engine_alone_says_the_same(suite: Path, found: list[Case]) -> None:
    told = verdicts({test.name: of_engine(suite, test) for test in found if test.name not in BY_DESIGN})
    assert told["other"] == WRONG and told["same values"] == {"lexical"}


@pytest.mark.parametrize(
    ("one", "other", "lax", "equal"),
    [
        ("ab", "ba", False, True),
        ("aab", "ab", False, False),
        ("aab", "abb", True, True),
        ("xy", "yx", False, True),
        ("xx", "xy", False, False),
    ],
)
def test_solutions_are_a_bag_up_to_the_names_of_blank_nodes(
    one: str, other: str, lax: bool, equal: bool
) -> None:
    """Letters a and b stand for literals, x and y for blank nodes in the two columns of one solution."""

    def table(letters: str) -> Table:
        terms = [BlankNode(letter) if letter in "xy" else Literal(letter) for letter in letters]
        if letters[0] in "xy":
            return Table(frozenset("st"), ((("s", terms[0]), ("t", terms[1])),))
        return Table(frozenset("s"), tuple((("s", term),) for term in terms))

    assert same(table(one), table(other), lax=lax) is equal


def test_order_counts_where_it_is_asked_for() -> None:
    rows = tuple((("s", NamedNode(f"urn:{number}")),) for number in range(3))
    ordered = Table(frozenset("s"), rows, ordered=True)
    assert not same(ordered, Table(frozenset("s"), rows[::-1]))
    assert same(Table(frozenset("s"), rows), Table(frozenset("s"), rows[::-1]))


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("CLEAR DEFAULT", "CLEAR SILENT GRAPH <d>"),
        ("COPY DEFAULT TO <urn:g>", "COPY GRAPH <d> TO <urn:g>"),
        ("INSERT DATA { <urn:s> <urn:p> 1 }", "INSERT DATA { GRAPH <d> { <urn:s> <urn:p> 1 } }"),
        ("DELETE DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }", None),
        ("WITH <urn:g> DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } WHERE { ?s ?p 1 }", None),
        (
            "DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } USING <urn:g> WHERE { ?s ?p 1 } ; DROP DEFAULT",
            "WITH <d> DELETE { ?s ?p 1 } INSERT { ?s ?p 2 } USING <urn:g> WHERE { ?s ?p 1 } ; "
            "DROP SILENT GRAPH <d>",
        ),
        ("DELETE WHERE { ?s ?p 1 }", "DELETE WHERE { GRAPH <d> { ?s ?p 1 } }"),
    ],
)
def test_an_update_names_the_graph_that_stands_for_the_default_graph(
    update: str, expected: str | None
) -> None:
    made = in_named_graphs(update).replace(DEFAULT, "d")
    assert " ".join(made.split()) == (expected or update)


def test_the_suites_names_go_under_the_callers() -> None:
    assert moved("<http://example.org/g1> <http://www.example.com/>") == (
        f"<{HOME}example.org/g1> <{HOME}www.example.com/>"
    )
