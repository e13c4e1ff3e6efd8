"""Who gets what at every address: one line per address, one cell per person, for GET and for POST.

The cells are, in the order of PEOPLE: dave (no right on the private contact), bob (may read it), carol (may write it),
alice (its manager; she wrote the event, started the import and the job), a CRM administrator, the owner. Nobody signed
in gets 302 to the sign-in for GET and the sign-in page with 401 for POST, save where PUBLIC says otherwise.
"""

from dataclasses import dataclass, field

# NO: only one method is known here, and says so before anything else.
ALL, NO, NONE = "200 200 200 200 200 200", "405 405 405 405 405 405", "404 404 404 404 404 404"
DONE = "302 302 302 302 302 302"
READERS = "404 200 200 200 200 200"
READERS_DONE = "404 302 302 302 302 302"
EDITORS = "404 403 200 200 200 200"
EDITORS_DONE = "404 403 302 302 302 302"
AUTHOR, AUTHOR_DONE = "404 403 403 200 403 403", "404 403 403 302 403 403"
OWN = "404 404 404 200 200 200"
OWN_OVER = "404 404 404 286 286 286"  # htmx's sign to ask no more
OWN_DONE = "404 404 404 302 302 302"
ADMINISTRATORS = "403 403 403 403 200 200"
ADMINISTRATORS_DONE = "403 403 403 403 302 302"
OWNER = "403 403 403 403 403 200"
OWNER_DONE = "403 403 403 403 403 302"


@dataclass(frozen=True)
class Line:
    """`args` are words of the world ("contact event"); `data` is sent by POST, its values may be such words in {}."""

    args: str
    get: str
    post: str
    data: dict = field(default_factory=dict)


FORM_ID = "8a4bb1c4-3a0c-4f5e-9d4e-0b7d1d3b6a01"
ROWS = {f"{kind}-{name}_FORMS": "0" for kind in ("phones", "emails", "links", "addresses", "managers")
        for name in ("TOTAL", "INITIAL")}  # fmt: skip
SENT = {"csrfmiddlewaretoken": "x"}  # a form without a field of its own
MAPPING = {"column-0": "first_name", "column-1": "last_name", "column-2": "email_work", "order": "dmy"}
RULES = {"duplicates": "skip", "kind": "auto", "access_level": "private"}
ENTRY = {"name": "Changed", "hue": "teal"}

