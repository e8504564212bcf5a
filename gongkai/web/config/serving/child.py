"""The processes below the supervisor: `python -m gongkai.web.config.serving.child web|worker`."""

from __future__ import annotations

import os
import resource
import socket
import sys
from typing import Any

from gongkai.cli.messages import Failure, say
from gongkai.web.config.closed import create_for_owner_only
from gongkai.web.config.serving.parent import PARENT, end_with_parent

#: Connections that a process holds open at once, of which most are idle; each costs a descriptor and some kilobytes.
CONNECTIONS = 4096
#: A connection that says nothing, or not the whole head of its request, is closed after so long.
HEAD_SECONDS = 20
#: And one whose client takes nothing of its answer, after so long.
TAKING_SECONDS = 60
#: Bytes of a request's head, and of what is read ahead of a body.
READ_AHEAD = 64 * 1024


def web() -> None:
    """The HTTP server. Its own processes end with it as it ends with the supervisor."""
    # Late, all: one child needs one of them.
    from granian._granian import SocketHolder
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    from gongkai.web.config.settings import BIND, LOGGING, PORT, WORKERS

    class Listening(Server):  # type: ignore[misc, valid-type]
        """Granian's sockets know no limit for an answer that nobody takes; what they accept inherits ours."""

        def _init_shared_socket(self) -> None:
            self._sso = listening(BIND, PORT)
            self._ssp, self._shd = None, SocketHolder(self._sso.fileno(), False, self.backlog)  # type: ignore[call-arg]

    os.environ[PARENT] = str(os.getpid())
    server: Any = Listening(
        "gongkai.web.config.serving.front:front",
        address=BIND,
        port=PORT,
        interface=Interfaces.RSGI,
        workers=WORKERS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_SECONDS * 1000, max_buffer_size=READ_AHEAD),
        backpressure=room(),
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        websockets=False,
        log_level=LogLevels.error,
        log_dictconfig=LOGGING,
    )
    server.serve()


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there."""
    (family, kind, protocol, _, address), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    made = socket.socket(family, kind, protocol)
    for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):  # one that was killed may not be gone yet
        made.setsockopt(socket.SOL_SOCKET, option, 1)
    if sys.platform == "linux":
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, TAKING_SECONDS * 1000)
    made.bind(address)
    made.listen(1024)
    made.setblocking(False)
    made.set_inheritable(True)
    return made


def room() -> int:
    """How many connections a process may hold: as many as we want, or the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + 1024  # files, databases, answers that lie in files
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return CONNECTIONS if soft == resource.RLIM_INFINITY else max(64, min(CONNECTIONS, soft - min(1024, soft // 2)))


def worker() -> None:
    """The worker of the background tasks."""
    # Late, both: the other child needs neither.
    from django.core.management import execute_from_command_line

    from gongkai.web.config.failures import told

    try:
        with told():
            execute_from_command_line(["gongkai manage", "work"])
    except Failure as failure:
        say(str(failure))
        raise SystemExit(failure.code) from None


if __name__ == "__main__":
    end_with_parent()
    create_for_owner_only()
    {"web": web, "worker": worker}[sys.argv[1]]()
