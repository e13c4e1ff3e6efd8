"""The files for production say what the code says: commands, variables, ports, queues, health checks, packages."""

import ast
import configparser
import importlib
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import debian
import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands
from django.urls import resolve

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ["migrate", "web", "worker", "beat"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
# What docker-compose.yml alone reads; the code knows nothing of it.
OF_COMPOSE = {"POSTGRES_PASSWORD", "PORT", "WEB_WORKERS"}
SECRETS = {"SECRET_KEY", "POSTGRES_PASSWORD"}


def variables_of_settings() -> set[str]:
    """The names that crm_site/settings.py asks `env` for."""
    tree = ast.parse((ROOT / "crm_site" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    asks = [call for call in calls if re.fullmatch(r"env(\.\w+)?", ast.unparse(call.func))]
    return {call.args[0].value for call in asks if isinstance(call.args[0], ast.Constant)}


def variables_of_example() -> set[str]:
    return set(re.findall(r"^(?:# )?([A-Z_]+)=", EXAMPLE, flags=re.MULTILINE))


def interpolated() -> dict[str, str]:
    """Each ${NAME…} of docker-compose.yml with what follows its name."""
    return dict(re.findall(r"(?<!\$)\$\{([A-Z_]+)([^}]*)\}", (ROOT / "docker-compose.yml").read_text()))


def filled(text: str) -> str:
    """A value of docker-compose.yml as an installation with a complete .env sees it."""
    given = {"SECRET_KEY": "long-and-random-" * 5, "POSTGRES_PASSWORD": "abc123", "BASE_URL": "https://crm.example.org"}
    return re.sub(
        r"\$\{([A-Z_]+)(?::-([^}]*)|:\?[^}]*)?\}", lambda found: given.get(found[1], found[2] or ""), str(text)
    )


def environment(service: str) -> dict[str, str]:
    return {name: filled(value) for name, value in SERVICES[service]["environment"].items()}


def command(service: str) -> list[str]:
    return [filled(part) for part in SERVICES[service]["command"]]


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in variables_of_settings()}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env={**clean, **variables}, capture_output=True, text=True
    )


def test_services_are_those_of_production():
    assert set(SERVICES) == {"db", "redis", *OURS}


def test_example_names_every_variable_of_the_code_and_no_other():
    assert variables_of_example() == variables_of_settings() | OF_COMPOSE


def test_compose_takes_only_variables_that_the_example_explains():
    assert set(interpolated()) <= variables_of_example()


@pytest.mark.parametrize("service", OURS)
def test_compose_gives_only_variables_that_the_code_reads(service):
    assert set(SERVICES[service]["environment"]) <= variables_of_settings()


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_secret_has_no_default(name):
    assert interpolated()[name].startswith(":?")
    assert f"\n{name}=\n" in EXAMPLE


def test_code_accepts_the_environment_of_compose_without_a_warning(tmp_path):
    variables = environment("web") | {"CARNET_VAR": str(tmp_path)}
    checked = manage("check", "--deploy", "--fail-level", "WARNING", **variables)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("key", ["", "change-me"])
def test_code_refuses_to_start_without_a_key_of_its_own(key, tmp_path):
    variables = environment("web") | {"CARNET_VAR": str(tmp_path), "SECRET_KEY": key}
    refused = manage("check", **variables)
    assert refused.returncode != 0
    assert "Set SECRET_KEY" in refused.stderr


def test_database_and_broker_are_the_services_beside():
    database, broker = (urlsplit(environment("web")[name]) for name in ("DATABASE_URL", "REDIS_URL"))
    kept = SERVICES["db"]["environment"]
    assert (database.hostname, database.port, database.username) == ("db", 5432, kept["POSTGRES_USER"])
    assert database.path == f"/{kept['POSTGRES_DB']}"
    assert database.password == filled(kept["POSTGRES_PASSWORD"])
    assert (broker.hostname, broker.port) == ("redis", 6379)


def test_web_serves_the_application_on_the_port_that_is_published_and_exposed():
    program, application, *options = command("web")
    module, _, name = application.partition(":")
    assert program == "gunicorn"
    assert callable(getattr(importlib.import_module(module), name))
    port = next(option for option in options if option.startswith("--bind=")).rpartition(":")[2]
    assert SERVICES["web"]["ports"] == [f"127.0.0.1:${{PORT:-8000}}:{port}"]
    assert f"EXPOSE {port}" in DOCKERFILE
    assert command("web") == yaml.safe_load(re.search(r"^CMD (.*)$", DOCKERFILE, flags=re.MULTILINE)[1])


def test_gunicorn_knows_the_options_of_web():
    options = [option.replace("/dev/shm", "/tmp") for option in command("web")]
    checked = subprocess.run(
        [sys.executable, "-m", *options, "--check-config"], cwd=ROOT, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr


def test_web_is_asked_for_an_address_that_exists_and_answers(client):
    asked = SERVICES["web"]["healthcheck"]["test"]
    address = urlsplit(re.search(r'"(http://[^"]+)"', asked[-1])[1])
    compile(asked[-1], "healthcheck", "exec")
    assert resolve(address.path).url_name == "healthz"
    assert f":{address.port}" in next(option for option in command("web") if option.startswith("--bind="))
    assert client.get(address.path, headers={"X-Forwarded-Proto": "https"}).status_code == 200


def test_worker_takes_from_every_queue_that_the_code_fills():
    parts = command("worker")
    queues = set(parts[parts.index("-Q") + 1].split(","))
    beaten = {entry["options"]["queue"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {settings.CELERY_TASK_DEFAULT_QUEUE, *settings.DUE_WORK_QUEUES.values(), *beaten} <= queues


@pytest.mark.parametrize("service", ["worker", "beat"])
def test_celery_knows_its_application_and_options(service):
    program, *options = command(service)
    assert program == "celery"
    assert importlib.import_module(f"{options[options.index('-A') + 1]}.celery").app.main == "carnet"
    shown = subprocess.run(
        [sys.executable, "-m", "celery", "-A", "crm_site", service, "--help"], cwd=ROOT, capture_output=True, text=True
    ).stdout
    for option in options:
        if option.startswith("--"):
            assert option.partition("=")[0] in shown


def test_beat_keeps_its_schedule_where_the_health_check_looks():
    schedule = Path(settings.CELERY_BEAT_SCHEDULE_FILENAME)
    assert schedule.parent == settings.VAR
    asked = SERVICES["beat"]["healthcheck"]["test"][-1]
    assert f"find /var/lib/carnet -name '{schedule.name}*'" in asked
    assert "CARNET_VAR=/var/lib/carnet" in DOCKERFILE


def test_migrations_run_by_a_command_that_exists_before_all_else():
    python, script, name, *_ = command("migrate")
    assert (python, script) == ("python", "manage.py")
    assert name in get_commands()
    for service in ("web", "worker", "beat"):
        assert SERVICES[service]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_who_waits_for_health_waits_for_a_service_that_tells_it():
    waits = [
        other
        for service in SERVICES.values()
        for other, wait in service.get("depends_on", {}).items()
        if wait["condition"] == "service_healthy"
    ]
    assert waits
    assert all("healthcheck" in SERVICES[other] for other in waits)


@pytest.mark.parametrize("service", ["db", "redis", "web", "worker", "beat"])
def test_what_runs_on_has_a_health_check_and_starts_again(service):
    assert SERVICES[service]["healthcheck"]["test"]
    assert SERVICES[service]["restart"] == "unless-stopped"


def test_volumes_are_declared_and_files_are_kept_where_the_image_keeps_them():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])
    assert all(SERVICES[service]["volumes"] == ["files:/var/lib/carnet"] for service in OURS)


def test_image_runs_as_nobody_in_particular():
    users = re.findall(r"^USER (\w+)$", DOCKERFILE, flags=re.MULTILINE)
    assert users == ["carnet"]
    assert DOCKERFILE.index("\nUSER carnet") > DOCKERFILE.index("\nRUN SECRET_KEY")


def test_image_holds_the_locked_packages_and_what_pdf_files_need():
    assert "--require-hashes --requirement /requirements.txt" in DOCKERFILE
    installed = re.search(r"--no-install-recommends ([^\\\n]+)", DOCKERFILE)[1].split()
    assert set(debian.PACKAGES["pango"]) <= set(installed)


def test_image_has_a_python_that_the_lock_is_made_for():
    versions = set(re.findall(r"^FROM python:3\.(\d+)-", DOCKERFILE, flags=re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == ">=3.11,<3.14"
    assert versions == {"11"}


def test_commands_of_the_image_exist():
    named = re.findall(r"python manage\.py (\w+)", DOCKERFILE + (ROOT / "docker-compose.yml").read_text())
    assert set(named) <= set(get_commands())
    assert {"compile_catalogues", "collectstatic", "first_start"} <= set(named)


@pytest.mark.parametrize("name", [".env", ".git", ".venv", "var", "node_modules"])
def test_image_leaves_out_what_belongs_to_this_machine(name):
    assert name in (ROOT / ".dockerignore").read_text().splitlines()


def test_continuous_integration_runs_tests_then_checks():
    script = ROOT / ".ci" / "run"
    lines = script.read_text().splitlines()
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in lines
    assert "export CI=true" in lines
    assert lines[-2:] == ["make test", "make check"]


def unit(name: str) -> dict[str, str]:
    reader = configparser.ConfigParser(interpolation=None, strict=False)
    reader.optionxform = str  # type: ignore[assignment,method-assign]
    reader.read(ROOT / "deploy" / "systemd" / f"carnet-{name}.service")
    return dict(reader["Service"])


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_unit_runs_what_compose_runs(name):
    assert unit(name)["ExecStart"].split() == ["/opt/carnet/.venv/bin/celery", *command(name)[1:]]


def test_unit_of_the_web_server_runs_what_compose_runs_on_this_machine_alone():
    started = unit("web")["ExecStart"].split()
    inside = [part.replace("0.0.0.0", "127.0.0.1") for part in command("web")[1:] if "worker-tmp-dir" not in part]
    assert started == ["/opt/carnet/.venv/bin/gunicorn", *inside]
    assert unit("web")["ExecStartPre"].split()[1:] == command("migrate")[1:]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_unit_runs_without_rights_and_starts_again(name):
    service = unit(name)
    assert service["User"] == "carnet"
    assert service["Restart"] == "always"
    assert float(service["RestartSec"]) <= 5
    assert service["EnvironmentFile"] == "/etc/carnet.env"


def test_documentation_names_commands_services_and_variables_that_exist():
    text = (ROOT / "docs" / "production.md").read_text()
    assert set(re.findall(r"manage\.py (\w+)", text)) <= set(get_commands())
    assert set(re.findall(r"\b([A-Z]+(?:_[A-Z]+)+)\b", text)) <= variables_of_example()
    assert set(debian.PACKAGES["pango"]) <= set(text.split())
    for name in ("web", "worker", "beat"):
        assert f"carnet-{name}" in text
    assert "not built or run" in text


def pins(name: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9._\[\],-]+==\S+)", (ROOT / name).read_text(), flags=re.MULTILINE))


def test_locks_agree_and_name_hashes_but_no_host():
    run, develop = (ROOT / "requirements.txt").read_text(), (ROOT / "requirements-dev.txt").read_text()
    assert pins("requirements.txt") <= pins("requirements-dev.txt")
    assert run.count("--hash=sha256:") >= len(pins("requirements.txt")) > 30
    assert "http" not in run + develop


def test_lock_was_made_from_what_is_asked_for():
    asked = re.findall(r"^([A-Za-z0-9-]+)", (ROOT / "requirements.in").read_text(), flags=re.MULTILINE)
    locked = {re.split(r"[\[=]", pin)[0] for pin in pins("requirements.txt")}
    assert {name.lower() for name in asked} <= locked
