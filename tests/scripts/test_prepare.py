"""The start prepares the files for browsers when they changed, and not otherwise."""

from pathlib import Path

import prepare
import pytest


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch, settings) -> Path:
    """A checkout with one style sheet."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "page.css").write_text("a { color: red }")
    (tmp_path / "requirements.txt").write_text("")
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    settings.STATIC_ROOT = tmp_path / "collected"
    return tmp_path


def test_files_are_collected_once_and_again_when_they_change(checkout, capsys):
    collected = checkout / "collected"
    prepare.collect_static(collected)
    prepare.collect_static(collected)
    assert capsys.readouterr().out.count("Preparing the files for browsers") == 1
    (checkout / "static" / "page.css").write_text("a { color: blue }")
    prepare.collect_static(collected)
    assert "blue" in (collected / "page.css").read_text()


def test_new_packages_bring_their_files_along(checkout):
    before = prepare.digest_of_static()
    (checkout / "requirements.txt").write_text("tabler==2")
    assert prepare.digest_of_static() != before
