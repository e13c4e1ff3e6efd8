"""Contacts and their lists in Django admin, saved by the same services as the pages (ACC-06)."""

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contacts import models, services
from contacts.services import conflicts, lists
from contacts.services.values import PLAIN_FIELDS
from core.accounts.role_admin import ReadOnlyAdmin, RoleAdmin
from core.currencies.codes import currency_choices
from core.organisation.models import Organisation
from core.records import trash
from core.records.models import BusinessError
from core.search.matching import matching


class ContactForm(forms.ModelForm):
    """The plain fields of a contact, with the version that was opened."""

    opened = forms.IntegerField(widget=forms.HiddenInput, required=False)
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), required=False, choices=lambda: [("", "–"), *currency_choices()]
    )

    class Meta:
        model = models.Contact
        fields = PLAIN_FIELDS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened"] = self.instance.version

    def clean(self):
        cleaned = super().clean()
        company = cleaned.get("company")
        if cleaned.get("kind") == models.Contact.Kind.COMPANY:
            if not cleaned.get("name"):
                self.add_error("name", _("Write the name of the company."))
            for name in ("company", "first_name", "last_name"):
                if cleaned.get(name):
                    self.add_error(name, _("A company has none: leave it empty."))
        elif not (cleaned.get("first_name") or cleaned.get("last_name")):
            self.add_error("last_name", _("Write a first or a last name."))
        if company and (not company.is_company or company.is_trashed):
            self.add_error("company", _("Choose a company."))
        return cleaned


