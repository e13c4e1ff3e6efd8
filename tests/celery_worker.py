"""Fixtures for tests marked `celery`: a real worker, and a real beat, on the test's own database and Redis."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

ROOT = Path(__file__).resolve().parent.parent
QUEUES = "mail,exchange,documents,default"
LEAN = ["--concurrency=1", "--without-gossip", "--without-mingle", "--without-heartbeat"]


def address_of_database() -> str:
    """The address of the database that pytest made, which the worker has to share."""
    from django.db import connection

    address = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(address._replace(path="/" + connection.settings_dict["NAME"]))


def wait_for_worker(process: subprocess.Popen) -> None:
    from crm_site.celery import app

    limit = time.monotonic() + 30
    while time.monotonic() < limit:
        assert process.poll() is None, "the Celery worker ended while it started"
        if app.control.ping(timeout=0.3):
            return
    raise AssertionError("the Celery worker did not answer in 30 s")


@pytest.fixture
def start_celery(transactional_db: None, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen]]:
    """start_celery("worker", EMAIL_URL=…) or start_celery("beat"): a process that is ended after the test."""
    from core.jobs.supervisor import follow_parent

    with contextlib.ExitStack() as stack:

        def start(role: str = "worker", **variables: str) -> subprocess.Popen:
            environment = {
                **os.environ,
                "DATABASE_URL": address_of_database(),
                "CARNET_VAR": str(tmp_path),
                **variables,
            }
            options = ["-Q", QUEUES, *LEAN] if role == "worker" else ["--schedule", str(tmp_path / "beat")]
            command = [sys.executable, "-m", "celery", "-A", "crm_site", role, "--loglevel=warning", *options]
            process = subprocess.Popen(command, cwd=ROOT, env=environment, preexec_fn=follow_parent)
            stack.callback(end, process)
            if role == "worker":
                wait_for_worker(process)
            return process

        yield start


def end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
