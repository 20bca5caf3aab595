"""What the process of a query may not do: open a socket, write a file, start a program, fill the memory.

The engine follows `SERVICE` to any address, with no switch to forbid it. So the kernel forbids it: the first
`socket()` kills the process (seccomp(2)). That holds however the query spelled it.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Collection

FORBIDDEN = ("socket", "connect", "bind", "execve", "fork", "vfork")
"""System calls that kill the process. (`clone` stays: the store's own threads need it.)"""


KEPT = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "WEERBAAR_BASE", "LD_LIBRARY_PATH")
"""What it gets of our environment: no password, no setting."""


class SandboxUnavailable(OSError):
    """This system cannot forbid system calls: no Linux, or no libseccomp."""


def environment() -> dict[str, str]:
    """The environment of such a process."""
    return {name: os.environ[name] for name in KEPT if name in os.environ}


def limit_memory(megabytes: int) -> None:
    """Cap the address space of this process; allocating more fails, and ends it."""
    _cap(resource.RLIMIT_AS, megabytes << 20)
    _cap(resource.RLIMIT_CORE, 0)


def unlimit_memory() -> None:
    """Take back `limit_memory`, as far as the system allows."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def limit_time(seconds: float) -> None:
    """End this process after so many further seconds of computing, even when nobody is left to kill it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(usage.ru_utime + usage.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def limit_files(megabytes: int) -> None:
    """Cap the size of every file that this process writes."""
    _cap(resource.RLIMIT_FSIZE, megabytes << 20)


def forbid_system_calls(*, but: Collection[str] = ()) -> None:
    """From here on, reaching out kills this process, and every program that it becomes, with SIGSYS.

    `but` names calls that stay allowed. Raises `SandboxUnavailable`.
    """
    try:
        import pyseccomp
    except (ImportError, OSError, RuntimeError) as error:
        raise SandboxUnavailable(f"libseccomp cannot be loaded: {error}") from error
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for call in (call for call in FORBIDDEN if call not in but):
        try:
            rules.add_rule(pyseccomp.KILL_PROCESS, call)
        except OSError as error:  # not every machine has every call: there is no fork on arm64
            if call == "socket":
                raise SandboxUnavailable(f"the kernel cannot forbid {call}") from error
    rules.load()


def _cap(kind: int, limit: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
