"""Settings that every environment shares. The files beside this one say only what differs."""

from pathlib import Path
from typing import Any

from onewindow.conf import environment
from onewindow.conf.database_url import database_settings

PACKAGE = Path(__file__).resolve().parent.parent
BASE_DIR = environment.folder("ONEWINDOW_ROOT", PACKAGE.parent.parent)

# Where things are. Keys never lie inside the database's tree.
ONEWINDOW_VAR_DIR = environment.folder("ONEWINDOW_VAR_DIR", BASE_DIR / ".var")
ONEWINDOW_KEYS_DIR = environment.folder("ONEWINDOW_KEYS_DIR", ONEWINDOW_VAR_DIR / "keys")
ONEWINDOW_COUNTRY_DIR = environment.folder("ONEWINDOW_COUNTRY_DIR", BASE_DIR / "country")
ONEWINDOW_SERVICES_DIR = environment.folder("ONEWINDOW_SERVICES_DIR", BASE_DIR / "services")
ONEWINDOW_UPLOADS_DIR = environment.folder("ONEWINDOW_UPLOADS_DIR", ONEWINDOW_VAR_DIR / "uploads")
ONEWINDOW_METRICS_DIR = environment.folder("ONEWINDOW_METRICS_DIR", ONEWINDOW_VAR_DIR / "metrics")
ONEWINDOW_BASE_URL = environment.text("ONEWINDOW_BASE_URL", "http://127.0.0.1:8000")
ONEWINDOW_DEMO = False
# Invented people that a demonstration grows when it begins; a real window has real ones.
ONEWINDOW_PEOPLE = 0

DEBUG = False
ALLOWED_HOSTS: list[str] = []
SECRET_KEY = ""
ROOT_URLCONF = "onewindow.portal.root_urls"
WSGI_APPLICATION = "onewindow.conf.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.Account"

