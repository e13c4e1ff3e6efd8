"""Carnet's settings: the defaults are the embedded installation, the environment gives the rest (see README)."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

VERSION = "0.1"
VAR = Path(env("CARNET_VAR", default=str(BASE_DIR / "var")))
VAR.mkdir(parents=True, exist_ok=True)
DATABASE_URL = env("DATABASE_URL", default="")
REDIS_URL = env("REDIS_URL", default="")


def _secret_key() -> str:
    """The key of the environment; an installation on SQLite makes one for itself, readable by its user alone."""
    given = env("SECRET_KEY", default="")
    if given == "change-me" or (DATABASE_URL and not DATABASE_URL.startswith("sqlite") and not given):
        raise ImproperlyConfigured("Set SECRET_KEY to a long random text before starting Carnet.")
    if given:
        return given
    kept = VAR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64))
    return kept.read_text().strip()


SECRET_KEY = _secret_key()
DEBUG = env.bool("DEBUG", default=False)
# The address under which people reach Carnet: links in mails, allowed host, secure cookies follow from it.
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
HTTPS = BASE_URL.startswith("https:")
ALLOWED_HOSTS = [
    urlsplit(BASE_URL).hostname or "127.0.0.1",
    *env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"]),
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "core.accounts",
    "core.records",
    "core.audit",
    "core.organisation",
    "core.access",
    "core.currencies",
    "core.mail",
    "core.jobs",
    "core.notifications",
    "core.history",
    "core.tags",
    "core.search",
    "core.pages",
    "core.exchange",
    "contacts",
    "settings_admin",
    "crm_site.apps.CrmSiteConfig",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crm_site.apps.CarnetAdminConfig",
    "allauth",
    "allauth.account",
    "guardian",
    "taggit",
    "import_export",
    "auditlog",
    "django_countries",  # its translations
    "django_filters",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "core.accounts.remote.RemoteAddressMiddleware",
    "crm_site.middleware.RequestIdMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads its answers at random, against BREACH
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "crm_site.middleware.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "crm_site.middleware.SignInRequiredMiddleware",
    "crm_site.middleware.NoStoreMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "crm_site.urls"
WSGI_APPLICATION = "crm_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "crm_site.navigation.navigation",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------------------------------
if DATABASE_URL:
    DATABASES = {"default": env.db_url_config(DATABASE_URL)}
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR / "carnet.sqlite3"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writes take the lock at once (IMMEDIATE): two writers wait for each other instead of failing half way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["core.accounts.backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "crm_site.adapter.AccountAdapter"
ACCOUNT_FORMS = {"user_token": "core.accounts.forms.ActiveTokenForm"}
# Django's own: allauth's keeps a second table of addresses, which would go stale beside the user's.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session goes on, all others end
ACCOUNT_RATE_LIMITS = False  # counted in a table of our own: see core/accounts/throttle.py
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
PASSWORD_RESET_TIMEOUT = 24 * 3600
SESSION_COOKIE_AGE = 14 * 24 * 3600
# Guardian gives the grant tables; its backend would be a second formula for access and is left out (W001 says so).
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

# --- Languages and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env("TIME_ZONE", default="Europe/Paris")
USE_I18N = True
FORMAT_MODULE_PATH = ["crm_site.formats"]
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR / "media")))
MEDIA_URL = ""  # files are served only by views that check access
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_IMPORT_BYTES = 50 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Mail -----------------------------------------------------------------------------------------------------------
EMAIL_URL = env("EMAIL_URL", default="")  # without it, mails wait in the outbox and are not lost
if EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Carnet <carnet@localhost>")

# --- Background work ------------------------------------------------------------------------------------------------
# What run_due() takes up, in this order; each entry works one slice of at most 5 s and says whether more is left.
DUE_WORK = [
    "core.mail.outbox.send_due",
    "core.jobs.running.work_due",
    "core.jobs.cleaning.forget_due",
    "core.records.trash.purge_due",
    "core.accounts.throttle.forget_old",
    "core.exchange.cleaning.forget_due",
    "core.exchange.cleaning.forget_exports_due",
    "contacts.services.events.happened_due",
]
DUE_WORK_QUEUES = {"core.mail.outbox.send_due": "mail", "core.jobs.running.work_due": "exchange"}
# Kind of job → the function that works a slice of it.
JOB_KINDS = {
    "contacts.bulk": "contacts.bulk.work",
    "exchange.export": "core.exchange.exporting.running.work",
    "exchange.import": "core.exchange.running.work",
    "exchange.read": "core.exchange.reading_sheets.work",
    "jobs.undo": "core.jobs.undo.work",
}
# Kind of import → its importer; kind of record → the module that undoes, restores and purges it.
IMPORT_KINDS = {"contacts": "contacts.importing.importer.ContactImporter"}
EXPORT_KINDS = {"contacts": "contacts.exporting.exporter.ContactExporter"}
RECORD_SERVICES = {"contacts.contact": "contacts.services"}
CELERY_APP = "crm_site.celery.app"
CELERY_BROKER_URL = REDIS_URL or None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_BEAT_SCHEDULE = {
    name: {
        "task": "core.jobs.jobs.work",
        "schedule": 10.0,
        "args": [name],
        "options": {"queue": DUE_WORK_QUEUES.get(name, "default"), "expires": 10},
    }
    for name in DUE_WORK
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")

# --- Safety ---------------------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=HTTPS)
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# Only where a proxy sets them are X-Forwarded-Proto and X-Forwarded-For believed.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "crm_site.views.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
AUDITLOG_INCLUDE_ALL_MODELS = False

# --- Logs -----------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "crm_site.logs.RequestIdFilter"}},
    "formatters": {"json": {"()": "crm_site.logs.JsonFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]},
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