LINES: dict[str, Line] = {
    "home": Line("", ALL, ALL),
    "search": Line("", ALL, ALL),
    "create_menu": Line("", ALL, ALL),
    "menu": Line("", ALL, ALL),
    "profile": Line("", ALL, ALL),
    "profile_photo": Line("user", NONE, NO),
    "sidebar_fold": Line("", NO, "204 204 204 204 204 204", {"folded": "1"}),
    "set_language": Line("", NO, DONE, {"language": "fr"}),
    "healthz": Line("", ALL, NO),
    "readyz": Line("", ALL, NO),
    "account_login": Line("", DONE, DONE),
    "account_logout": Line("", ALL, DONE),
    "account_change_password": Line("", ALL, ALL),
    "account_reset_password": Line("", ALL, ALL),
    "account_reset_password_done": Line("", ALL, NO),
    "account_reset_password_from_key": Line("uid key", ALL, ALL),
    "account_reset_password_from_key_done": Line("", ALL, NO),
    "accept_invitation": Line("token", "410 410 410 410 410 410", "410 410 410 410 410 410"),
    # --- contacts ---
    "contacts:list": Line("", ALL, DONE, {"columns": "tags"}),
    "contacts:persons": Line("", ALL, DONE, {"columns": "tags"}),
    "contacts:companies": Line("", ALL, DONE, {"columns": "tags"}),
    "contacts:bulk": Line("", DONE, DONE, {"operation": "delete", "ids": "{contact}", "step": "run"}),
    "contacts:export": Line("", ALL, ALL, {"step": "make", "columns": "all", "file": "csv", "separator": "comma"}),
    "contacts:pick": Line("", ALL, ALL),
    "contacts:duplicates": Line("", NO, "204 204 204 204 204 204"),
    "contacts:add_person": Line("", ALL, DONE, ROWS | {"form_id": FORM_ID, "first_name": "New", "last_name": "One",
                                                      "consent": "unknown", "access-is_public": "on"}),
    "contacts:add_company": Line("", ALL, DONE, ROWS | {"form_id": FORM_ID, "name": "New", "consent": "unknown",
                                                       "access-is_public": "on"}),
    "contacts:detail": Line("contact", READERS, NO),
    "contacts:edit": Line("contact", EDITORS, EDITORS_DONE,
                          ROWS | {"form_id": FORM_ID, "version": "1", "first_name": "Changed", "last_name": "By form",
                                  "consent": "unknown", "access-is_public": "on"}),
    "contacts:vcard": Line("contact", READERS, NO),
    "contacts:photo": Line("contact", READERS, NO),
    "contacts:who_sees": Line("contact", EDITORS, NO),
    "contacts:timeline": Line("contact", READERS, NO),
    "contacts:add_event": Line("contact", NO, READERS_DONE, {"category": "{category}", "text": "Called."}),
    "contacts:edit_event": Line("contact event", AUTHOR, AUTHOR_DONE, {"category": "{category}", "text": "Changed.",
                                                                      "happened_at": "2026-11-20T10:00"}),
    "contacts:delete_event": Line("contact event", EDITORS, EDITORS_DONE),
    "contacts:persons_tab": Line("company", READERS, NO),
    "contacts:link_person": Line("company", READERS, "404 200 302 302 302 302", {"person_id": "{single}",
                                                                                "person": "Single"}),
    "contacts:unlink_person": Line("company contact", EDITORS, EDITORS_DONE),
    "contacts:delete": Line("contact", EDITORS, EDITORS_DONE, {"step": "run"}),
    "contacts:set_temperature": Line("contact", EDITORS, EDITORS_DONE, {"temperature": "{level}"}),
    "contacts:set_type": Line("contact", EDITORS, EDITORS_DONE, {"type": "{type}"}),
    "contacts:set_tags": Line("contact", EDITORS, EDITORS_DONE, {"tags": "Free"}),
    "contacts:add_detail": Line("contact", EDITORS, EDITORS_DONE, {"value": "01 99 00 12 34", "category": "work"}),
    # --- background work, import, trash ---
    "jobs:list": Line("", ALL, NO),
    "jobs:detail": Line("job", OWN, NO),
    "jobs:progress": Line("job", OWN_OVER, NO),
    "jobs:cancel": Line("job", NO, OWN_DONE),
    "jobs:pause": Line("job", NO, OWN_DONE),
    "jobs:resume": Line("job", NO, OWN_DONE),
    "jobs:undo": Line("job", NO, OWN_DONE),
    "imports:start": Line("", ALL, "400 400 400 400 400 400"),
    "imports:file": Line("draft", OWN, OWN_DONE, {"encoding": "utf-8", "separator": "comma", "heading_line": "1"}),
    "imports:mapping": Line("draft", OWN, OWN_DONE, MAPPING),
    "imports:rules": Line("draft", OWN, OWN_DONE, RULES),
    "imports:check": Line("checked", OWN, NO),
    "imports:run": Line("checked", OWN_DONE, OWN_DONE),
    "imports:progress": Line("import", OWN_OVER, NO),
    "imports:report": Line("import", OWN, NO),
    "imports:refused": Line("import", OWN, NO),
    "imports:cancel": Line("import", NO, OWN_DONE),
    "imports:pause": Line("import", NO, OWN_DONE),
    "imports:resume": Line("import", NO, OWN_DONE),
    "imports:undo": Line("import", NO, OWN_DONE),
    "imports:use_mapping": Line("draft", NO, OWN_DONE, SENT),
    "imports:save_mapping": Line("draft", NO, OWN_DONE, MAPPING | {"mapping_name": "Newsletter"}),
    "imports:delete_mapping": Line("draft", NO, OWN_DONE, SENT),
    # Administrators see that an export was made; its file is its author's alone.
    "exports:detail": Line("export", OWN, NO),
    "exports:progress": Line("export", OWN_OVER, NO),
    "exports:file": Line("export", "404 404 404 200 403 403", NO),
    "trash:list": Line("", ALL, NO),
    "trash:restore": Line("", NO, "302 302 302 302 302 302", {"kind": "contacts.contact", "ids": "{gone}"}),
    "trash:purge": Line("", NO, ADMINISTRATORS_DONE, {"kind": "contacts.contact", "ids": "{gone}",
                                                           "confirmed": "1"}),
    "trash:undo": Line("act", NO, OWN_DONE),
    # --- settings ---
    "settings_admin:index": Line("", ADMINISTRATORS, NO),
    "settings_admin:common": Line("", ADMINISTRATORS, ADMINISTRATORS_DONE,
                                  {"name": "We", "country": "FR", "time_zone": "Europe/Paris", "language": "en",
                                   "currency": "EUR"}),
    "settings_admin:contact_types": Line("", ADMINISTRATORS, ADMINISTRATORS_DONE),
    "settings_admin:contact_types_add": Line("", ADMINISTRATORS, ADMINISTRATORS_DONE, ENTRY),
    "settings_admin:contact_types_edit": Line("type", ADMINISTRATORS, ADMINISTRATORS_DONE, ENTRY),
    "settings_admin:contact_types_delete": Line("other_type", ADMINISTRATORS, ADMINISTRATORS_DONE, SENT),
    "settings_admin:temperature_levels": Line("", ADMINISTRATORS, ADMINISTRATORS_DONE),
    "settings_admin:temperature_levels_add": Line("", ADMINISTRATORS, ADMINISTRATORS_DONE, ENTRY),
    "settings_admin:temperature_levels_edit": Line("level", ADMINISTRATORS, ADMINISTRATORS_DONE, ENTRY),
    "settings_admin:temperature_levels_delete": Line("other_level", ADMINISTRATORS, ADMINISTRATORS_DONE, SENT),
    "settings_admin:contact_tags": Line("", ADMINISTRATORS, ADMINISTRATORS_DONE),
    "settings_admin:contact_tags_add": Line("", ADMINISTRATORS, ADMINISTRATORS_DONE, ENTRY),
    "settings_admin:contact_tags_unused": Line("", ADMINISTRATORS, ADMINISTRATORS_DONE),
    "settings_admin:contact_tags_edit": Line("tag", ADMINISTRATORS, ADMINISTRATORS_DONE, ENTRY),
    "settings_admin:contact_tags_merge": Line("tag", ADMINISTRATORS, ADMINISTRATORS_DONE, {"keep": "{other_tag}"}),
    "settings_admin:contact_tags_delete": Line("tag", ADMINISTRATORS, ADMINISTRATORS_DONE),
    "settings_admin:users": Line("", OWNER, NO),
    "settings_admin:users_invite": Line("", OWNER, OWNER_DONE, {"first_name": "Eve", "last_name": "New",
                                                               "email": "newcomer@example.com", "role": "user"}),
    "settings_admin:user_edit": Line("user", OWNER, OWNER_DONE, {"username": "dave", "first_name": "Dave",
                                     "last_name": "Changed", "email": "dave@example.com", "role": "administrator"}),
    "settings_admin:user_invite": Line("user", NO, OWNER_DONE),
    "settings_admin:user_off": Line("user", OWNER, OWNER_DONE),
    "settings_admin:user_on": Line("off", NO, OWNER_DONE),
    "settings_admin:user_sessions": Line("user", OWNER, OWNER_DONE),
    "settings_admin:groups": Line("", OWNER, NO),
    "settings_admin:groups_add": Line("", OWNER, OWNER_DONE, {"name": "Marketing", "members": "{user}"}),
    "settings_admin:group_edit": Line("group", OWNER, OWNER_DONE, {"name": "Renamed", "members": "{user}"}),
    "settings_admin:group_delete": Line("group", OWNER, OWNER_DONE),
    "settings_admin:audit": Line("", ADMINISTRATORS, NO),
}  # fmt: skip

# What people who are not signed in get: (GET, POST), and why.
PUBLIC: dict[str, tuple[str, str, str]] = {
    "healthz": ("200", "405", "asked by the proxy whether the process lives; says nothing else"),
    "readyz": ("200", "405", "asked by the proxy whether the database answers; says nothing else"),
    "set_language": ("405", "302", "the sign-in page offers its languages; only a cookie is set"),
    "account_login": ("200", "200", "the sign-in itself"),
    "account_logout": ("302", "302", "whoever is signed out already is sent to the sign-in"),
    "account_reset_password": ("200", "200", "asked for by people who can't sign in; the answer never differs"),
    "account_reset_password_done": ("200", "405", "says that a mail is on its way, to everybody alike"),
    "account_reset_password_from_key": ("200", "200", "reached by the link of a mail, which carries its own proof"),
    "account_reset_password_from_key_done": ("200", "405", "says that the new password is set, and nothing else"),
    "accept_invitation": ("410", "410", "reached by the link of an invitation, which carries its own proof"),
}
