"""The demo: whoever tries Carnet signs in to a lively address book in their language, and nobody's data is touched."""

import re
import time
from io import StringIO

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import call_command

from contacts.models import Contact, ContactEmail, ContactPhone, ContactTag, ContactType
from core.accounts.models import User
from core.history.models import HistoryCategory, HistoryEvent
from core.organisation.models import Organisation
from crm_site.demo import texts_en, texts_fr
from crm_site.demo.people import PASSWORD, PEOPLE
from tests import make

# Ranges that no subscriber is given: France (ARCEP), the United Kingdom (Ofcom), Germany, North America.
RESERVED = re.compile(
    r"^\+33(199 ?00|26191|35301|46571|53649|63998)\d{4}$|^\+44(2079460|1174960)\d{3}$|^\+447700900\d{3}$"
    r"|^\+4930231 ?25\d{3}$|^\+498999998\d{3}$|^\+491760406 ?9\d{3}$|^\+1(503|617)55501\d{2}$"
)


def demo(language: str = "en") -> str:
    out = StringIO()
    call_command("demo", language=language, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_demo_is_loaded_in_less_than_ten_seconds_and_everybody_it_names_can_sign_in(client):
    began = time.monotonic()
    printed = demo()
    assert time.monotonic() - began < 10
    for person in PEOPLE:
        user = User.objects.get(username=person.username)
        assert re.search(rf"{person.username} +{PASSWORD} +{user} +{person.role}", printed)
        validate_password(PASSWORD, user)
        assert client.login(username=person.username, password=PASSWORD)
    assert User.objects.get(username="owner").is_superuser
    assert User.objects.get(username="malik").is_crm_administrator
    assert not User.objects.get(username="claire").is_administrator
    assert Contact.objects.companies().count() == 60
    assert Contact.objects.persons().count() == 180


@pytest.mark.django_db
def test_ordinary_users_of_the_demo_see_much_but_not_everything():
    demo()
    claire, ines, owner = (User.objects.get(username=name) for name in ("claire", "ines", "owner"))
    seen, edited = Contact.objects.visible_to(claire), Contact.objects.editable_by(claire)
    everything = Contact.objects.visible_to(owner).count()
    assert 100 < edited.count() < seen.count() < everything
    assert set(Contact.objects.visible_to(ines)) != set(seen)
    assert set(Contact.objects.values_list("access_level", flat=True)) == {"private", "read", "write"}
    assert Contact.objects.filter(trash_act__isnull=False).count() == 3


@pytest.mark.django_db
def test_demo_invents_no_number_or_address_that_could_belong_to_somebody():
    demo()
    wrong = [phone.e164 for phone in ContactPhone.objects.all() if not RESERVED.match(phone.e164)]
    assert not wrong
    assert all(email.address.endswith("example.com") for email in ContactEmail.objects.all())


@pytest.mark.django_db
def test_second_run_keeps_the_data_and_says_again_how_to_sign_in():
    demo()
    claire = User.objects.get(username="claire")
    claire.set_password("another long one")
    claire.save()
    Contact.objects.filter(name="Tissages Morvan").update(notes="Changed by hand.")
    before = (Contact.objects.count(), HistoryEvent.objects.count(), User.objects.count())
    printed = demo("fr")
    assert (Contact.objects.count(), HistoryEvent.objects.count(), User.objects.count()) == before
    assert Contact.objects.get(name="Tissages Morvan").notes == "Changed by hand."
    assert printed.count(PASSWORD) == len(PEOPLE) - 1
    assert Organisation.current().language == "en"


@pytest.mark.django_db
def test_crm_with_people_of_its_own_is_left_alone():
    make.make_user("eve")
    assert PASSWORD not in demo()
    assert not Contact.objects.exists()
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_french_demo_is_french_throughout():
    demo("fr")
    english = {text for _category, text in [*texts_en.EVENTS, *texts_en.PLANNED]}
    assert set(User.objects.values_list("language", flat=True)) == {"fr"}
    own = HistoryEvent.objects.filter(kind="")
    assert own.count() > 200
    assert not english & set(own.values_list("text", flat=True))
    assert {job for job, _department in texts_fr.JOBS} >= set(
        Contact.objects.exclude(job_title="").values_list("job_title", flat=True)
    )
    named = [*ContactType.objects.all(), *ContactTag.objects.all(), *HistoryCategory.objects.all()]
    assert {"Client", "Rendez-vous", "Fournisseur", "Contrat-cadre"} <= {entry.name for entry in named}
    assert not {"Supplier", "Phone call", "Appointment", "Framework order"} & {entry.name for entry in named}


def test_both_languages_say_the_same():
    assert len(texts_en.EVENTS) == len(texts_fr.EVENTS)
    assert [category for category, _text in texts_en.EVENTS] == [category for category, _text in texts_fr.EVENTS]
    for name in ("JOBS", "NOTES", "COMPANY_NOTES", "PROOFS", "TAGS", "PLANNED"):
        assert len(getattr(texts_en, name)) == len(getattr(texts_fr, name))


@pytest.mark.django_db
def test_timeline_tells_only_of_what_came_after_the_contact_and_is_planned_ahead_here_and_there():
    from django.utils import timezone

    demo()
    now = timezone.now()
    assert HistoryEvent.objects.filter(happened_at__gt=now).count() > 3
    assert not Contact.objects.filter(last_event_at__gt=now).exists()
    of_contact = {contact.pk: contact.created_at for contact in Contact.objects.all()}
    for event in HistoryEvent.objects.filter(kind="").prefetch_related("links"):
        assert all(link.happened_at == event.happened_at >= of_contact[link.object_id] for link in event.links.all())
