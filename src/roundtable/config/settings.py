"""Settings. Everything that differs between a demo, a test and a production server comes from the environment."""

import os
import sys
from pathlib import Path
from typing import Any

from roundtable.gateways.postgres import DEMO_MARKER, Cluster, from_environment

BASE = Path(__file__).resolve().parent.parent
DEMO = os.environ.get("ROUNDTABLE_DEMO") == "1"
TESTING = os.environ.get("ROUNDTABLE_TESTING") == "1"
ROUNDTABLE_DEMO = DEMO or TESTING
DATABASE_NAME = os.environ.get("ROUNDTABLE_DATABASE", "roundtable")

_server = from_environment()
if ROUNDTABLE_DEMO and not isinstance(_server, Cluster):
    raise SystemExit("ROUNDTABLE_DEMO=1 lets anybody sign in as anybody, tests too: they never run on a database named by DATABASE_URL.")
if ROUNDTABLE_DEMO and isinstance(_server, Cluster) and not (_server.folder / DEMO_MARKER).exists():
    raise SystemExit(f"ROUNDTABLE_DEMO=1 lets anybody sign in as anybody, and {_server.folder} was not made by `roundtable demo`.")
DATA = Path(os.environ.get("ROUNDTABLE_DATA") or getattr(_server, "folder", None) or Path())
KEYS = Path(os.environ.get("ROUNDTABLE_KEYS") or DATA / "keys")
LOG_HEADS = Path(os.environ.get("ROUNDTABLE_LOG_HEADS") or DATA / "log-heads")


def _secret() -> str:
    """Django's secret: from the environment, else a 0600 file beside the data."""
    said = os.environ.get("ROUNDTABLE_SECRET_KEY")
    if said:
        return said
    if TESTING:
        return "a-secret-for-tests-only-" + "x" * 40
    from roundtable.config.secret import kept_secret

    return kept_secret(DATA / "secret")


SECRET_KEY = _secret()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ROUNDTABLE_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("ROUNDTABLE_ORIGINS", "").split(",") if origin]
SECURE = os.environ.get("ROUNDTABLE_SECURE", "0" if ROUNDTABLE_DEMO else "1") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "roundtable.ui",
    "roundtable.ground.access",
    "roundtable.ground.organisations",
    "roundtable.ground.people",
    "roundtable.ground.programmes",
    "roundtable.ground.notices",
    "roundtable.ground.seats",
    "roundtable.ground.disclosure",
]
ROOMS = (
    "casework.cases",
    "casework.clocks",
    "casework.pairs",
    "casework.notes",
    "casework.referrals",
    "casework.assessments",
    "casework.plans",
    "casework.roundtables",
    "casework.calendars",
    "casework.guests",
    "casework.cowriting",
    "casework.casefile",
    "casework.afterwards",
    "fhir",
    "home",
    "demo",
)
# The demo signs in anybody as anybody: outside demo mode it is not even installed, and its pages, tables and templates do not exist.
INSTALLED_APPS += [
    f"roundtable.{room}" for room in ROOMS if (BASE / room.replace(".", "/") / "apps.py").exists() and (room != "demo" or ROUNDTABLE_DEMO)
]

# The case file's pages show what a room above them knows: the next meeting, and the days that follow the last one, in one statement.
MEETING_AND_DAYS = "roundtable.casework.afterwards.views.meeting_and_days"
# The sheet one takes home shows what each takes home from the last meeting, which stands a room above it: asked in a statement of its own.
TAKEN_HOME = "roundtable.casework.afterwards.queries.TAKEN_HOME"
# The minutes show the day a line of the sheet was given there.
DAY_TAKEN_HOME = "roundtable.casework.afterwards.queries.day_taken_home"
# Whom somebody at the table asked to a meeting by a link: the meeting's pages name those, and no guest of something else.
GUESTS_OF_A_MEETING = "roundtable.casework.guests.queries.places_at"
# What the end of a course ends in a room above the course: the meeting that is still to come.
AT_A_COURSES_END = "roundtable.casework.roundtables.actions.call_off_coming"
# Where a FHIR file comes in and for whom, when nobody says so: on a folder of the demo, to try it; nowhere else.
FHIR_INTO = ("back-together", "cleo@example.org") if isinstance(_server, Cluster) and (_server.folder / DEMO_MARKER).exists() else ("", "")
# The page that ends a course asks whether its last meeting was held: the meetings are a room above it.
LAST_MEETING_HELD = "roundtable.casework.roundtables.queries.last_meeting_held"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "roundtable.config.middleware.StaticFiles",
    "roundtable.ui.csp.content_security",
    "roundtable.config.middleware.known_methods",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "roundtable.config.accounts.SignedIn",
    "roundtable.config.middleware.Hats",
    "roundtable.config.middleware.Refusals",
]

