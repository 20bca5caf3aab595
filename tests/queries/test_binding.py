"""Values never become SPARQL."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from queries.binding import ForbiddenService, MisplacedParameter, template

ASKED = "SELECT ?x WHERE { VALUES ?x { ?_x } }"


def solutions(query: str, store: Store | None = None) -> list[object]:
    answer = (store or Store()).query(query)
    assert isinstance(answer, QuerySolutions)
    return [solution[0] for solution in answer]


def test_a_slot_takes_one_term_or_several() -> None:
    one, two = NamedNode("urn:a"), Literal("b", language="nl")
    assert template(ASKED).bind({"x": (one,)}) == "SELECT ?x WHERE { VALUES ?x { <urn:a> } }"
    assert template(ASKED).bind({"x": (one, two)}) == 'SELECT ?x WHERE { VALUES ?x { <urn:a> "b"@nl } }'


def test_an_absent_value_leaves_the_variable_free() -> None:
    a, b = NamedNode("urn:a"), NamedNode("urn:b")
    store = Store()
    store.extend([Quad(a, a, b), Quad(b, a, b)])
    query = template("SELECT ?x WHERE { VALUES ?x { ?_x } ?x <urn:a> ?y }")
    assert set(solutions(query.bind({}), store)) == {a, b}
    assert solutions(query.bind({"x": (b,)}), store) == [b]


def test_a_parameter_may_stand_in_several_blocks_and_under_another_name() -> None:
    query = template("SELECT * { { VALUES ?a { ?_x } } UNION { values ?b {?_x} } }")
    assert query.names == {"x"}
    assert query.bind({"x": (NamedNode("urn:a"),)}).count("<urn:a>") == 2


@given(st.text())
def test_no_text_breaks_out_of_its_block(text: str) -> None:
    """The value comes back as it went in, as the only solution."""
    wellformed = "".join(c for c in text if not 0xD800 <= ord(c) <= 0xDFFF)
    term = Literal(wellformed)
    assert solutions(template(ASKED).bind({"x": (term,)})) == [term]


@pytest.mark.parametrize(
    "attack",
    ["> } DROP ALL #", '" } UNION { ?s ?p ?o', "\\u0022 }", "'''", "?_x", "VALUES ?x { ?_x }", "\n} #"],
)
def test_an_attack_is_just_a_text(attack: str) -> None:
    assert solutions(template(ASKED).bind({"x": (Literal(attack),)})) == [Literal(attack)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?_x }",
        "SELECT * { ?s ?p $_x }",
        "SELECT * { VALUES (?x ?y) { (?_x ?_y) } }",
        "SELECT * { VALUES ?x { <urn:a> ?_x } }",
        "SELECT * { FILTER(?x = ?_x) }",
    ],
)
def test_a_parameter_anywhere_else_is_refused(query: str) -> None:
    with pytest.raises(MisplacedParameter, match="may stand only in a block of its own"):
        template(query)


def test_a_parameter_in_a_comment_a_text_or_an_iri_is_no_parameter() -> None:
    query = "SELECT * { # VALUES ?x { ?_x } and ?_y\n ?s <urn:?_x> \"?_x VALUES ?x { ?_x }\" , '''?_z''' }"
    assert template(query).names == frozenset()
    assert template(query).bind({"x": (Literal("1"),)}) == query


def test_service_is_refused_but_may_be_spoken_of() -> None:
    with pytest.raises(ForbiddenService):
        template("SELECT * { service <http://example.org/> { ?s ?p ?o } }")
    assert template('SELECT * { ?s ?p "SERVICE" } # SERVICE').names == frozenset()
