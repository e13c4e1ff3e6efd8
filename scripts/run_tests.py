"""Runs the tests on SQLite, on PostgreSQL, with a Celery worker and in Chromium: run_tests.py [pytest's arguments]"""

from __future__ import annotations

import contextlib
import os
import sys
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

import debian
import services

NONE_COLLECTED = 5
CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
# The settings that a developer's own .env may hold and that would change what the tests see.
PLAIN = {
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "EMAIL_URL": "",
    "BASE_URL": "http://127.0.0.1:8000",
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
    "BEHIND_PROXY": "false",
    "SSL_REDIRECT": "false",
    "DEBUG": "false",
    "TIME_ZONE": "Europe/Paris",
}
PROCESSES = str(min(4, max(2, os.cpu_count() or 2)))


@dataclass
class Stage:
    """One run of pytest: which tests, on what, and what came of it."""

    name: str
    marks: str
    processes: str = PROCESSES
    needs: tuple[str, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)
    code: int | None = None
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    missing: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.code) and self.code != NONE_COLLECTED

    @property
    def empty(self) -> bool:
        return self.code == NONE_COLLECTED


STAGES = [
    Stage("SQLite", "not browser and not celery and not postgres"),
    Stage("PostgreSQL", "not browser and not celery and not sqlite", needs=("PostgreSQL",)),
    Stage("Celery", "celery", processes="0", needs=("PostgreSQL", "Redis")),
    Stage("Chromium", "browser", needs=("PostgreSQL", "Chromium")),
]


def start_services(stack: contextlib.ExitStack, folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Starts what can be had; answers the variables that lead to it, and a sentence for each service that's missing."""
    found, missing = {}, {}
    starts = {
        "PostgreSQL": ("DATABASE_URL", lambda: stack.enter_context(services.postgresql(folder))),
        "Redis": ("REDIS_URL", lambda: stack.enter_context(services.redis(folder))),
        "Chromium": ("CHROMIUM", find_chromium),
    }
    for name, (variable, start) in starts.items():
        try:
            found[variable] = start()
        except services.Unavailable as reason:
            missing[name] = str(reason)
            print(f"{name} can't be had here: {reason}", flush=True)
    return found, missing


def find_chromium() -> str:
    sentence = debian.ensure("chromium")
    path = debian.chromium()
    if sentence or path is None:
        raise services.Unavailable(f"Chromium: {sentence}")
    return path


def environment(stage: Stage, found: dict[str, str], folder: Path) -> dict[str, str]:
    """The person's own variables, less what would lead a test to something real."""
    variables = dict(os.environ) | PLAIN
    variables |= {
        "SECRET_KEY": "only-for-tests-" + folder.name,
        "CARNET_VAR": str(folder / f"files-{stage.name.lower()}"),
    }
    if "PostgreSQL" in stage.needs:
        variables["DATABASE_URL"] = found["DATABASE_URL"]
    if "Redis" in stage.needs:
        variables["REDIS_URL"] = found["REDIS_URL"]
    if "Chromium" in stage.needs:
        # Playwright's loop runs in the thread of the test, which Django would take for asynchronous code.
        variables |= {"CHROMIUM": found["CHROMIUM"], "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    return variables


def run_stage(stage: Stage, arguments: list[str], found: dict[str, str], folder: Path) -> None:
    print(f"\n=== {stage.name}", flush=True)
    report = folder / f"{stage.name.lower()}.xml"
    pytest = [sys.executable, "-m", "pytest", "-q", "-rfEs", "-m", stage.marks, "-n", stage.processes]
    command = [*pytest, f"--junitxml={report}", *arguments]
    begun = time.monotonic()
    stage.code = services.run_to_its_end(command, environment(stage, found, folder))
    stage.seconds = time.monotonic() - begun
    if report.exists():
        stage.counts = read_counts(report)


def read_counts(report: Path) -> dict[str, int]:
    suite = next(ElementTree.parse(report).getroot().iter("testsuite"))
    total, *bad = (int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped"))
    failed, skipped = bad[0] + bad[1], bad[2]
    return {"passed": total - failed - skipped, "failed": failed, "skipped": skipped}


def line(stage: Stage) -> str:
    if stage.missing:
        outcome = f"NOT RUN, {stage.missing} is missing"
    elif stage.empty:
        outcome = "NO TEST"
    else:
        counts = ", ".join(f"{count} {word}" for word, count in stage.counts.items() if count or word != "skipped")
        outcome = f"{counts or 'no report'} in {stage.seconds:.0f} s{'  FAILED' if stage.failed else ''}"
    return f"{stage.name:<12}{outcome}"


def verdict(stages: list[Stage], chosen: bool) -> int:
    """0 only where something ran and nothing failed; a stage without tests fails, unless the person chose tests."""
    if any(stage.failed for stage in stages):
        return 1
    if all(stage.empty or stage.missing for stage in stages):
        return NONE_COLLECTED
    if not chosen and any(stage.empty for stage in stages):
        return NONE_COLLECTED
    return 1 if CI and any(stage.missing for stage in stages) else 0


def main(arguments: list[str]) -> int:
    services.end_on_sigterm()
    missing_gettext = debian.ensure("gettext")
    if missing_gettext:
        print(missing_gettext)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(services.run_folder())
        found, missing = start_services(stack, folder)
        for stage in STAGES:
            stage.missing = " and ".join(name for name in stage.needs if name in missing)
            if not stage.missing:
                run_stage(stage, arguments, found, folder)
    print("\n=== Summary")
    print("\n".join(line(stage) for stage in STAGES))
    for name, reason in missing.items():
        print(f"{name} can't be had here: {reason}")
    return verdict(STAGES, bool(arguments))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
