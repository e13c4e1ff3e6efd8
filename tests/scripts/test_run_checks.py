"""`make check` fails when one check fails, and says which one it had to leave out."""

from pathlib import Path

import pytest
import run_checks
from run_checks import Check, Result


def check(name: str, result: Result) -> Check:
    return Check(name, lambda folder: result)


@pytest.mark.parametrize(
    ("results", "code", "said"),
    [
        ([Result(True), Result(True)], 0, "2 checks passed, 0 failed"),
        ([Result(True), Result(False, "line 3")], 1, "Failed: check-1"),
        ([Result(True), Result(True, "no network", left_out=True)], 0, "Left out: check-1"),
    ],
)
def test_summary_and_exit_code(results, code, said, monkeypatch, capsys):
    monkeypatch.setattr(run_checks, "CHECKS", [check(f"check-{n}", result) for n, result in enumerate(results)])
    assert run_checks.main([]) == code
    assert said in capsys.readouterr().out


def test_words_of_a_failed_check_are_shown(monkeypatch, capsys):
    monkeypatch.setattr(run_checks, "CHECKS", [check("lint", Result(False, "contacts/views.py:3: too long"))])
    run_checks.main([])
    assert "contacts/views.py:3: too long" in capsys.readouterr().out


def test_unknown_check_is_answered_with_the_names(capsys):
    assert run_checks.main(["spelling"]) == 2
    said = capsys.readouterr().out
    assert "There is no check “spelling”" in said
    assert all(each.name in said for each in run_checks.CHECKS)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Result(True, "No known vulnerabilities found"), Result(True, "No known vulnerabilities found")),
        (Result(False, "pillow 1.0  PYSEC-1"), Result(False, "pillow 1.0  PYSEC-1")),
        (
            Result(False, "requests.exceptions.ConnectionError: Max retries exceeded"),
            Result(True, "the list of known holes could not be reached", left_out=True),
        ),
    ],
)
def test_known_hole_fails_and_a_network_that_says_no_is_named(outcome, expected, monkeypatch):
    monkeypatch.setattr(run_checks, "call", lambda command, folder: outcome)
    assert run_checks.audit(Path()) == expected
