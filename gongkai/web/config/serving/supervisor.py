"""The supervisor: starts the server and the worker, starts again what dies, ends all of it.

It knows no Django app and opens no database, so hardly anything in it can fail.
"""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.cli.messages import Failure, say, t
from gongkai.web.config.serving.parent import announced

TICK = 0.2
#: A child that lived so long starts again at once; one that did not waits longer each time.
STEADY_SECONDS, FIRST_WAIT, LONGEST_WAIT = 60.0, 0.5, 30.0
#: What is under way may be finished; then no more is waited for.
GRACE_SECONDS = 10.0
START_SECONDS = 60.0
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass
class Child:
    """One process to keep alive."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = FIRST_WAIT
    due: float = 0.0

    def start(self) -> None:
        # In a session of its own: Ctrl-C in a terminal reaches the supervisor alone, which ends all in order.
        self.process = subprocess.Popen(self.command, env=announced(dict(os.environ)), start_new_session=True)
        self.started = time.monotonic()

    def mind(self) -> None:
        """Notice that it ended, and start it again when its time has come."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return
            self.process = None
            self.wait = FIRST_WAIT if now - self.started > STEADY_SECONDS else self.wait
            self.due = now + self.wait
            say(
                t("{name} 意外结束（{code}），{seconds:.1f} 秒后重新启动。").format(
                    name=self.name, code=code, seconds=self.wait
                )
            )
            self.wait = min(self.wait * 2, LONGEST_WAIT)
        elif now >= self.due:
            self.start()

    def signal(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    @property
    def over(self) -> bool:
        return self.process is None or self.process.poll() is not None


class Supervisor:
    """Children kept alive until a signal says that it is enough."""

    def __init__(self, names: list[str]) -> None:
        module = "gongkai.web.config.serving.child"
        self.children = [Child(name, [sys.executable, "-m", module, name]) for name in names]
        self.stopping = False

    def __enter__(self) -> Supervisor:
        for number in ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup leaves it
                signal.signal(number, self._stop)
        return self

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def __exit__(self, *_: object) -> None:
        """End all: asked first, and killed where that does not help."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        until = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < until and not all(child.over for child in self.children):
            time.sleep(TICK / 4)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()

    def answered(self, host: str, port: int) -> bool:
        """Start all, and wait until the server answers; False where a signal came first."""
        for child in self.children:
            child.start()
        until = time.monotonic() + START_SECONDS
        while not self.stopping:
            self._mind()
            if answers(host, port):
                return True
            if time.monotonic() > until:
                raise Failure(t("服务在 {seconds:.0f} 秒内没有启动，原因见上面的输出。").format(seconds=START_SECONDS))
        return False

    def _mind(self) -> None:
        for child in self.children:
            child.mind()
        time.sleep(TICK)

    def keep(self) -> None:
        """Mind the children until a signal comes."""
        while not self.stopping:
            self._mind()


def answers(host: str, port: int) -> bool:
    """Whether `/healthz` says 200."""
    connection = http.client.HTTPConnection(reachable(host), port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def reachable(host: str) -> str:
    """An address under which this machine reaches what listens there."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)


@contextmanager
def sole(home: Path) -> Iterator[None]:
    """Only one supervisor for a home: the lock goes with the process, however that ends."""
    with (home / "serve.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            message = t("{home} 中的实例已在运行（进程 {process}）。先停止它，或用 GONGKAI_HOME 指定另一个目录。")
            raise Failure(message.format(home=home, process=file.read().strip() or "?")) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def require_free(host: str, port: int) -> None:
    """That the port can be listened on, before anything else is begun."""
    try:
        (family, kind, protocol, _, address), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except socket.gaierror:
        raise Failure(t("没有 {host} 这个地址，请用 --host 另选。").format(host=host)) from None
    except OSError as error:
        message = t("不能在 {host}:{port} 上监听（{error}）。用 --port 另选一个端口，例如 --port {other}。")
        raise Failure(
            message.format(host=host, port=port, error=error.strerror, other=port + 1 if port < 65535 else 8000)
        ) from None


def prepared() -> dict[str, Any]:
    """Let a process of its own bring the instance up to date; what it reports."""
    command = [sys.executable, "-m", "django", "prepare", "--json"]
    process = subprocess.Popen(
        command, env=announced(dict(os.environ)), stdout=subprocess.PIPE, start_new_session=True
    )  # fmt: skip
    try:
        output, _ = process.communicate()
    except BaseException:
        process.terminate()
        raise
    if process.returncode:
        raise Failure(t("准备没有完成，原因见上面的输出。"))
    report: dict[str, Any] = json.loads(output.splitlines()[-1])
    return report
