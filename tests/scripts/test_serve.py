"""`make run` says in one sentence what it can't do, before it does anything."""

import argparse
import re
import socket

import install
import pytest
import serve


def given(**over) -> argparse.Namespace:
    return argparse.Namespace(**{"demo": "en", "port": "8000", "bind": "127.0.0.1", **over})


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"demo": "de"}, "There is no demo “de”. Choose one of: DEMO=en, DEMO=fr, DEMO=none"),
        ({"port": "x"}, "“x” is no port. Choose a number from 1 to 65535: make run PORT=8001"),
        ({"port": "70000"}, "“70000” is no port. Choose a number from 1 to 65535: make run PORT=8001"),
        ({"port": ""}, "“” is no port. Choose a number from 1 to 65535: make run PORT=8001"),
    ],
)
def test_wrong_argument_is_refused_with_the_choices(over, sentence):
    with pytest.raises(install.Refusal, match=f"^{re.escape(sentence)}$"):
        serve.check_arguments(given(**over))


def test_port_in_use_is_told_before_anything_is_installed():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(install.Refusal, match=f"Port {port} can't be used .* make run PORT="):
            serve.check_port("127.0.0.1", port)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Failed to establish a new connection: Temporary failure in name resolution", "connected to the network?"),
        ("ERROR: No matching distribution found for django==5.2.19", "connected to the network?"),
        ("error: command 'gcc' failed", "could not be installed. Details: var/install.log"),
    ],
)
def test_failed_installation_is_one_sentence(words, expected):
    sentence = install.why_pip_failed(words)
    assert expected in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(("version", "fits"), [((3, 10), False), ((3, 11), True), ((3, 13), True), ((3, 14), False)])
def test_python_that_the_lock_is_not_made_for_is_named(version, fits, monkeypatch):
    monkeypatch.setattr(install.sys, "version_info", (*version, 0))
    if fits:
        install.check_python()
    else:
        with pytest.raises(install.Refusal, match=f"this is {version[0]}.{version[1]}"):
            install.check_python()


@pytest.mark.parametrize(
    ("written", "expected"),
    [("", "http://127.0.0.1:8123"), ("BASE_URL=\n", "http://127.0.0.1:8123"), ("BASE_URL=https://crm.test\n", None)],
)
def test_address_follows_the_port_unless_the_person_set_one(written, expected, tmp_path, monkeypatch):
    monkeypatch.delenv("BASE_URL", raising=False)
    monkeypatch.setattr(serve, "ROOT", tmp_path)
    (tmp_path / ".env").write_text(written)
    assert serve.environment("127.0.0.1", 8123).get("BASE_URL") == expected


def test_terminal_is_quiet_unless_the_person_wants_to_read_along(tmp_path, monkeypatch):
    monkeypatch.setattr(serve, "ROOT", tmp_path)
    monkeypatch.delenv("LOG_LEVEL", raising=False)
    assert serve.environment("127.0.0.1", 8000)["LOG_LEVEL"] == "WARNING"
    monkeypatch.setenv("LOG_LEVEL", "INFO")
    assert serve.environment("127.0.0.1", 8000)["LOG_LEVEL"] == "INFO"
