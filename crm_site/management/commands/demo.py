"""manage.py demo [--language en|fr]: fill an empty CRM with made-up contacts and say how to sign in; safe to repeat."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from crm_site.demo.load import is_loaded, load
from crm_site.demo.people import sign_ins


class Command(BaseCommand):
    help = "Loads made-up contacts and four people into an empty CRM, and prints how to sign in. Keeps what is there."

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="en")

    def handle(self, *args, language: str, **options):
        with translation.override(language):
            load(language)
            if not is_loaded():
                self.stdout.write(_("This CRM has people of its own already; the demo was left out."))
                return
            self.stdout.write(_("Address: %(url)s") % {"url": settings.BASE_URL})
            for line in as_table([(_("User name"), _("Password"), _("Name"), _("Role")), *sign_ins()]):
                self.stdout.write(line)


def as_table(rows: list[tuple[str, ...]]) -> list[str]:
    """Lines whose columns stand one below the other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
