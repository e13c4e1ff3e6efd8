"""`manage.py worker`: the embedded worker, which loops run_due() without any broker."""

import contextlib
import logging
import signal
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from core.jobs.running import DATABASE_AWAY, release_dead, run_due

logger = logging.getLogger(__name__)
LONGEST_PAUSE = 5.0  # seconds between two tries while the database is away


class Command(BaseCommand):
    help = "Does the background work (mails, imports, bulk changes) without a broker."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="work what is due now, then end")

    def handle(self, *args, once=False, **options):
        self.is_ending = False
        self.has_started = False
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        pause = 1.0
        while not self.is_ending:
            try:
                more, pause = self._turn(), 1.0
            except DATABASE_AWAY as error:
                if once:
                    raise
                logger.warning("the database does not answer, trying again: %s", error)
                more, pause = False, min(pause * 2, LONGEST_PAUSE)
                with contextlib.suppress(*DATABASE_AWAY):
                    close_old_connections()
            if once and not more:
                return
            if not more:
                time.sleep(pause)

    def _turn(self) -> bool:
        if not self.has_started:
            release_dead()
            self.has_started = True
        more = run_due()
        close_old_connections()
        return more

    def _end(self, *_args):
        self.is_ending = True
