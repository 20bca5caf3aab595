"""Style sheet, icon, and the documentation of the HTTP interface, all from this origin."""

from __future__ import annotations

from pathlib import Path

import fastapi_standalone_docs
from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from api.headers import POLICY
from api.web.pages import page

STATIC = Path(__file__).parents[1] / "web" / "static"
SWAGGER = Path(fastapi_standalone_docs.__file__).parent / "static" / "swagger"


def mount(app: FastAPI) -> None:
    """Add the static files and `/docs`."""
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.mount("/docs/assets", StaticFiles(directory=SWAGGER), name="swagger")

    @app.get("/docs", include_in_schema=False)
    def docs(request: Request) -> HTMLResponse:
        response = page(request, "docs.html")
        response.headers["content-security-policy"] = POLICY.replace(
            "style-src 'self'", "style-src 'self' 'unsafe-inline'"
        )
        return response
