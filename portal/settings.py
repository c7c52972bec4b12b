"""Every setting, once: its type, its default and a line of why. A wrong value stops the start by name."""

from pathlib import Path
from urllib.parse import unquote
from zoneinfo import available_timezones

from portal.content_policy import DIRECTIVES
from portal.databases import postgres
from portal.env import Environment, WrongSetting
from portal.logs import to_console
from portal.queue_settings import *  # noqa: F403 - what Celery reads, none of it from the environment
from portal.sign_in_settings import *  # noqa: F403 - what allauth reads, none of it from the environment
from portal.sign_in_settings import company_providers

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment.of_process(BASE_DIR / ".env", BASE_DIR / "var" / "run" / "embedded.env")

# --- The demonstration -------------------------------------------------------------------------------------
# "full" is the company of 12,000, "small" one of 300 for tests; empty is a real installation. Only the
# demonstration may run with the secrets below, which anybody can read here, and it answers on loopback only.
DEMO = env.text("DEMO", default="", choices=("", "full", "small"))
_demo_secret = "a secret for the demonstration only, refused everywhere else"  # noqa: S105
_demo_signing_key = "ZGVtb25zdHJhdGlvbi1vbmx5LXNpZ25pbmcta2V5LTE="
_loopback = {"127.0.0.1", "localhost", "[::1]"}

# Signs sessions and the tokens in forms and mails: whoever has it can be anybody.
SECRET_KEY = env.text("SECRET_KEY", default=_demo_secret)
# The Ed25519 seed that signs receipts. Keep the public half of every retired one: old receipts need it.
RECEIPT_SIGNING_KEY = env.key("RECEIPT_SIGNING_KEY", default=_demo_signing_key)
# The public halves of retired keys, in base64: what they signed stays verifiable.
RECEIPT_RETIRED_KEYS = env.keys("RECEIPT_RETIRED_KEYS")
# Tracebacks in the browser show people's data, so only the demonstration may have them.
DEBUG = env.flag("DEBUG", default=False)
# The names this portal answers to; a forged Host header gets 400.
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default="127.0.0.1,localhost,[::1]")
# How people reach the portal: links in mails start with it.
PORTAL_URL = env.text("PORTAL_URL", default="http://127.0.0.1:8000").rstrip("/")
# Behind a proxy that ends TLS and sets X-Forwarded-Proto itself; without one anybody could send that header.
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)

if DEMO:
    if not set(ALLOWED_HOSTS) <= _loopback:
        raise WrongSetting("ALLOWED_HOSTS may only name this machine while DEMO is set (127.0.0.1, localhost)")
else:
    if _demo_secret == SECRET_KEY or len(SECRET_KEY) < 50:
        raise WrongSetting(
            "SECRET_KEY must be 50 secret characters or more: openssl rand -base64 48"
            " (a command beside the demonstration finds it while `make run` runs; without servers set DEMO=small)"
        )
    if Environment({"KEY": _demo_signing_key}).key("KEY") == RECEIPT_SIGNING_KEY:
        raise WrongSetting("RECEIPT_SIGNING_KEY must be 32 secret bytes in base64: openssl rand -base64 32")
    if DEBUG:
        raise WrongSetting("DEBUG is yes; only the demonstration may show tracebacks (DEMO=full or DEMO=small)")
    if "*" in ALLOWED_HOSTS:
        raise WrongSetting("ALLOWED_HOSTS must name the portal's own host, not *")
    if not PORTAL_URL.startswith("https://"):
        raise WrongSetting("PORTAL_URL must start with https:// because sign-in cookies travel over TLS only")

# --- Where things are kept ---------------------------------------------------------------------------------
# Everything the portal writes outside the database: mail without a server, the beat's schedule.
VAR_DIR = Path(env.text("VAR_DIR", default=str(BASE_DIR / "var")))
# Where the newest seal of the history is written once a day, signed: best a place that the database's owner cannot
# write to. Empty: nowhere; then nothing outside the database can show that its history was made anew.
AUDIT_DIR = env.text("AUDIT_DIR", default="")
# The public key that backups are encrypted to; `manage.py backup_key FILE` makes it. Empty: no backup can be made.
BACKUP_RECIPIENT = env.text("BACKUP_RECIPIENT", default="")
if BACKUP_RECIPIENT and not BACKUP_RECIPIENT.startswith("age1"):
    raise WrongSetting("BACKUP_RECIPIENT must be a public key that begins with age1, never the private one")

_database = env.url("DATABASE_URL", schemes=("postgres", "postgresql"))
_redis = env.url("REDIS_URL", schemes=("redis", "rediss", "unix"))
if _database is None or _redis is None:
    raise WrongSetting("DATABASE_URL and REDIS_URL must both be set")
# A web process with threads keeps a pool. 0 is one connection a thread, right for workers and commands:
# a pool opened before a fork would be shared by the children.
DATABASE_POOL = env.number("DATABASE_POOL", default=0, least=0, most=100)
# Seconds after which a statement has gone wrong and holds locks others wait for. 0: no limit (migrations).
STATEMENT_TIMEOUT = env.number("STATEMENT_TIMEOUT", default=30, least=0, most=3600)

DATABASES = {"default": postgres(_database, pool=DATABASE_POOL, statement_timeout=STATEMENT_TIMEOUT)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# How often a link was asked for, and which codes were used up: shared by all web processes, broker or not.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"},
}

