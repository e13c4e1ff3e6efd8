"""Runs a command with a PostgreSQL and a Redis of its own: with_services.py [--durable] COMMAND…"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys

import services


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--durable", action="store_true", help="write to disk as in production, for measuring")
    reader.add_argument("command", nargs=argparse.REMAINDER)
    given = reader.parse_args()
    services.end_on_sigterm()
    with contextlib.ExitStack() as stack:
        try:
            folder = stack.enter_context(services.run_folder())
            database = stack.enter_context(services.postgresql(folder, given.durable))
            broker = stack.enter_context(services.redis(folder))
        except services.Unavailable as missing:
            print(f"This can't be run without its services. {missing}", file=sys.stderr)
            return 1
        variables = {**os.environ, "DATABASE_URL": database, "REDIS_URL": broker, "CARNET_VAR": str(folder / "var")}
        variables.setdefault("SECRET_KEY", "only-for-this-run-" + folder.name)
        return services.run_to_its_end(given.command, variables)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
