"""The web server and the embedded worker, kept running in one terminal or one service unit."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    """Hands over to core.jobs.supervisor, which needs no Django and so stays small."""

    help = "Starts the web server and the embedded worker, and starts either again when it dies."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        command = [sys.executable, "-m", "core.jobs.supervisor"]
        os.execv(sys.executable, [*command, "--host", options["host"], "--port", str(options["port"])])
