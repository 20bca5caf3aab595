"""Writing through several serving processes: in turn, nothing lost, and at once to be seen through each."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from tests.api.several import servers
from tests.protocol.test_update_order import COUNTER, increment
from tests.protocol.writers import UPDATE, Writable, writable

COUNT = f"SELECT ?n {{ GRAPH <{COUNTER}> {{ <urn:counter> <urn:is> ?n }} }}"


@dataclass
class Seen:
    """What clients saw, whichever process answered."""

    tags: dict[int, set[str]] = field(default_factory=dict)
    """Of each version."""
    counts: dict[int, set[int]] = field(default_factory=dict)
    """What the counter said in it."""


def look(world: Writable, seen: Seen) -> int:
    """Ask over a connection of its own; the version that answered."""
    with world.client() as client:
        answer = client.get("/sparql", params={"query": COUNT}).raise_for_status()
    version = int(answer.headers["dataset-version"])
    seen.tags.setdefault(version, set()).add(answer.headers["etag"])
    seen.counts.setdefault(version, set()).add(int(answer.json()["results"]["bindings"][0]["n"]["value"]))
    return version


@pytest.mark.parametrize("times", [16, pytest.param(60, marks=pytest.mark.slow)])
def test_no_increment_is_lost_and_each_is_seen_at_once(times: int) -> None:
    seen = Seen()
    with writable(serving_processes="2", requests_per_minute="0") as world:
        with world.client() as writer:
            start = f"INSERT DATA {{ GRAPH <{COUNTER}> {{ <urn:counter> <urn:is> 0 }} }}"
            writer.post("/sparql", content=start, headers=UPDATE).raise_for_status()

        def client(_: int) -> list[int]:
            """Its share of the increments, each over a new connection, and looks over four others."""
            made = []
            for _ in range(times // 4):
                with world.client() as writer:
                    version, turned_away = increment(writer)
                assert turned_away == 0, "whoever waits gets a turn"
                made.append(version)
                assert all(look(world, seen) >= version for _ in range(4))
            return made

        with ThreadPoolExecutor(4) as pool:
            made = [version for versions in pool.map(client, range(4)) for version in versions]
        assert len(set(made)) == times, "each is a version of its own"
        last = look(world, seen)
        written = {line["version"]: line for line in world.audit() if line["method"] == "POST"}
        assert set(made) < written.keys()
        assert len(servers(world.service)) == 2
    assert seen.counts[last] == {times}
    assert all(len(tags) == 1 for tags in seen.tags.values()), "one tag for each version"
    assert all(len(counts) == 1 for counts in seen.counts.values()), "and one content"
