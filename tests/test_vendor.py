"""The committed front-end files are those that package.json, the lock and the manifests name, byte for byte."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = [ROOT / "static" / "vendor", ROOT / "tests" / "vendor"]
LICENCES = {"MIT", "Apache-2.0", "OFL-1.1", "0BSD", "MPL-2.0"}

PACKAGE = json.loads((ROOT / "package.json").read_text())
LOCK = json.loads((ROOT / "package-lock.json").read_text())["packages"]


def manifest_of(folder: Path) -> dict[str, dict[str, str]]:
    return json.loads((folder / "MANIFEST.json").read_text())


def lines() -> list[tuple[Path, str, dict[str, str]]]:
    return [(folder, path, line) for folder in FOLDERS for path, line in manifest_of(folder).items()]


def names(listed: list[tuple[Path, str, dict[str, str]]]) -> list[str]:
    return [path for _, path, _ in listed]


@pytest.mark.parametrize("folder", FOLDERS, ids=["static", "tests"])
def test_manifest_names_every_file_and_no_other(folder):
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found - {"MANIFEST.json"} == set(manifest_of(folder))


@pytest.mark.parametrize(("folder", "path", "line"), lines(), ids=names(lines()))
def test_file_is_the_one_in_the_manifest(folder, path, line):
    assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == line["sha256"]


@pytest.mark.parametrize(("folder", "path", "line"), lines(), ids=names(lines()))
def test_version_and_licence_are_those_of_the_lock(folder, path, line):
    locked = LOCK[f"node_modules/{line['package']}"]
    asked = {**PACKAGE["dependencies"], **PACKAGE["devDependencies"]}[line["package"]]
    assert line["version"] == locked["version"] == asked
    assert line["licence"] == locked["license"]
    assert line["licence"] in LICENCES


def test_every_package_asked_for_is_used():
    used = {line["package"] for _, _, line in lines()}
    assert used == {*PACKAGE["dependencies"], *PACKAGE["devDependencies"]}


def test_lock_names_no_registry():
    assert "resolved" not in (ROOT / "package-lock.json").read_text()


@pytest.mark.parametrize(
    "path", [path for _, path, _ in lines() if path.endswith((".js", ".css"))], ids=lambda path: path
)
def test_scripts_and_styles_point_at_no_source_map(path):
    folder = next(folder for folder in FOLDERS if (folder / path).exists())
    assert "sourceMappingURL" not in (folder / path).read_text()


def test_sprite_holds_every_icon_of_the_list():
    listed = (ROOT / "scripts" / "icons.txt").read_text().splitlines()
    wanted = {line.strip() for line in listed if line.strip() and not line.startswith("#")}
    drawn = re.findall(r'<symbol id="i-([a-z0-9-]+)"', (ROOT / "static" / "vendor" / "icons.svg").read_text())
    assert set(drawn) == wanted
    assert len(drawn) == len(wanted)
