"""The template tags of the components: pictograms, faces, controls, dates."""

import datetime
from types import SimpleNamespace

import pytest
import time_machine
from django import forms
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.utils import timezone

from core.pages.templatetags import carnet


def draw(source: str, **context) -> str:
    return Template("{% load carnet %}" + source).render(Context(context))


class Sample(forms.Form):
    name = forms.CharField(help_text="As on the door.")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    agreed = forms.BooleanField()
    size = forms.ChoiceField(choices=[("s", "Small"), ("l", "Large")], widget=forms.RadioSelect)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Aurélie Sandoval", "AS"),
        ("Fanny Brunel-Costa", "FC"),
        ("Bastien Le Guennec", "BG"),
        ("Éléonore Marchetti", "ÉM"),
        ("Vinolia", "VI"),
        ("  ", "–"),
        ("", "–"),
        ("(Hôtel) & Cie", "HC"),
        ("<script>", "–"),
    ],
)
def test_initials_are_those_of_the_first_and_last_word(name, expected):
    assert carnet.initials(name) == expected


def test_hue_of_an_id_never_changes_and_is_never_the_grey_of_the_unnamed():
    assert {carnet.hue_of(number) for number in range(200)} == set(carnet.HUES) - {"grey"}
    assert carnet.hue_of(7) == carnet.hue_of(7)
    assert carnet.hue_of("Framework order") == carnet.hue_of("Framework order") != "grey"


def test_icon_is_silent_unless_it_has_a_label():
    silent, spoken = draw('{% icon "phone" %}'), draw('{% icon "star" 14 label %}', label="<b>")
    assert 'aria-hidden="true"' in silent and "icons.svg#i-phone" in silent and "style" not in silent
    assert 'aria-label="&lt;b&gt;"' in spoken and "aria-hidden" not in spoken and 'width="14"' in spoken


def test_face_of_a_private_contact_shows_neither_name_nor_hue():
    face = draw("{% avatar who 24 'lock' %}", who=SimpleNamespace(pk=3, kind="person", __str__=lambda: "Anna"))
    assert "hue-grey" in face and "data-initials" not in face and "i-lock" in face


def test_company_has_a_square_face_and_a_person_a_round_one():
    assert "is-square" in draw("{% avatar who %}", who=SimpleNamespace(pk=1, kind="company"))
    assert "is-square" not in draw("{% avatar who %}", who=SimpleNamespace(pk=1, kind="person"))


def test_photo_takes_the_place_of_the_initials():
    face = draw("{% avatar who 28 '' '/contacts/1/photo/' %}", who=SimpleNamespace(pk=1, kind="person"))
    assert 'src="/contacts/1/photo/"' in face and "data-initials" not in face


@pytest.mark.parametrize(
    ("field", "kind", "expected"),
    [
        ("name", "text", 'class="form-control"'),
        ("kind", "text", 'class="form-select"'),
        ("agreed", "check", 'class="form-check-input"'),
        ("size", "choices", 'class="choices-list"'),
    ],
)
def test_control_has_the_class_of_its_widget(field, kind, expected):
    bound = Sample()[field]
    assert carnet.control_kind(bound) == kind
    assert expected in draw("{% control field %}", field=bound)


def test_control_passes_attributes_with_hyphens_and_leaves_out_empty_ones():
    html = draw('{% control field data_picker="/pick/" placeholder="" %}', field=Sample()["name"])
    assert 'data-picker="/pick/"' in html and "placeholder" not in html


def test_field_names_its_hint_and_its_error_for_screen_readers():
    html = draw('{% include "components/field.html" with field=field only %}', field=Sample({"name": ""})["name"])
    assert 'aria-describedby="id_name_helptext id_name_error"' in html and 'aria-invalid="true"' in html
    assert 'id="id_name_helptext"' in html and 'id="id_name_error"' in html


def user(date_format: str) -> dict:
    return {"request": SimpleNamespace(user=SimpleNamespace(date_format=date_format))}


@pytest.mark.parametrize(
    ("date_format", "expected"), [("d/m/Y", "09/03/2026"), ("m/d/Y", "03/09/2026"), ("", "09/03/2026")]
)
def test_day_is_written_as_the_user_writes_dates(date_format, expected):
    assert draw("{% day value %}", value=datetime.date(2026, 3, 9), **user(date_format)) == expected


def test_moment_is_told_in_the_zone_of_the_user():
    instant = datetime.datetime(2026, 3, 9, 23, 30, tzinfo=datetime.UTC)
    with timezone.override("Europe/Paris"):
        assert draw("{% moment value %}", value=instant, **user("Y-m-d")) == "2026-03-10, 00:30"
        assert carnet.clock(instant) == "00:30"


def test_missing_date_is_an_en_dash():
    assert draw("{% day value %}{% moment value %}", value=None) == "––"


@pytest.mark.parametrize(
    ("days", "expected"), [(-4, "4 days late"), (-1, "1 day late"), (0, "Today"), (1, "In 1 day"), (3, "In 3 days")]
)
def test_lateness_is_said_in_words(days, expected):
    with time_machine.travel(datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC), tick=False):
        assert carnet.lateness(datetime.date(2026, 11, 25) + datetime.timedelta(days=days)) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("undo:/trash/undo/3/", "/trash/undo/3/"),
        ("safe undo:/jobs/1/undo/", "/jobs/1/undo/"),
        ("undo://evil.example/", ""),
        ("undo:https://evil.example/", ""),
        ("", ""),
    ],
)
def test_undo_goes_to_a_page_of_this_site_only(tags, expected):
    assert carnet.undo_url(Message(25, "3 contacts deleted.", extra_tags=tags)) == expected
