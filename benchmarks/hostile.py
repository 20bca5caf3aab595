"""What hostile queries do to ordinary ones: `python -m benchmarks.hostile`.

Four clients ask ordinary queries, first alone, then beside six clients that send the hostile queries of
`tests/protocol/test_hostile_queries.py` without pause. Prints median and 95th percentile of the ordinary
ones, their ratio to the quiet run, and the largest memory of all processes together.
"""

from __future__ import annotations

import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.protocol.test_hostile_queries import HOSTILE, ordinary
from tests.serving import Service, data_folder, family, start, stop

CLIENTS, ROUNDS, ATTACKERS = 4, 100, 6


def ask(url: str) -> list[float]:
    """The milliseconds of each of `ROUNDS` ordinary queries of one client."""
    times = []
    with httpx.Client(base_url=url, timeout=60) as client:
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            client.get("/sparql", params={"query": ordinary()}).raise_for_status()
            times.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.02)
    return times


def measure(url: str) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        times = [each for client in pool.map(ask, [url] * CLIENTS) for each in client]
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def attack(url: str, done: threading.Event, counts: dict[int, int]) -> None:
    """Send hostile queries until told to stop."""
    with httpx.Client(base_url=url, timeout=60) as client:
        while not done.is_set():
            for query in HOSTILE.values():
                if done.is_set():
                    return
                try:
                    status = client.post("/sparql", data={"query": query}).status_code
                except httpx.RemoteProtocolError:
                    status = 0
                counts[status] = counts.get(status, 0) + 1


def memory(service: Service) -> int:
    """Megabytes that the service and its processes hold now."""
    total = 0
    for pid in family(service.process.pid):
        try:
            pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += pages * 4096 >> 20
    return total


def main() -> None:
    """Measure and print."""
    service = start(data_folder())
    measure(service.url)
    quiet = measure(service.url)
    done, counts, peak = threading.Event(), {}, [0]

    def watch() -> None:
        while not done.wait(0.1):
            peak[0] = max(peak[0], memory(service))

    threads = [threading.Thread(target=attack, args=(service.url, done, counts)) for _ in range(ATTACKERS)]
    for thread in [*threads, threading.Thread(target=watch)]:
        thread.start()
    time.sleep(2)
    besieged = measure(service.url)
    done.set()
    for thread in threads:
        thread.join()
    stop(service)
    print(f"quiet     median {quiet[0]:6.1f} ms   p95 {quiet[1]:6.1f} ms")
    print(f"besieged  median {besieged[0]:6.1f} ms   p95 {besieged[1]:6.1f} ms   memory {peak[0]} MB")
    print(f"ratio     median {besieged[0] / quiet[0]:6.1f}      p95 {besieged[1] / quiet[1]:6.1f}")
    print(f"hostile answers by status (0: broken off): {dict(sorted(counts.items()))}")


if __name__ == "__main__":
    main()