# --- The application ---------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "portal",
    "accounts",
    "transfers",
    "seeds",
]
MIDDLEWARE = [
    "portal.health.HealthMiddleware",
    "portal.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # before whatever may fail: a page of an error is not to be in the language of this thread's reader before
    "django.middleware.locale.LocaleMiddleware",
    "portal.middleware.Headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.requests.PlainRequests",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.languages.OwnLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.TransferErrors",
    "portal.second_factors.SecondFactorFirst",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.page",
            ]
        },
    }
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
# No portal page takes more than a memo, a CSV row or a reason; files have their own limit in their form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- Language and time -------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
# Each in its own words, as people look for it.
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]
# What people write, and what is made from it when a process starts (docs/adr/0020-languages.md).
CATALOGUES = BASE_DIR / "portal" / "locale"
LOCALE_PATHS = [BASE_DIR / "var" / "locale"]
USE_I18N = True
USE_TZ = True
# People see their own zone beside the company's; the servers and their logs speak UTC.
TIME_ZONE = "UTC"
# Whom people call when something about their account is wrong; the mail about another address names it.
HR_CONTACT = env.text("HR_CONTACT", default="")
# How many choices one HR partner may read within 24 hours: enough for their cases, too few for a list.
READINGS_A_DAY = env.number("READINGS_A_DAY", default=10, least=0, most=50)
# The zone the company reads its deadlines in: shown behind the reader's own.
COMPANY_TIME_ZONE = env.text("COMPANY_TIME_ZONE", default="UTC")
if COMPANY_TIME_ZONE not in available_timezones():
    raise WrongSetting("COMPANY_TIME_ZONE must be an IANA zone such as Europe/Berlin")

# --- Sign-in -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Employee"
AUTHENTICATION_BACKENDS = ["portal.sessions.SignInBackend"]
PASSWORD_HASHERS = ["portal.passwords.PortalArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("sign_in_name", "name", "email", "hr_id")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# The company's own sign-in by OpenID Connect: all three, or none. People link it themselves before they use it.
OIDC_ISSUER = env.text("OIDC_ISSUER", default="").rstrip("/")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_SECRET", default="")
if OIDC_ISSUER and not DEMO and not OIDC_ISSUER.startswith("https://"):
    raise WrongSetting("OIDC_ISSUER must start with https:// because its answers are believed")
if OIDC_ISSUER and not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
    raise WrongSetting("OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set where OIDC_ISSUER is")
SOCIALACCOUNT_PROVIDERS = company_providers(OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEMO else "https"

# --- Sessions, headers -------------------------------------------------------------------------------------
SESSION_ENGINE = "portal.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Named so, browsers take them over TLS from this host alone; no other host of the company can set them.
SESSION_COOKIE_NAME = "sessionid" if DEMO else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if DEMO else "__Host-csrftoken"
LANGUAGE_COOKIE_NAME = "language" if DEMO else "__Host-language"
KNOWN_DEVICE_COOKIE_NAME = "known_device" if DEMO else "__Host-known_device"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not DEMO
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = not DEMO
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = not DEMO
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]
CSRF_FAILURE_VIEW = "portal.errors.csrf_failed"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_HSTS_PRELOAD = not DEMO
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": DIRECTIVES}

# --- Static files ------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
# Made from the code alone, so it belongs to the code and not to where this portal keeps its data.
STATIC_ROOT = BASE_DIR / "var" / "static"
# Where style sheets and scripts that are joined of several are written before they are collected.
JOINED_ROOT = BASE_DIR / "var" / "joined"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.joined_files.JoinedFiles",
]
# Named by content and compressed once (brotli, gzip) at collectstatic, so browsers may keep them for ever.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Mail --------------------------------------------------------------------------------------------------
# smtp:// or smtps:// (TLS from the first byte) or smtp+tls:// (STARTTLS); empty writes mail to var/mail/.
_mail = env.url("EMAIL_URL", schemes=("smtp", "smtps", "smtp+tls"), default="")
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", default="Undraft <undraft@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = ""
# A mail server that hangs must not hold a worker past its soft limit.
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = VAR_DIR / "mail"
if _mail is None:
    EMAIL_BACKEND = "transfers.delivery.files.EmlFiles"
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or ""
    EMAIL_PORT = _mail.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[_mail.scheme]
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"

# --- The queue ---------------------------------------------------------------------------------------------
# What Celery reads beside the broker's address is in queue_settings.py.
REDIS_URL = _redis.geturl()
CELERY_BROKER_URL = REDIS_URL
# The worker writes this file while it hears the broker, the beat when it starts: health checks look at its age.
READY_FILE = env.text("READY_FILE", default="")

# --- Logs --------------------------------------------------------------------------------------------------
# Who brings it as a bearer token may read /metrics; empty: there is no such page.
METRICS_TOKEN = env.text("METRICS_TOKEN", default="")
if METRICS_TOKEN and len(METRICS_TOKEN) < 32:
    raise WrongSetting("METRICS_TOKEN must be 32 secret characters or more, or empty: openssl rand -hex 32")
# gunicorn's own setting: how many processes one web has
WEB_CONCURRENCY = env.number("WEB_CONCURRENCY", default=1, least=1, most=64)
LOG_LEVEL = env.text("LOG_LEVEL", default="INFO", choices=("DEBUG", "INFO", "WARNING", "ERROR"))
DEFAULT_EXCEPTION_REPORTER_FILTER = "portal.error_reports.NoValues"
LOGGING = to_console(LOG_LEVEL)
