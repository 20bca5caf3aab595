"""The dataset of an update request, put into the update itself (SPARQL 1.1 Protocol §2.2.3).

`using-graph-uri` and `using-named-graph-uri` mean what `USING` and `USING NAMED` mean in every operation.
They are put before each `WHERE` that the grammar allows them before (SPARQL 1.1 §19.8, `Modify`), and the
result is parsed again: it must say exactly that.
"""

from __future__ import annotations

from api.problems import Problem
from api.sparql.scan import scan
from graph.targets import Reads, targets
from ontology.namespaces import Iri


def with_dataset(update: str, default: tuple[str, ...], named: tuple[str, ...]) -> str:
    """The update over that dataset; as it is when the request names none.

    Raises:
        Problem: the update says itself where it looks.
        graph.errors.QueryError, graph.errors.QuerySyntaxError: it is refused or does not parse.
    """
    if not default and not named:
        return update
    for reads in targets(update, dataset_follows=True).reads:
        _require_silent(reads)  # so that no WHERE is that of a DELETE WHERE
    clauses = [*(f"USING <{iri}>" for iri in default), *(f"USING NAMED <{iri}>" for iri in named)]
    places = [word.position for word in scan(update).words if word.text == "WHERE" and word.depth == 0]
    made = update
    for place in reversed(places):
        made = f"{made[:place]}{' '.join(clauses)} {made[place:]}"
    wanted = Reads(tuple(map(Iri, default)), tuple(map(Iri, named)))
    if any(reads != wanted for reads in targets(made).reads):
        raise Problem(400, "bad-request", "The dataset of the request cannot be put into this update.")
    return made


def _require_silent(reads: Reads) -> None:
    if reads.short:
        detail = "DELETE WHERE takes no dataset; write DELETE { … } WHERE { … } with using-graph-uri."
        raise Problem(400, "bad-request", detail)
    if reads.using or reads.using_named or reads.with_graph:
        detail = "The update says USING or WITH, and the request using-graph-uri; only one of them may."
        raise Problem(400, "bad-request", detail)
