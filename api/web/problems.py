"""A problem, as a page for a person and as JSON for a program."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from api.problems import Problem, ProblemResponse
from api.web.pages import page, wants_html

DUTCH = {
    404: "Niet gevonden",
    406: "Deze vorm is er niet",
    422: "Deze waarde ken ik niet",
    503: "Even niet beschikbaar",
    504: "Dit duurde te lang",
}


def problem_response(request: Request, problem: Problem) -> Response:
    """The problem in the form that the client prefers."""
    try:
        html = wants_html(request)
    except Problem:
        html = False
    if not html:
        return ProblemResponse(problem)
    response = page(
        request,
        "problem.html",
        status=problem.status,
        problem=problem,
        dutch=DUTCH.get(problem.status, "Dit kan niet"),
    )
    response.headers.update({"cache-control": "no-store", **problem.headers})
    return response