ROOT_URLCONF = "roundtable.config.urls"
ASGI_APPLICATION = "roundtable.config.asgi.application"
FORM_RENDERER = "roundtable.ui.renderer.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "roundtable.config.frame.frame",
            ],
            "string_if_invalid": "UNDEFINED-VARIABLE(%s)" if TESTING else "",
        },
    }
]


def _database(login: str, pool: int = 0) -> dict[str, Any]:
    dsn = _server.dsn(login, DATABASE_NAME)
    options = {**dsn.pop("OPTIONS", {}), "server_side_binding": True, "application_name": f"roundtable-{login}"}
    if pool:
        options["pool"] = {"min_size": 0 if TESTING else 1, "max_size": pool, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **dsn,
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,
        "ATOMIC_REQUESTS": False,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


POOL = int(os.environ.get("ROUNDTABLE_POOL", "8"))
DATABASES = {
    "default": _database("door", POOL),
    "web_citizen": _database("web_citizen", POOL),
    "web_care": _database("web_care", POOL),
    "web_authority": _database("web_authority", POOL),
    "recorder": _database("recorder", POOL),
    "worker": _database("worker"),
    "sealer": _database("sealer"),
    "loader": _database("loader"),
    "owner": _database("owner"),
}
DATABASE_ROUTERS = ["roundtable.ground.access.router.LoginRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_DATABASE_ALIAS = "worker"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_ADAPTER = "roundtable.config.accounts.AccountAdapter"
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_DISPLAY = str
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
# Counted in the shared cache, over all processes. A waiting room or a team shares one address on the network.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "ask_link": "60/h/ip,10/h/key",
    "letter": "60/h/ip",
    "pin": "120/h/ip",
    "feed": "60/h/key",
    "answer": "60/h/ip",
}
MFA_ADAPTER = "roundtable.config.accounts.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 8
SESSION_SAVE_EVERY_REQUEST = False
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "roundtable.config.accounts.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_SSL_REDIRECT = False
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entries"}}

USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("da", "Dansk"), ("nl", "Nederlands")]
FORMAT_MODULE_PATH = "roundtable.config.formats"
# Rooms bring their own catalogues; these two places are no apps.
LOCALE_PATHS = [path for path in (BASE / "kernel" / "locale", BASE / "config" / "locale") if path.exists()]

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("ROUNDTABLE_STATIC") or DATA / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "roundtable.config.static.Marked"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}

# The address in mails and on letters: the only thing there that leads anywhere.
ROUNDTABLE_ADDRESS = os.environ.get("ROUNDTABLE_ADDRESS", "http://localhost:8000").rstrip("/")
ROUNDTABLE_MAIL_DOMAIN = ROUNDTABLE_ADDRESS.partition("://")[2].partition(":")[0] or "localhost"
# Where calendars and mail servers answer to, one token a message; empty: nobody reads mail here, and no calendar is asked to answer.
# A hyphen, not a plus: outlook.com drops the plus from an organizer's address.
ROUNDTABLE_REPLY_ADDRESS = os.environ.get(
    "ROUNDTABLE_REPLY_ADDRESS", "meeting-{token}@" + ROUNDTABLE_MAIL_DOMAIN if ROUNDTABLE_DEMO else ""
)
EMAIL_HOST = os.environ.get("ROUNDTABLE_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("ROUNDTABLE_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("ROUNDTABLE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ROUNDTABLE_SMTP_PASSWORD", "")
EMAIL_USE_TLS = bool(EMAIL_HOST) and os.environ.get("ROUNDTABLE_SMTP_TLS", "1") == "1"
EMAIL_TIMEOUT = 20
# Text messages: where to ask for one, and with which token. Empty: none are sent, they go to the console.
ROUNDTABLE_TEXT_URL = os.environ.get("ROUNDTABLE_TEXT_URL", "")
ROUNDTABLE_TEXT_TOKEN = os.environ.get("ROUNDTABLE_TEXT_TOKEN", "")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST and not DEMO else "roundtable.gateways.mail.Backend"
DEFAULT_FROM_EMAIL = os.environ.get("ROUNDTABLE_FROM", "Roundtable <no-reply@roundtable.invalid>")

LOGGING_CONFIG = None
if "roundtable.config.logs" not in sys.modules:
    from roundtable.config.logs import configure

    configure()
