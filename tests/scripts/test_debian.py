"""What Debian has to give is installed for root, and named in one sentence for everybody else."""

from pathlib import Path

import debian
import pytest


@pytest.fixture
def machine(monkeypatch):
    """machine(root=…, apt=…, works=…): a machine on which Redis is missing."""

    def make(root: bool, apt: bool = True, works: bool = True) -> list[list[str]]:
        asked: list[list[str]] = []
        present = {"redis": False}

        def install(packages: list[str]) -> bool:
            asked.append(packages)
            present["redis"] = works
            return works

        monkeypatch.setattr(debian.os, "geteuid", lambda: 0 if root else 1000)
        monkeypatch.setattr(debian.shutil, "which", lambda name: "/usr/bin/" + name if apt else None)
        monkeypatch.setattr(debian, "install", install)
        monkeypatch.setitem(debian.PRESENT, "redis", lambda: present["redis"])
        return asked

    return make


def test_root_gets_it_installed(machine):
    asked = machine(root=True)
    assert debian.ensure("redis") == ""
    assert asked == [["redis-server"]]


def test_root_without_network_is_told_so(machine):
    machine(root=True, works=False)
    assert debian.ensure("redis") == (
        "redis-server could not be installed by apt: is this machine connected to the network?"
    )


def test_everybody_else_is_told_the_command(machine):
    asked = machine(root=False)
    assert debian.ensure("redis") == "redis-server is missing. To install it: sudo apt-get install redis-server"
    assert asked == []


def test_without_apt_the_command_is_homebrew_s(machine):
    machine(root=False, apt=False)
    assert debian.ensure("redis") == "redis-server is missing. To install it: brew install redis"


def test_what_is_there_is_left_alone(machine, monkeypatch):
    asked = machine(root=True)
    monkeypatch.setitem(debian.PRESENT, "redis", lambda: True)
    assert debian.ensure("redis") == ""
    assert asked == []


def test_every_package_can_be_looked_for():
    assert set(debian.PRESENT) == set(debian.PACKAGES)
    assert set(debian.HOMEBREW) == set(debian.PACKAGES) - {"venv"}


@pytest.mark.parametrize(("versions", "newest"), [(["15"], "15"), (["9.6", "15", "16"], "16")])
def test_newest_postgresql_is_taken(versions, newest, tmp_path: Path, monkeypatch):
    for version in versions:
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    monkeypatch.setattr(debian, "POSTGRESQL_FOLDERS", [tmp_path])
    assert debian.postgresql_folder() == tmp_path / newest / "bin"
