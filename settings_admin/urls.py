"""The addresses of Settings."""

from django.urls import path

from .views import audit, groups, lists, organisation, tags, users
from .vocabularies import CONTACT_TYPES, TEMPERATURE_LEVELS

TYPES, LEVELS = {"vocabulary": CONTACT_TYPES}, {"vocabulary": TEMPERATURE_LEVELS}

app_name = "settings_admin"
urlpatterns = [
    path("", organisation.index, name="index"),
    path("common/", organisation.common, name="common"),
    path("contact-types/", lists.entries, TYPES, name="contact_types"),
    path("contact-types/add/", lists.add, TYPES, name="contact_types_add"),
    path("contact-types/<int:pk>/edit/", lists.edit, TYPES, name="contact_types_edit"),
    path("contact-types/<int:pk>/delete/", lists.delete, TYPES, name="contact_types_delete"),
    path("temperature-levels/", lists.entries, LEVELS, name="temperature_levels"),
    path("temperature-levels/add/", lists.add, LEVELS, name="temperature_levels_add"),
    path("temperature-levels/<int:pk>/edit/", lists.edit, LEVELS, name="temperature_levels_edit"),
    path("temperature-levels/<int:pk>/delete/", lists.delete, LEVELS, name="temperature_levels_delete"),
    path("contact-tags/", tags.tag_list, name="contact_tags"),
    path("contact-tags/add/", tags.add, name="contact_tags_add"),
    path("contact-tags/unused/delete/", tags.delete_unused, name="contact_tags_unused"),
    path("contact-tags/<int:pk>/edit/", tags.edit, name="contact_tags_edit"),
    path("contact-tags/<int:pk>/merge/", tags.merge, name="contact_tags_merge"),
    path("contact-tags/<int:pk>/delete/", tags.delete, name="contact_tags_delete"),
    path("users/", users.users, name="users"),
    path("users/invite/", users.invite, name="users_invite"),
    path("users/<int:pk>/edit/", users.edit, name="user_edit"),
    path("users/<int:pk>/invite/", users.invite_again, name="user_invite"),
    path("users/<int:pk>/off/", users.switch_off, name="user_off"),
    path("users/<int:pk>/on/", users.switch_on, name="user_on"),
    path("users/<int:pk>/sessions/", users.end_sessions, name="user_sessions"),
    path("groups/", groups.groups, name="groups"),
    path("groups/add/", groups.add, name="groups_add"),
    path("groups/<int:pk>/edit/", groups.edit, name="group_edit"),
    path("groups/<int:pk>/delete/", groups.delete, name="group_delete"),
    path("audit/", audit.audit, name="audit"),
]
