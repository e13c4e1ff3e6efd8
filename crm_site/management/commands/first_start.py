"""manage.py first_start [--language en|fr]: the shipped lists and the first owner of an empty CRM; safe to repeat."""

from django.conf import settings
from django.core.management.base import BaseCommand

from crm_site import first_start


class Command(BaseCommand):
    help = "Creates the shipped lists and the first owner of an empty CRM. Running it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="en")

    def handle(self, *args, language: str, **options):
        if first_start.fill_lists(language):
            self.stdout.write("The lists of contacts and history are filled.")
        owner = first_start.create_first_owner(language)
        if owner is None:
            return
        self.stdout.write(f"Address:   {settings.BASE_URL}")
        self.stdout.write(f"User name: {owner.user.username}")
        self.stdout.write(f"Password:  {owner.password}")
        self.stdout.write("The password is shown this once: change it under “My profile”, and write your e-mail there.")
