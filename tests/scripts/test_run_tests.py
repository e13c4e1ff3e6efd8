"""`make test` succeeds only where tests ran and passed, and names what it had to do without."""

import copy
from pathlib import Path

import pytest
import run_tests
import services
from run_tests import NONE_COLLECTED, Stage

PASSED, FAILED, INTERRUPTED = 0, 1, 2


def stages(*codes: int | str) -> list[Stage]:
    """A stage for each exit code of pytest, or for the name of a service that it had to do without."""
    made = []
    for number, code in enumerate(codes):
        stage = Stage(f"stage {number}", "")
        stage.code, stage.missing = (None, code) if isinstance(code, str) else (code, "")
        made.append(stage)
    return made


@pytest.mark.parametrize(
    ("codes", "chosen", "expected"),
    [
        ([PASSED, PASSED], False, 0),
        ([PASSED, FAILED], False, 1),
        ([INTERRUPTED, PASSED], False, 1),
        ([PASSED, NONE_COLLECTED], False, NONE_COLLECTED),
        ([PASSED, NONE_COLLECTED], True, 0),
        ([NONE_COLLECTED, NONE_COLLECTED], True, NONE_COLLECTED),
        ([NONE_COLLECTED, "Redis"], True, NONE_COLLECTED),
        (["Redis", "Chromium"], False, NONE_COLLECTED),
        ([FAILED, NONE_COLLECTED], True, 1),
    ],
)
def test_verdict(codes, chosen, expected, monkeypatch):
    monkeypatch.setattr(run_tests, "CI", False)
    assert run_tests.verdict(stages(*codes), chosen) == expected


@pytest.mark.parametrize(("ci", "expected"), [(True, 1), (False, 0)])
def test_missing_service_fails_continuous_integration_alone(ci, expected, monkeypatch):
    monkeypatch.setattr(run_tests, "CI", ci)
    assert run_tests.verdict(stages(PASSED, "Redis"), False) == expected


def test_missing_service_is_named():
    (stage,) = stages("PostgreSQL and Redis")
    assert run_tests.line(stage).endswith("NOT RUN, PostgreSQL and Redis is missing")


def test_every_stage_is_left_out_by_name_when_nothing_can_be_had(monkeypatch, capsys):
    def refuse(*args, **options):
        raise services.Unavailable("not to be had")

    monkeypatch.setattr(services, "postgresql", refuse)
    monkeypatch.setattr(services, "redis", refuse)
    monkeypatch.setattr(run_tests, "find_chromium", refuse)
    monkeypatch.setattr(run_tests, "STAGES", copy.deepcopy(run_tests.STAGES))
    monkeypatch.setattr(run_tests, "run_stage", lambda stage, *rest: setattr(stage, "code", PASSED))
    monkeypatch.setattr(services, "end_on_sigterm", lambda: None)
    monkeypatch.setattr(run_tests, "CI", True)
    assert run_tests.main([]) == 1
    said = capsys.readouterr().out
    assert "Celery      NOT RUN, PostgreSQL and Redis is missing" in said
    assert "Chromium can't be had here: not to be had" in said


def test_report_of_pytest_is_counted(tmp_path: Path):
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="2" errors="1" skipped="3"/></testsuites>')
    assert run_tests.read_counts(report) == {"passed": 3, "failed": 3, "skipped": 3}


def test_tests_are_kept_from_the_mail_account_of_the_person(tmp_path, monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp://mail.example.org")
    monkeypatch.setenv("DATABASE_URL", "postgres://production/carnet")
    variables = run_tests.environment(Stage("SQLite", ""), {}, tmp_path)
    assert variables["EMAIL_URL"] == variables["DATABASE_URL"] == ""
