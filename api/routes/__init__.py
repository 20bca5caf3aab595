"""The routes of the service, one file per subject."""

from __future__ import annotations

from fastapi import FastAPI

from api.context import Context
from api.routes import assets, documents, explain, health, ontology, queries, review, start, things, void


def include(app: FastAPI, context: Context) -> None:
    """Add every route to the application."""
    app.include_router(start.router)
    app.include_router(queries.router(context.catalogue))
    app.include_router(explain.router(context.settings))
    app.include_router(documents.router)
    app.include_router(review.router)
    app.include_router(health.router)
    app.include_router(ontology.router)
    app.include_router(things.router)
    app.include_router(void.router)
    assets.mount(app)
