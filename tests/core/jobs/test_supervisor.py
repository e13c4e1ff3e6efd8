"""The supervisor keeps its programs running, and leaves nothing behind."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.jobs import supervisor

ROOT = Path(__file__).resolve().parent.parent.parent.parent

# Two programs that write their process ids; the first has a child of its own.
FAMILY = """
import sys
from core.jobs.supervisor import Program, Supervisor
folder = sys.argv[1]
write = "import os, sys, time, pathlib; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(60)"
parent = (
    "import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', sys.argv[2], sys.argv[1] + '-child']);"
    + write
)
programs = [
    Program("first", [sys.executable, "-c", parent, folder + "/first", write]),
    Program("second", [sys.executable, "-c", write, folder + "/second"]),
]
sys.exit(Supervisor(programs).run())
"""


def wait_for(question: Callable[[], object], seconds: float = 8.0) -> object:
    """Asks until the answer is true; the limit is the test's."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        answer = question()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and waits to be collected doesn't."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


@pytest.fixture
def family(tmp_path: Path) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        [sys.executable, "-c", FAMILY, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    yield process
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    process.wait(timeout=15)
    process.stdout.close()


def pid_of(folder: Path, name: str) -> int:
    """The process id that a program wrote, once it is whole."""

    def read() -> int | None:
        path = folder / name
        return int(path.read_text() or 0) if path.exists() else None

    return wait_for(read)


@pytest.mark.parametrize("name", ["first", "second"])
def test_killed_program_is_back_within_five_seconds(family, tmp_path, name):
    before = pid_of(tmp_path, name)
    os.kill(before, signal.SIGKILL)
    after = wait_for(lambda: pid_of(tmp_path, name) not in (0, before) and pid_of(tmp_path, name), seconds=5)
    assert alive(after)
    assert family.poll() is None


def test_killed_program_takes_its_own_children_along(family, tmp_path):
    child = pid_of(tmp_path, "first-child")
    os.kill(pid_of(tmp_path, "first"), signal.SIGKILL)
    wait_for(lambda: not alive(child))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signal_ends_every_program_and_their_children(family, tmp_path, number):
    everyone = [pid_of(tmp_path, name) for name in ("first", "first-child", "second")]
    family.send_signal(number)
    assert family.wait(timeout=10) == 0
    wait_for(lambda: not any(alive(pid) for pid in everyone))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent died")
def test_killing_the_supervisor_itself_leaves_no_program(family, tmp_path):
    programs = [pid_of(tmp_path, name) for name in ("first", "second")]
    grandchild = pid_of(tmp_path, "first-child")
    family.kill()
    wait_for(lambda: not any(alive(pid) for pid in programs))
    os.kill(grandchild, signal.SIGKILL)  # a real web server ends its own children; this one only sleeps


def test_restart_is_said_in_one_sentence(family, tmp_path):
    os.kill(pid_of(tmp_path, "second"), signal.SIGKILL)
    assert family.stdout.readline() == "The second ended (signal 9) and is started again.\n"


def test_pause_grows_for_a_program_that_dies_young_but_stays_below_five_seconds():
    program = supervisor.Program("worker", [])
    said: list[str] = []
    pauses = []
    for _ in range(8):
        program.started = time.monotonic()
        program.plan_restart(said.append, 1)
        pauses.append(program.pause)
    assert pauses == [0.5, 1.0, 2.0, 4.0, 4.0, 4.0, 4.0, 4.0]
    assert supervisor.LONGEST_PAUSE + supervisor.POLL < 5
    assert said[0] == "The worker ended (exit code 1) and is started again."


def test_program_that_ran_for_long_is_started_again_at_once():
    program = supervisor.Program("worker", [])
    program.pause = 4.0
    program.started = time.monotonic() - supervisor.SHORT_LIFE - 1
    program.plan_restart(lambda sentence: None, -15)
    assert program.pause == 0.0


def test_port_in_use_is_one_sentence_that_names_another(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert supervisor.main(["--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"Port {port} can't be used (Address already in use)" in said
    assert f"make run PORT={port + 1}" in said


def test_readiness_is_silent_until_somebody_answers():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert supervisor.when_it_answers("127.0.0.1", port)() == ""


def test_commands_start_programs_that_exist():
    from django.core.management import get_commands

    assert "worker" in get_commands()
    assert "supervise" in get_commands()
    web = supervisor.web_command(5)
    assert web[:3] == [sys.executable, "-m", "gunicorn"]
    assert "--bind=fd://5" in web
    options = subprocess.run([*web[:-1], "--check-config", "crm_site.wsgi:application"], cwd=ROOT, capture_output=True)
    assert options.returncode == 0, options.stderr.decode()


def test_supervisor_itself_needs_no_django():
    loaded = "import sys, core.jobs.supervisor; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], cwd=ROOT).returncode == 0
