"""The columns of a contact for import and export, each with the widget that cleans its cells."""

from import_export import resources
from import_export.fields import Field

from contacts.importing import widgets


def _text(name: str, most: int, *, is_long: bool = False) -> Field:
    return Field(attribute=name, column_name=name, widget=widgets.TextWidget(most, is_long=is_long))


def _cell(name: str, widget) -> Field:
    return Field(attribute=name, column_name=name, widget=widget)


class ContactResource(resources.Resource):
    """Cells go through `clean`; whole rows are written by contacts.services, in chunks (see contacts/importing)."""

    full_name = _text("full_name", 300)
    last_first = _text("last_first", 300)
    salutation = _text("salutation", 50)
    first_name = _text("first_name", 150)
    middle_name = _text("middle_name", 150)
    last_name = _text("last_name", 150)
    suffix = _text("suffix", 50)
    display_name = _text("display_name", 300)
    company = _text("company", 200)
    company_external_id = _text("company_external_id", 200)
    company_domain = _text("company_domain", 300)
    job_title = _text("job_title", 200)
    department = _text("department", 200)
    kind = _cell("kind", widgets.KindWidget())
    external_id = _cell("external_id", widgets.NumberTextWidget(200))
    birthday = _cell("birthday", widgets.DateWidget())
    birth_year = _cell("birth_year", widgets.NumberWidget())
    birth_month = _cell("birth_month", widgets.NumberWidget())
    birth_day = _cell("birth_day", widgets.NumberWidget())
    contact_type = _text("contact_type", 100)
    temperature = _text("temperature", 100)
    currency = _cell("currency", widgets.CurrencyWidget())
    consent = _cell("consent", widgets.ConsentWidget(""))
    opt_out = _cell("opt_out", widgets.ConsentWidget("withdrawn"))
    consent_at = _cell("consent_at", widgets.MomentWidget())
    consent_proof = _text("consent_proof", 300)
    access_level = _cell("access_level", widgets.LevelWidget())
    managers = _cell("managers", widgets.NamesWidget())
    manager_groups = _cell("manager_groups", widgets.NamesWidget())
    readers = _cell("readers", widgets.NamesWidget())
    reader_groups = _cell("reader_groups", widgets.NamesWidget())
    tags = _cell("tags", widgets.TagsWidget())
    notes = _text("notes", 100_000, is_long=True)
    note_line = _text("note_line", 20_000, is_long=True)
    phone = _cell("phone", widgets.PhonesWidget(80))
    email = _cell("email", widgets.EmailsWidget())
    link = _cell("link", widgets.LinksWidget())
    street = _text("street", 1_000, is_long=True)
    house_number = _text("house_number", 50)
    po_box = _text("po_box", 100)
    full = _text("full", 1_000, is_long=True)
    city = _text("city", 150)
    state = _text("state", 150)
    postal_code = _cell("postal_code", widgets.NumberTextWidget(30))
    country = _cell("country", widgets.CountryWidget())

    def clean_cell(self, name: str, text: str, **kwargs):
        """The value that `text` has in the field `name`; raises BusinessError with a sentence."""
        return self.fields[name].clean({name: text}, **kwargs)
