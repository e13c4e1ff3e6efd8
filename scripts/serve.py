"""Installs what is missing, readies the database and starts Carnet on this machine: serve.py [--demo en|fr|none]"""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys

from install import PYTHON, ROOT, Refusal, install

DEMOS = ("en", "fr", "none")


def read_arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--demo", default="en", help="the demo's language, or none for an empty CRM")
    reader.add_argument("--bind", default="127.0.0.1", help="the address to listen on")
    reader.add_argument("--port", default="8000")
    return reader.parse_args()


def check_arguments(given: argparse.Namespace) -> None:
    if given.demo not in DEMOS:
        raise Refusal(f"There is no demo “{given.demo}”. Choose one of: DEMO=en, DEMO=fr, DEMO=none")
    if not (given.port.isdigit() and 1 <= int(given.port) <= 65535):
        raise Refusal(f"“{given.port}” is no port. Choose a number from 1 to 65535: make run PORT=8001")


def check_port(bind: str, port: int) -> None:
    """Says at once what the start would fail on after a minute of installing."""
    with socket.socket(socket.AF_INET6 if ":" in bind else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((bind, port))
        except OSError as error:
            other = port + 1 if port < 65535 else 8000
            raise Refusal(f"Port {port} can't be used ({error.strerror}). Choose another: make run PORT={other}")


def environment(bind: str, port: int) -> dict[str, str]:
    """The person's own, and where neither it nor .env says: the address that fits the port, and a quiet terminal."""
    host = "127.0.0.1" if bind in ("", "0.0.0.0") else bind
    ours = {"BASE_URL": f"http://{host}:{port}", "LOG_LEVEL": "WARNING"}
    written = ROOT / ".env"
    text = written.read_text(encoding="utf-8") if written.exists() else ""
    said = {name for name in ours if os.environ.get(name) or re.search(rf"^{name}=\S", text, flags=re.MULTILINE)}
    return {**os.environ, **{name: value for name, value in ours.items() if name not in said}}


def language() -> str:
    """The language of an empty CRM: that of the person's own system."""
    return "fr" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("fr") else "en"


def serve() -> int:
    given = read_arguments()
    check_arguments(given)
    port = int(given.port)
    check_port(given.bind, port)
    install()
    variables = environment(given.bind, port)
    prepare = [str(PYTHON), str(ROOT / "scripts" / "prepare.py"), "--demo", given.demo, "--language", language()]
    if subprocess.run(prepare, cwd=ROOT, env=variables).returncode != 0:
        raise Refusal("Carnet could not be prepared; the lines above say why.")
    sys.stdout.flush()
    os.chdir(ROOT)
    supervise = [str(PYTHON), "-m", "core.jobs.supervisor", "--host", given.bind, "--port", str(port)]
    os.execve(str(PYTHON), supervise, variables)


def main() -> int:
    try:
        return serve()
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
