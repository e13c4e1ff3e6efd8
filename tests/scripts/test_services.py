"""What tests and measurements start is ended with them, and what was left behind is removed."""

import os
import subprocess
import sys
import time

import pytest
import services


def is_running(pid: str) -> bool:
    """Whether the process works; one that has ended and waits to be collected doesn't."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


def test_command_is_run_with_its_variables_and_its_exit_code_is_told():
    command = [sys.executable, "-c", "import os, sys; sys.exit(int(os.environ['WANTED']))"]
    assert services.run_to_its_end(command, {**os.environ, "WANTED": "7"}) == 7


def test_command_takes_what_it_started_along(tmp_path):
    child = "import time; time.sleep(60)"
    start = f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', {child!r}]).pid, flush=True)"
    kept = tmp_path / "pid"
    code = f"import sys; sys.stdout = open({str(kept)!r}, 'w'); {start}"
    services.run_to_its_end([sys.executable, "-c", code], dict(os.environ))
    limit = time.monotonic() + 10
    while is_running(kept.read_text().strip()):
        assert time.monotonic() < limit, "the child goes on"
        time.sleep(0.05)


def test_folder_of_a_run_is_gone_after_it_even_when_it_fails(tmp_path, monkeypatch):
    monkeypatch.setattr(services, "ROOT", tmp_path)
    with pytest.raises(KeyboardInterrupt), services.run_folder() as folder:
        (folder / "file").write_text("x")
        raise KeyboardInterrupt
    assert list((tmp_path / "var").iterdir()) == []


def test_folder_of_a_killed_run_is_removed_and_that_of_a_living_one_is_kept(tmp_path):
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    for name in (f"run-{gone.stdout.strip()}-a", f"run-{os.getpid()}-b", "run-of-somebody", "media"):
        (tmp_path / name).mkdir()
    services.remove_left_behind(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["media", f"run-{os.getpid()}-b", "run-of-somebody"]