@admin.register(models.Contact)
class ContactAdmin(RoleAdmin):
    form = ContactForm
    change_list_template = "admin/contacts/contact/change_list.html"
    list_display = ["display_name", "kind", "company", "contact_type", "temperature", "access_level", "open_in_carnet"]
    list_filter = ["kind", "access_level", "contact_type", "temperature", "consent", "created_at"]
    list_select_related = ["company", "contact_type", "temperature"]
    search_fields = ["search_text"]
    search_help_text = gettext_lazy("Words of the name, an e-mail, or a phone number in any notation")
    ordering = ["sort_name", "pk"]
    autocomplete_fields = ["company"]
    readonly_fields = ["open_in_carnet", "access_level", "created_by", "created_at", "changed_by", "changed_at"]
    fields = [*readonly_fields[:1], *PLAIN_FIELDS, *readonly_fields[1:], "opened"]

    @admin.display(description=gettext_lazy("Carnet"))
    def open_in_carnet(self, contact):
        if not contact.pk:
            return "–"
        return format_html('<a href="{}">{}</a>', contact.get_absolute_url(), _("Open in Carnet"))

    def get_queryset(self, request):
        return models.Contact.objects.visible_to(request.user).order_by(*self.ordering)

    def get_search_results(self, request, queryset, search_term):
        """The one search of Carnet; the picker of a company offers companies."""
        if request.GET.get("field_name") == "company":
            queryset = queryset.companies()
        return matching(queryset, search_term, country=str(Organisation.current().country)), False

    def save_model(self, request, obj, form, change):
        values = {name: form.cleaned_data[name] for name in PLAIN_FIELDS}
        if not change:
            obj.pk = services.create_contact(services.ContactValues(**values), by=request.user).pk
            return
        stored = models.Contact.objects.select_for_update().get(pk=obj.pk)
        conflicts.refuse_stale(stored, form.cleaned_data["opened"], by=request.user, is_own_form=False)
        changed = {name: values[name] for name in form.changed_data if name in values}
        services.change_fields(stored, by=request.user, **changed)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except services.EditConflict:
            messages.error(
                request, _("Someone saved this contact before you. Look at the new values, then change again.")
            )
            return redirect(request.get_full_path())

    def delete_model(self, request, obj):
        self.delete_queryset(request, models.Contact.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        """To the trash, as on the pages."""
        trash.trash(
            models.Contact.objects.editable_by(request.user).filter(pk__in=queryset.values("pk")), by=request.user
        )

    def get_deleted_objects(self, objs, request):
        count = len(objs)
        said = ngettext("%(count)d contact goes to the trash", "%(count)d contacts go to the trash", count)
        return [str(obj) for obj in objs[:50]], {said % {"count": count}: count}, set(), []


class EntryForm(forms.ModelForm):
    """A name that no other entry has, whatever the case."""

    def clean_name(self):
        name = self.cleaned_data["name"].strip()
        others = type(self.instance).objects.exclude(pk=self.instance.pk).values_list("name", flat=True)
        if any(other.casefold() == name.casefold() for other in others):
            raise forms.ValidationError(_("“%(name)s” is in the list already. Choose another name.") % {"name": name})
        return name


class EntryAdmin(RoleAdmin):
    """A list of the administrator: saved by the services of the pages of Settings."""

    form = EntryForm
    list_display = ["name", "hue", "position"]
    search_fields = ["name"]
    fields = ["name", "hue"]

    def save_model(self, request, obj, form, change):
        save = self.change_entry if change else self.add_entry
        obj.pk = save(obj, name=form.cleaned_data["name"], hue=form.cleaned_data["hue"], by=request.user).pk


@admin.register(models.ContactType, models.TemperatureLevel)
class ListEntryAdmin(EntryAdmin):
    def add_entry(self, obj, **values):
        return lists.add_entry(type(obj), **values)

    def change_entry(self, obj, **values):
        return lists.change_entry(obj, **values)

    def get_deleted_objects(self, objs, request):
        """Used entries stay here: Settings asks what replaces them."""
        used = [
            _("%(name)s is used: delete it in Carnet’s settings") % {"name": entry}
            for entry in objs
            if entry.contacts.exists()
        ]
        if self.model.objects.count() <= len(objs):
            used.append(_("One entry of the list has to stay"))
        return [str(entry) for entry in objs], {}, set(), used

    def delete_model(self, request, obj):
        self.delete_queryset(request, self.model.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        for entry in queryset:
            try:
                lists.delete_entry(entry, replacement=None, by=request.user)
            except BusinessError as error:
                messages.error(request, error.sentence)


@admin.register(models.ContactTag)
class ContactTagAdmin(EntryAdmin):
    def add_entry(self, obj, **values):
        return lists.add_tag(**values)

    def change_entry(self, obj, **values):
        return lists.change_tag(obj, **values)

    def delete_model(self, request, obj):
        lists.delete_tag(obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for tag in queryset:
            lists.delete_tag(tag, by=request.user)

    def get_deleted_objects(self, objs, request):
        return [str(tag) for tag in objs], {}, set(), []


class OfContactAdmin(ReadOnlyAdmin):
    """Rows of a contact: changed on the contact's own page."""

    contact = "contact"  # the field that leads to it
    list_filter = ["category"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(**{f"{self.contact}__trash_act__isnull": True})

    @admin.display(description=gettext_lazy("Carnet"))
    def open_in_carnet(self, row):
        contact = getattr(row, self.contact)
        return format_html('<a href="{}">{}</a>', contact.get_absolute_url(), _("Open in Carnet"))


@admin.register(models.ContactPhone)
class ContactPhoneAdmin(OfContactAdmin):
    list_display = ["number", "category", "contact", "open_in_carnet"]
    list_select_related = ["contact"]
    search_fields = ["number", "e164"]


@admin.register(models.ContactEmail)
class ContactEmailAdmin(OfContactAdmin):
    list_display = ["address", "category", "contact", "open_in_carnet"]
    list_select_related = ["contact"]
    search_fields = ["address"]


@admin.register(models.ContactLink)
class ContactLinkAdmin(OfContactAdmin):
    list_display = ["url", "category", "contact", "open_in_carnet"]
    list_select_related = ["contact"]
    search_fields = ["url"]


@admin.register(models.ContactAddress)
class ContactAddressAdmin(OfContactAdmin):
    list_display = ["street", "postal_code", "city", "country", "category", "contact", "open_in_carnet"]
    list_select_related = ["contact"]
    search_fields = ["street", "postal_code", "city"]


@admin.register(models.ContactTagging)
class ContactTaggingAdmin(OfContactAdmin):
    contact = "content_object"
    list_display = ["tag", "content_object", "open_in_carnet"]
    list_filter = ["tag"]
    list_select_related = ["tag", "content_object"]
    search_fields = ["tag__name"]


@admin.register(models.ContactUserGrant)
class ContactUserGrantAdmin(OfContactAdmin):
    contact = "content_object"
    list_display = ["user", "permission", "content_object", "open_in_carnet"]
    list_filter = ["permission"]
    list_select_related = ["user", "permission__content_type", "content_object"]
    search_fields = ["user__username"]


@admin.register(models.ContactGroupGrant)
class ContactGroupGrantAdmin(OfContactAdmin):
    contact = "content_object"
    list_display = ["group", "permission", "content_object", "open_in_carnet"]
    list_filter = ["permission"]
    list_select_related = ["group", "permission__content_type", "content_object"]
    search_fields = ["group__name"]