_FOUNDATION = [
    "database",
    "access",
    "record",
    "holdings",
    "outbox",
    "jobs",
    "egress",
    "observability",
    "web",
]
_BLOCKS = [
    "trust",
    "identity",
    "registers",
    "mandates",
    "documents",
    "payments",
    "notifications",
    "privacy",
    "catalogue",
    "cases",
    "studio",
]
INSTALLED_APPS = [
    "onewindow.wiring",
    "onewindow.portal",
    *(f"onewindow.blocks.{room}" for room in _BLOCKS),
    "onewindow.blocks.identity.openid",
    *(f"onewindow.foundation.{room}" for room in _FOUNDATION),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.idp.oidc",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "onewindow.foundation.observability.middleware.Measured",
    "onewindow.foundation.web.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "onewindow.blocks.identity.middleware.SessionLimits",
    "onewindow.blocks.identity.openid.middleware.SessionsOfSystems",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "onewindow.foundation.web.whole_text.WholeText",
    "onewindow.foundation.web.middleware.ListedViewsOnly",
]
CSRF_FAILURE_VIEW = "onewindow.foundation.web.error_pages.forged"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "APP_DIRS": False,
        # Rooms keep Jinja2 files in the folder `templates`, which Django gives to its own language only.
        "DIRS": [*sorted(PACKAGE.glob("*/templates")), *sorted(PACKAGE.glob("*/*/templates"))],
        "OPTIONS": {
            "environment": "onewindow.foundation.web.jinja.environment",
            "context_processors": ["onewindow.foundation.web.shell.context"],
        },
    },
    {
        # allauth asks for this engine; its pages are replaced by ours.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "django",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Names: en, fr and ar are complete; Kazakh and Russian are prepared and join when their catalogues are.
LANGUAGES = [("en", "English"), ("fr", "Français"), ("ar", "العربية")]
ONEWINDOW_LANGUAGES_PREPARED = [("kk", "Қазақша"), ("ru", "Русский")]
LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
# How dates and times are written at the edge; whose documents these are.
ONEWINDOW_COUNTRY = environment.text("ONEWINDOW_COUNTRY", "TN")
ONEWINDOW_CIVIL_ZONE = environment.text("ONEWINDOW_CIVIL_ZONE", "Africa/Tunis")
# Rooms are apps, so Django finds their catalogues; kernel and standards are not.
LOCALE_PATHS = [
    *sorted(PACKAGE.glob("kernel/locale")),
    *sorted(PACKAGE.glob("standards/locale")),
    *sorted(PACKAGE.glob("standards/*/locale")),
]

STATIC_URL = "/static/"
STATIC_ROOT = None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Files are served from the rooms' own folders: nothing to collect before the first page.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 86_400
MEDIA_ROOT = ONEWINDOW_UPLOADS_DIR
MEDIA_URL = "/uploads-are-never-served-by-url/"

AUTHENTICATION_BACKENDS = ["onewindow.blocks.identity.adapters.allauth_backend.AuthenticationBackend"]
SESSION_ENGINE = "onewindow.blocks.identity.sessions"
PASSWORD_HASHERS = [
    "onewindow.blocks.identity.hashing.Argon2idHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    # ASVS 6.2.1, NIST SP 800-63B-4: length and a list of common passwords; no rules of composition.
    {"NAME": "onewindow.blocks.identity.passwords.LongEnough"},
    {"NAME": "onewindow.blocks.identity.passwords.NotCommon"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "onewindow.blocks.identity.adapters.allauth_account.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # else the Host header that somebody sent stands in a letter
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
# The length that is needed depends on the account: identity/passwords knows it.
ACCOUNT_PASSWORD_MIN_LENGTH = 1
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# Attempts with a password are counted by identity/limits; the library still counts codes ("login_failed").
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "10/m/ip,5/5m/key"}
# Proxies in front, such as 10.0.0.0/8: their X-Forwarded-For tells where a request came from.
ONEWINDOW_TRUSTED_PROXIES = environment.words("ONEWINDOW_TRUSTED_PROXIES")
# Proxies that end mutual TLS and hand on the client's certificate (RFC 9440), with the secret they show.
ONEWINDOW_CERTIFICATE_PROXIES = environment.words("ONEWINDOW_CERTIFICATE_PROXIES")
ONEWINDOW_CERTIFICATE_PROXY_SECRET = environment.text("ONEWINDOW_CERTIFICATE_PROXY_SECRET", "")
# Outside OpenID providers by slug; their origins stand on the egress list of the connector "openid".
ONEWINDOW_OPENID_PROVIDERS: dict[str, Any] = environment.mapping("ONEWINDOW_OPENID_PROVIDERS_FILE")
# How long before its proof ends a kept signature is stamped anew, and hashes with the day on which they end.
ONEWINDOW_PRESERVE_DAYS = environment.whole_number("ONEWINDOW_PRESERVE_DAYS", 180)
ONEWINDOW_ALGORITHM_ENDS: dict[str, str] = {}
# How long a recovery by letter waits, so that the owner of the account can stop it.
ONEWINDOW_RECOVERY_HOURS = environment.whole_number("ONEWINDOW_RECOVERY_HOURS", 72)
# Agencies and banks whose officers confirm who people are; every one where nobody is named.
ONEWINDOW_PROOFING_AGENCIES = environment.words("ONEWINDOW_PROOFING_AGENCIES")
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "login_webauthn": "onewindow.blocks.identity.passkeys.LoginForm",
    "authenticate_webauthn": "onewindow.blocks.identity.passkeys.SecondStepForm",
    "reauthenticate_webauthn": "onewindow.blocks.identity.passkeys.AgainForm",
}
MFA_ADAPTER = "onewindow.blocks.identity.adapters.allauth_account.MFAAdapter"
MFA_TOTP_ISSUER = "onewindow"
MFA_TOTP_TOLERANCE = 1  # one step for clocks that differ and people who type slowly (RFC 6238 §5.2)
MFA_WEBAUTHN_USER_VERIFICATION = "required"
IDP_OIDC_ALLOW_URI_WILDCARDS = False
IDP_OIDC_ADAPTER = "onewindow.blocks.identity.openid.adapter.Provider"

# Limits of attempts hold over all processes, and over a restart.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "onewindow_cache"}
}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a request of 500 lines with 20 fields each, and room
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# What each connector may reach: {"name": {"allow": ["https://host"], "private": False}} (see egress).
ONEWINDOW_EGRESS: dict[str, Any] = environment.mapping("ONEWINDOW_EGRESS_FILE")

# Registers that others keep: {"source": {"address": "https://its node", "keys": {"name": "base64 of DER"}}}.
ONEWINDOW_EVIDENCE: dict[str, Any] = environment.mapping("ONEWINDOW_EVIDENCE_FILE")
if ONEWINDOW_EVIDENCE:
    ONEWINDOW_EGRESS.setdefault(
        "evidence",
        {"allow": sorted(source["address"] for source in ONEWINDOW_EVIDENCE.values()), "private": False},
    )

EMAIL_BACKEND = "onewindow.blocks.notifications.adapters.smtp.SmtpBackend"
EMAIL_HOST = environment.text("ONEWINDOW_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = environment.whole_number("ONEWINDOW_SMTP_PORT", 25)
EMAIL_TIMEOUT = 10
# The relay that the operator names is on the list of its connector.
ONEWINDOW_EGRESS.setdefault("smtp", {"allow": [f"tcp://{EMAIL_HOST}:{EMAIL_PORT}"], "private": True})
DEFAULT_FROM_EMAIL = environment.text("ONEWINDOW_MAIL_FROM", "onewindow@example.org")

ONEWINDOW_METRICS_TOKEN = environment.text("ONEWINDOW_METRICS_TOKEN", "")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "onewindow.foundation.observability.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "onewindow": {"level": environment.text("ONEWINDOW_LOG_LEVEL", "INFO")},
        # Django's own handlers write exceptions with the values in them, and mail them.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}

# The tasks of the rooms are named in wiring, one by one.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""

# A thread of each process finds out that the database has stopped answering, so that nobody waits for it.
ONEWINDOW_WATCH_DATABASE = True
DATABASE_URL = environment.text("DATABASE_URL", "")
DATABASES: dict[str, Any] = {"default": database_settings(DATABASE_URL)} if DATABASE_URL else {}
