"""Who may do what in Django admin: ordinary users nothing, CRM administrators and the owner what stands here (ACC-06).

Letters: l list, v look at one, a add, c change, d delete.
"""

# model: (CRM administrator, owner)
MODELS: dict[str, tuple[str, str]] = {
    "accounts_failedattempt": ("", "lv"),
    "accounts_user": ("", "lvac"),  # a user is switched off, not deleted
    "audit_securityevent": ("lv", "lv"),
    "auditlog_logentry": ("lv", "lv"),
    "auth_group": ("", "lvacd"),
    "auth_permission": ("", "lv"),
    "contacts_contact": ("lvacd", "lvacd"),
    "contacts_contactaddress": ("lv", "lv"),
    "contacts_contactemail": ("lv", "lv"),
    "contacts_contactgroupgrant": ("lv", "lv"),
    "contacts_contactlink": ("lv", "lv"),
    "contacts_contactphone": ("lv", "lv"),
    "contacts_contacttag": ("lvacd", "lvacd"),
    "contacts_contacttagging": ("lv", "lv"),
    "contacts_contacttype": ("lvacd", "lvacd"),
    "contacts_contactusergrant": ("lv", "lv"),
    "contacts_temperaturelevel": ("lvacd", "lvacd"),
    "exchange_export": ("lv", "lv"),
    "exchange_import": ("lv", "lv"),  # "Add" opens the wizard
    "exchange_importrow": ("lv", "lv"),
    "exchange_savedmapping": ("lvd", "lvd"),
    "history_historycategory": ("lvac", "lvac"),
    "history_historyevent": ("lv", "lv"),
    "history_historylink": ("lv", "lv"),
    "jobs_job": ("lv", "lv"),
    "jobs_jobitem": ("lv", "lv"),
    "mail_outboxmail": ("lv", "lv"),
    "notifications_notification": ("lv", "lv"),
    "organisation_organisation": ("lvc", "lvc"),
    "records_submittedform": ("lv", "lv"),
    "records_trashact": ("lv", "lv"),
}

# The pages that belong to no model: (GET, POST) as a CRM administrator and as the owner.
PAGES: dict[str, tuple[str, str]] = {
    "index": ("200", "200"),
    "login": ("302", "302"),
    "logout": ("405", "302"),
    "password_change": ("302", "302"),
    "password_change_done": ("200", "405"),
    "autocomplete": ("403", "405"),
    "jsi18n": ("200", "405"),
    "app_list": ("200", "200"),
}
# Followed by tests of their own below: nameless old addresses, the catch-all, "view on site", a user's password.
OTHERS = {"<path:object_id>/", "(?P<url>.*)$", "view_on_site", "auth_user_password_change"}
