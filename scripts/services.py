"""PostgreSQL and Redis of one's own for tests and measurements: on free ports, in a folder of their own, gone after."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import debian

ROOT = Path(__file__).resolve().parent.parent
START_LIMIT = 30
# Data that may be lost with the machine's power is written several times faster.
FORGETFUL = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
LOCALE = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"


class Unavailable(Exception):
    """A service that can't be had here, as a sentence that names it."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def follow_parent(number: int) -> Callable[[], None]:
    """For a child about to start: have Linux end it when this process is killed without warning."""

    def arrange() -> None:
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, number)

    return arrange


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(question: Callable[[], bool], process: subprocess.Popen, name: str, log: Path) -> None:
    limit = time.monotonic() + START_LIMIT
    while time.monotonic() < limit and process.poll() is None:
        if question():
            return
        time.sleep(0.05)
    raise Unavailable(f"{name} did not start: {log.read_text(errors='replace')[-500:]}")


@contextlib.contextmanager
def running(command: list[str], folder: Path, ending: int, user: str | None = None) -> Iterator[subprocess.Popen]:
    """Runs a server in a session of its own and ends it by its process id, whatever happens."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=follow_parent(ending),
            **as_user(user),
        )
    try:
        yield process
    finally:
        process.send_signal(ending)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def as_user(name: str | None) -> dict[str, object]:
    if name is None:
        return {}
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}


def database_user() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as the user that its package made."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise Unavailable("PostgreSQL can't run as root, and there is no other user here.")


@contextlib.contextmanager
def own_folder(parent: Path, name: str, user: str | None = None) -> Iterator[Path]:
    """A folder below `parent`, or in the system's place for temporary files where the user can't get to `parent`."""
    folder = parent / name
    folder.mkdir(parents=True)
    if user is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
        if subprocess.run(["test", "-w", str(folder)], **as_user(user)).returncode != 0:
            folder = Path(tempfile.mkdtemp(prefix="carnet-"))
            os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def create_cluster(binaries: Path, folder: Path, user: str | None) -> str:
    """Makes an empty PostgreSQL and answers the password of its user carnet."""
    password = secrets.token_urlsafe(24)
    kept = folder / "password"
    kept.write_text(password)
    if user is not None:
        os.chown(kept, pwd.getpwnam(user).pw_uid, -1)
    kept.chmod(0o600)
    access = ["--username=carnet", f"--pwfile={kept}", "--auth=scram-sha-256"]
    letters = [f"--locale={LOCALE}", "--encoding=UTF8", "--no-sync"]
    command = [str(binaries / "initdb"), f"--pgdata={folder / 'data'}", *access, *letters]
    made = subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, **as_user(user)
    )
    kept.unlink()
    if made.returncode != 0:
        raise Unavailable(f"PostgreSQL could not be set up: {made.stderr.strip()[-500:]}")
    return password


def open_database(address: str) -> bool:
    import psycopg2

    try:
        psycopg2.connect(address).close()
    except psycopg2.OperationalError:
        return False
    return True


def create_database(address: str) -> None:
    import psycopg2

    connection = psycopg2.connect(address + "/postgres")
    connection.autocommit = True
    connection.cursor().execute("CREATE DATABASE carnet")
    connection.close()


@contextlib.contextmanager
def postgresql(parent: Path, durable: bool = False) -> Iterator[str]:
    """A PostgreSQL of one's own; gives its DATABASE_URL."""
    missing = debian.ensure("postgresql")
    binaries = debian.postgresql_folder()
    if missing or binaries is None:
        raise Unavailable(f"PostgreSQL: {missing}")
    user = database_user()
    with own_folder(parent, "postgresql", user) as folder:
        password = create_cluster(binaries, folder, user)
        port = free_port()
        options = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"]
        options += ["shared_buffers=256MB"] + ([] if durable else FORGETFUL)
        command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-p", str(port)]
        command += [part for option in options for part in ("-c", option)]
        address = f"postgres://carnet:{password}@127.0.0.1:{port}"
        with running(command, folder, signal.SIGINT, user) as process:
            wait_until(lambda: open_database(address + "/postgres"), process, "PostgreSQL", folder / "log")
            create_database(address)
            yield address + "/carnet"


@contextlib.contextmanager
def redis(parent: Path) -> Iterator[str]:
    """A Redis of one's own; gives its REDIS_URL."""
    missing = debian.ensure("redis")
    if missing:
        raise Unavailable(f"Redis: {missing}")
    with own_folder(parent, "redis") as folder:
        port = free_port()
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        with running(["redis-server", *options], folder, signal.SIGTERM) as process:
            wait_until(lambda: answers(port), process, "Redis", folder / "log")
            yield f"redis://127.0.0.1:{port}/0"


def remove_left_behind(var: Path) -> None:
    """Folders of runs that were killed without warning; a folder's name holds the process id of its run."""
    for folder in var.glob("run-*-*"):
        try:
            os.kill(int(folder.name.split("-")[1]), 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except (PermissionError, ValueError):
            continue


@contextlib.contextmanager
def run_folder() -> Iterator[Path]:
    """The folder of this run below var/; removed at its end."""
    var = ROOT / "var"
    var.mkdir(exist_ok=True)
    remove_left_behind(var)
    folder = Path(tempfile.mkdtemp(prefix=f"run-{os.getpid()}-", dir=var))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_to_its_end(command: list[str], variables: dict[str, str]) -> int:
    """Runs a command out of the terminal's reach, so that Ctrl+C lets it clean up once before it is ended."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=variables, start_new_session=True, preexec_fn=follow_parent(signal.SIGINT)
    )
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=30)
        raise
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def end_on_sigterm() -> None:
    """Has SIGTERM unwind like Ctrl+C, so that everything that was started is ended."""

    def unwind(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, unwind)
