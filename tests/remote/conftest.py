"""The service over engines elsewhere: real Oxigraph and Virtuoso servers, in turn."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from api.identity.caller import Scope
from api.identity.tokens import TokenFile
from graph.admission import Admission
from graph.catalogue import Entry
from graph.knowledge import Knowledge
from graph.marking import Marking
from graph.remote import RemoteStore
from ingest.rdf import to_graph
from tests import serving
from tests.graph.engines import ENGINES, served
from tests.graph.test_clearance import content, graph_of
from tests.policy.backends import settings_for
from tests.remote.elsewhere import Elsewhere, Run


@pytest.fixture(scope="session", params=ENGINES)
def elsewhere(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Elsewhere]:
    """The knowledge, the letter, and a graph of each marking with a canary in it."""
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "engines").mkdir()
    with served(request.param, folder / "engines") as engines:
        settings = settings_for(engines)
        store = RemoteStore(engines, folder / "data" / "remote.lock")
        with store.writing() as writer:
            Admission(writer, Knowledge.load()).admit(to_graph(serving.letter()))
            writer.publish(
                {graph_of(marking): content(marking) for marking in Marking},
                entries={graph_of(marking): Entry(marking=marking) for marking in Marking},
            )
        scopes = frozenset({Scope.READ, Scope.UPDATE, Scope.REVIEW})
        secret, _ = TokenFile(folder / "data").create("owner", scopes, Marking.RED, 1)
        service = serving.start(folder / "data", **settings)
        try:
            yield Elsewhere(request.param, service, settings, store, secret)
        finally:
            serving.stop(service)


@pytest.fixture
def run(elsewhere: Elsewhere) -> Run:
    """Runs `weerbaar …` with those settings: exit code, standard output, standard error."""
    environment = {
        **os.environ,
        "WEERBAAR_DATA": str(elsewhere.service.data),
        **{f"WEERBAAR_{name.upper()}": value for name, value in elsewhere.settings.items()},
    }

    def call(*arguments: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "api.cli", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        return done.returncode, done.stdout, done.stderr

    return call
