"""`manage.py worker`: the embedded worker, which loops run_due() without any broker."""

import signal
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from core.jobs.running import run_due


class Command(BaseCommand):
    help = "Does the background work (mails, imports, bulk changes) without a broker."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="work what is due now, then end")

    def handle(self, *args, once=False, **options):
        self.is_ending = False
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        while not self.is_ending:
            more = run_due()
            close_old_connections()
            if once and not more:
                return
            if not more:
                time.sleep(1)

    def _end(self, *_args):
        self.is_ending = True
