"""The process from which the processes of queries are forked: importing what they need takes it once.

`python -m api.sparql.forking [SNAPSHOT MEGABYTES]` with one end of a pair of sockets as standard input. It
says `READY` when it has imported all, and has made a copy of the snapshot in memory if one is named. A
message of `START` with a worker's own socket forks one, which shares the copy; the answer is a message of
`EVENT` with its process number, and another comes when it has ended. It ends when the server does. It opens
no store on disk and evaluates nothing.
"""

from __future__ import annotations

import gc
import os
import selectors
import signal
import socket
import struct
import sys
from contextlib import suppress
from typing import Final

from api.sparql import worker
from api.sparql.copying import Copy, CopyFailed, copy_of

START: Final = struct.Struct("<I")
"""The megabytes that the worker may take."""
EVENT: Final = struct.Struct("<Bii")
"""What happened (`READY`, `STARTED`, `ENDED`), to which process, and its exit code, negative for a signal."""
READY: Final = 0
STARTED: Final = 1
ENDED: Final = 2


def main(copy: Copy | None) -> None:
    """Fork workers until standard input ends."""
    control = socket.socket(fileno=0)
    ended, tell = socket.socketpair()
    tell.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(tell.fileno())
    workers: set[int] = set()
    gc.freeze()  # what is here now is never garbage: so no worker touches, and copies, its pages
    try:
        with suppress(ConnectionError):
            control.sendall(EVENT.pack(READY, 0, 0))
            _serve(control, (ended, tell), workers, copy)
    finally:
        _kill(workers)


def _serve(
    control: socket.socket, ours: tuple[socket.socket, socket.socket], workers: set[int], copy: Copy | None
) -> None:
    """Start and reap workers until the server has gone."""
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        selector.register(ours[0], selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is ours[0]:
                    ours[0].recv(4096)
                    _reap(control, workers)
                elif not _start(control, ours, workers, copy):
                    return


def _start(
    control: socket.socket, ours: tuple[socket.socket, ...], workers: set[int], copy: Copy | None
) -> bool:
    """Fork one worker; false when the server has gone."""
    data, descriptors, _, _ = socket.recv_fds(control, START.size, 1)
    if not descriptors:
        return False
    (megabytes,) = START.unpack(data)
    number = os.fork()
    if number == 0:
        _become_worker(descriptors[0], ours, megabytes, copy)
    workers.add(number)
    os.close(descriptors[0])
    control.sendall(EVENT.pack(STARTED, number, 0))
    return True


def _kill(workers: set[int]) -> None:
    """End what still runs for a server that has gone: nobody waits for it, and nobody limits it any more."""
    for number in workers:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


def _become_worker(
    descriptor: int, ours: tuple[socket.socket, ...], megabytes: int, copy: Copy | None
) -> None:
    """Go on as a worker whose standard input and output are its socket; never returns."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for unused in ours:
            unused.close()
        os.dup2(descriptor, 0)
        os.dup2(descriptor, 1)
        os.close(descriptor)
        worker.main(megabytes, copy)
        code = 0
    finally:
        os._exit(code)


def _reap(control: socket.socket, workers: set[int]) -> None:
    """Tell of every worker that has ended."""
    while True:
        try:
            number, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if number == 0:
            return
        workers.discard(number)
        control.sendall(EVENT.pack(ENDED, number, os.waitstatus_to_exitcode(status)))


def _copy(snapshot: str, megabytes: str) -> Copy:
    """The copy; without it this process ends with a word on why."""
    try:
        return copy_of(snapshot, int(megabytes))
    except CopyFailed as error:
        sys.exit(str(error))


if __name__ == "__main__":
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))  # uvloop hands on more: held open here, no end would be seen
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which then ends us
    main(_copy(*sys.argv[1:]) if sys.argv[1:] else None)
