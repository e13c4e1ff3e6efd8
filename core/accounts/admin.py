"""Users, groups and permissions in Django admin: the owner's alone, so that nobody raises their own rights (ACC-06)."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import FailedAttempt, User
from .role_admin import ReadOnlyAdmin, RoleAdmin


class CarnetUserForm(UserChangeForm):
    """An installation keeps one owner who can sign in."""

    def clean(self):
        cleaned = super().clean()
        stays = cleaned.get("is_superuser") and cleaned.get("is_active")
        others = User.objects.active().filter(is_superuser=True).exclude(pk=self.instance.pk)
        if self.instance.is_superuser and not stays and not others.exists():
            raise forms.ValidationError(_("This is the last owner. Make somebody else an owner first."))
        return cleaned


@admin.register(User)
class CarnetUserAdmin(RoleAdmin, UserAdmin):
    is_owners = True
    form = CarnetUserForm
    add_form = AdminUserCreationForm
    list_display = ["username", "email", "first_name", "last_name", "is_active", "is_crm_administrator", "is_superuser"]
    list_filter = ["is_active", "is_crm_administrator", "is_superuser", "language", "groups"]
    search_fields = ["username", "email", "first_name", "last_name"]
    readonly_fields = ["last_login", "date_joined", "invited_at"]
    filter_horizontal = ["groups"]
    fieldsets = [
        (None, {"fields": ["username", "email", "password", "first_name", "last_name"]}),
        (gettext_lazy("Roles"), {"fields": ["is_active", "is_crm_administrator", "is_superuser", "groups"]}),
        (
            gettext_lazy("Habits"),
            {"fields": ["language", "time_zone", "date_format", "page_size", "theme", "single_keys"]},
        ),
        (gettext_lazy("Dates"), {"fields": ["last_login", "date_joined", "invited_at"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["username", "email", "usable_password", "password1", "password2"]})
    ]

    def save_model(self, request, obj, form, change):
        """Who is switched off here is out of every session for good, as on the page of users."""
        if change and "is_active" in form.changed_data and not obj.is_active:
            obj.session_epoch += 1
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        """Who leaves is switched off, not deleted (ACC-05)."""
        return False


@admin.register(Group)
class CarnetGroupAdmin(RoleAdmin, GroupAdmin):
    """Groups are teams here; Django's permissions on them mean nothing in Carnet and are left out."""

    is_owners = True
    fields = ["name"]
    filter_horizontal = []


@admin.register(Permission)
class PermissionAdmin(ReadOnlyAdmin):
    is_owners = True
    list_display = ["name", "content_type", "codename"]
    list_select_related = ["content_type"]
    search_fields = ["name", "codename"]


@admin.register(FailedAttempt)
class FailedAttemptAdmin(ReadOnlyAdmin):
    is_owners = True
    list_display = ["scope", "at"]
    list_filter = ["scope"]
    fields = ["scope", "at"]
