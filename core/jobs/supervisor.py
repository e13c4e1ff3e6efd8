"""Starts the web server and the embedded worker, starts either again when it dies, and ends both with itself."""

import argparse
import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
POLL = 0.2
SHORT_LIFE = 10.0
LONGEST_PAUSE = 4.0  # with the poll and the start, a dead program is back within 5 seconds
GRACE = 10.0
PARENT_DEATH = 1  # PR_SET_PDEATHSIG of Linux's prctl


class PortInUse(Exception):
    """Another program listens there; the message is a sentence for the person at the keyboard."""


def listen(host: str, port: int) -> socket.socket:
    """The listening socket, held here so that requests wait, and are not refused, while the web server restarts."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PortInUse(
            f"Port {port} can't be used ({error.strerror}). Choose another: make run PORT={port % 65535 + 1}"
        )
    return listener


def follow_parent() -> None:
    """In a child about to start: have Linux end it when the supervisor is killed without warning."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PARENT_DEATH, signal.SIGTERM)


@dataclass
class Program:
    """One program that has to be running: its name, its command, the file descriptors that it inherits."""

    name: str
    command: list[str]
    inherited: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started: float = field(default=0.0, init=False)
    due: float = field(default=0.0, init=False)
    pause: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Starts it as the leader of a group of its own, so that all its children can be ended with it."""
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            pass_fds=self.inherited,
            start_new_session=True,
            preexec_fn=follow_parent,
        )
        self.started = time.monotonic()

    def look_after(self, say: Callable[[str], None]) -> None:
        """Notices that it has died, and starts it again after a pause that grows while it keeps dying young."""
        if self.process is not None and self.process.poll() is not None:
            self.plan_restart(say, self.process.returncode)
        if self.process is None and time.monotonic() >= self.due:
            self.start()

    def plan_restart(self, say: Callable[[str], None], code: int) -> None:
        now = time.monotonic()
        young = now - self.started < SHORT_LIFE
        self.pause = min(max(self.pause * 2, 0.5), LONGEST_PAUSE) if young else 0.0
        self.due = now + self.pause
        self.signal(signal.SIGKILL)
        self.process = None
        say(f"The {self.name} ended ({ending(code)}) and is started again.")

    def signal(self, number: int) -> None:
        """Sends a signal to the program and to whatever it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def ask_to_end(self) -> None:
        """SIGTERM to the program alone: it ends its own children in order."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None


def ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


class Supervisor:
    """Keeps programs running until SIGTERM, SIGINT or SIGHUP."""

    def __init__(self, programs: list[Program], ready: Callable[[], str] = lambda: "") -> None:
        self.programs = programs
        self.ready = ready
        self.signals = 0

    def say(self, sentence: str) -> None:
        print(sentence, flush=True)

    def note_signal(self, number: int, frame: object) -> None:
        self.signals += 1

    def run(self) -> int:
        """Works until a signal comes; a second signal ends everything without waiting."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.note_signal)
        try:
            for _ in self.beats():
                for program in self.programs:
                    program.look_after(self.say)
                self.announce()
        finally:
            self.end()
        return 0

    def beats(self) -> Iterator[None]:
        while not self.signals:
            yield
            time.sleep(POLL)

    def announce(self) -> None:
        """Says once that everything is up, in the words of `ready`, which answers "" until then."""
        sentence = self.ready()
        if sentence:
            self.ready = lambda: ""
            self.say(sentence)

    def end(self) -> None:
        """Asks every program to end, waits, and kills what is left of them and their children."""
        for program in self.programs:
            program.ask_to_end()
        deadline = time.monotonic() + GRACE
        while time.monotonic() < deadline and self.signals < 2 and not all(p.has_ended() for p in self.programs):
            time.sleep(0.05)
        for program in self.programs:
            program.signal(signal.SIGKILL)
            if program.process is not None:
                program.process.wait()


def web_command(listener: int) -> list[str]:
    """gunicorn, one process with threads: the embedded installation is one team on one machine."""
    options = ["--preload", "--workers=1", "--threads=4", "--worker-class=gthread", "--log-level=warning"]
    lean = ["--no-control-socket", f"--bind=fd://{listener}", "--graceful-timeout=5"]
    return [sys.executable, "-m", "gunicorn", *options, *lean, "crm_site.wsgi:application"]


def worker_command() -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), "worker"]


def when_it_answers(host: str, port: int) -> Callable[[], str]:
    """Answers the sentence with the address as soon as the web server answers anything, "" before."""
    reachable = "127.0.0.1" if host in ("", "0.0.0.0") else host
    address = f"http://{reachable}:{port}/"

    def ready() -> str:
        connection = http.client.HTTPConnection(reachable, port, timeout=0.5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            return ""
        finally:
            connection.close()
        return f"Carnet is running: {address}  (Ctrl+C ends it)"

    return ready


def main(arguments: list[str] | None = None) -> int:
    """Serves Carnet with its embedded worker until it is told to end."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--host", default="127.0.0.1")
    reader.add_argument("--port", type=int, default=8000)
    given = reader.parse_args(arguments)
    try:
        listener = listen(given.host, given.port)
    except PortInUse as refusal:
        print(refusal, file=sys.stderr)
        return 1
    web = Program("web server", web_command(listener.fileno()), inherited=(listener.fileno(),))
    worker = Program("worker", worker_command())
    port = listener.getsockname()[1]
    return Supervisor([web, worker], when_it_answers(given.host, port)).run()


if __name__ == "__main__":
    sys.exit(main())
