"""Sites that are drilled: Carnet's real processes on this machine, started, killed, started again, ended by id."""

import contextlib
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from bench.running import descendants, free_port, get
from core.jobs.supervisor import follow_parent

ROOT = Path(__file__).resolve().parent.parent.parent
CELERY, EMBEDDED = "celery", "embedded"
START_LIMIT = 60
RESTART_PAUSE = 2.0  # RestartSec of deploy/systemd: a dead service is started again after it
POLL = 0.05
Answer = TypeVar("Answer")


class Failed(Exception):
    """A drill that did not come to its end, as a sentence that says where."""


def wait_for(question: Callable[[], Answer], limit: float, what: str) -> Answer:
    """The first answer that counts as yes; Failed after `limit` seconds."""
    end = time.monotonic() + limit
    while not (answer := question()):
        if time.monotonic() > end:
            raise Failed(f"waited {limit:.0f} s in vain for {what}")
        time.sleep(POLL)
    return answer


@dataclass
class Program:
    """One program in a process group of its own, ended as a whole by its id; its words go to a log."""

    name: str
    command: list[str]
    folder: Path
    process: subprocess.Popen | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=follow_parent,
            )  # fmt: skip

    def kill(self) -> None:
        """kill -9 to it and to all that it started."""
        if self.process is not None:
            kill_group(self.process.pid)
            self.process.wait()

    def end(self) -> None:
        """Ask it to end; what is left after a while is killed."""
        if self.process is not None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=15)
            self.kill()

    def last_words(self) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return f"--- {self.name}\n{text[-2000:]}"


def kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


@dataclass
class Site:
    """A running Carnet: `programs` by name, `address` of its pages."""

    kind: str
    address: str
    folder: Path
    programs: dict[str, Program] = field(default_factory=dict)

    def add(self, name: str, command: list[str]) -> Program:
        self.programs[name] = Program(name, command, self.folder)
        self.programs[name].start()
        return self.programs[name]

    def kill_worker(self) -> float:
        """kill -9 to the worker and all that it started; gives the moment."""
        if self.kind == EMBEDDED:
            kill_group(wait_for(self._embedded_worker, START_LIMIT, "the embedded worker"))
        else:
            self.programs["worker"].kill()
        return time.monotonic()

    def bring_back(self) -> None:
        """Start the worker again as systemd does; the embedded one's supervisor does it by itself."""
        if self.kind == CELERY:
            time.sleep(RESTART_PAUSE)
            self.programs["worker"].start()

    def _embedded_worker(self) -> int | None:
        supervisor = self.programs["supervisor"].process
        assert supervisor is not None
        return next((pid for pid in descendants(supervisor.pid) if _command_of(pid)[-2:] == ["manage.py", "worker"]), 0)

    def last_words(self) -> str:
        return "\n".join(program.last_words() for program in self.programs.values())

    def end(self) -> None:
        for program in reversed(self.programs.values()):
            program.end()


def _command_of(pid: int) -> list[str]:
    """The command of a process, its program files without their folders."""
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        return [Path(word).name for word in words if word]
    return []


def variables(kind: str, folder: Path) -> dict[str, str]:
    """The environment of the site and of the drill, which looks into the same database."""
    port = free_port()
    ours = {
        "BASE_URL": f"http://127.0.0.1:{port}", "ALLOWED_HOSTS": "127.0.0.1", "CARNET_VAR": str(folder / "var"),
        "STATIC_ROOT": str(ROOT / "var" / "drills" / "static"), "LOG_LEVEL": "WARNING", "EMAIL_URL": "",
        "DEBUG": "false", "BEHIND_PROXY": "false", "SSL_REDIRECT": "false", "MEDIA_ROOT": str(folder / "var" / "media"),
        "DJANGO_SETTINGS_MODULE": "crm_site.settings", "no_proxy": "127.0.0.1",
    }  # fmt: skip
    return ours | ({"DATABASE_URL": "", "REDIS_URL": ""} if kind == EMBEDDED else {})


def is_on_this_machine(address: str) -> bool:
    return urlsplit(address).hostname in ("127.0.0.1", "localhost", "::1")


@contextlib.contextmanager
def running(kind: str, folder: Path) -> Iterator[Site]:
    """An empty Carnet with its shipped lists, ready for requests and work; ended afterwards, whatever happens."""
    address = os.environ["BASE_URL"]
    site = Site(kind, address, folder)
    prepare(folder)
    port = urlsplit(address).port
    try:
        if kind == EMBEDDED:
            options = ["--host", "127.0.0.1", "--port", str(port)]
            site.add("supervisor", [sys.executable, "-m", "core.jobs.supervisor", *options])
        else:
            for name in ("web", "worker", "beat"):
                site.add(name, service_command(name, port))
            wait_for(worker_answers, START_LIMIT, "the Celery worker")
        wait_for(lambda: get(address + "/readyz"), START_LIMIT, "the web server")
        yield site
    except Exception:
        print(site.last_words(), file=sys.stderr)
        raise
    finally:
        site.end()


def prepare(folder: Path) -> None:
    """Tables, shipped lists, files for browsers: as before a first start."""
    static = Path(os.environ["STATIC_ROOT"])
    static.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, str(ROOT / "scripts" / "prepare.py"), "--demo", "none", "--language", "en"]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed("the site can't be prepared: " + (done.stdout + done.stderr)[-2000:])


def service_command(name: str, port: int | None) -> list[str]:
    """What deploy/systemd starts, with the programs of this installation and a port of our own."""
    unit = (ROOT / "deploy" / "systemd" / f"carnet-{name}.service").read_text()
    found = re.search(r"^ExecStart=(.+)$", unit, flags=re.MULTILINE)
    assert found is not None
    programs = f"{Path(sys.executable).parent}/"
    line = found[1].replace("/opt/carnet/.venv/bin/", programs).replace("127.0.0.1:8000", f"127.0.0.1:{port}")
    return shlex.split(line)


def worker_answers() -> bool:
    from crm_site.celery import app

    return bool(app.control.ping(timeout=0.5))
