"""Every setting of Bailiwick, read from the environment and checked at start.

`docs/reference/settings.md` explains each name. Two modes share this file: embedded (SQLite, Celery on
the filesystem transport, mail to a folder) and production (PostgreSQL, Redis, SMTP).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from bailiwick.celery_settings import celery_settings
from bailiwick.env import Environment
from bailiwick.secret import read_or_make_secret_key
from catalog.core.code_files import parse_code_hosts
from catalog.core.descriptors.rules import make_rules, parse_kinds, parse_types
from catalog.core.known_links import parse_tools
from catalog.http.settings import OutboundSettings, parse_hosts, parse_tokens

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(os.environ)

# Where things are
VAR = env.folder("BAILIWICK_VAR", BASE_DIR / "var")
VAR.mkdir(parents=True, exist_ok=True)
PORT = env.integer("PORT", 8000, 1, 65535)
HOST = env.text("BAILIWICK_HOST", "127.0.0.1")
BASE_URL = env.url("BAILIWICK_BASE_URL", f"http://localhost:{PORT}", ("http", "https")).rstrip("/")

# Django
DEBUG = env.boolean("BAILIWICK_DEBUG", False)
SECRET_KEY = env.text("BAILIWICK_SECRET_KEY", "") or read_or_make_secret_key(VAR / "secret-key")
ALLOWED_HOSTS = list(env.words("BAILIWICK_ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]")))
ROOT_URLCONF = "bailiwick.urls"
WSGI_APPLICATION = "bailiwick.wsgi.application"
AUTH_USER_MODEL = "portal.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en"
TIME_ZONE = env.text("BAILIWICK_TIME_ZONE", "UTC")
USE_TZ = True
USE_I18N = False
INSTALLED_APPS = [
    "bailiwick.apps.BailiwickConfig",
    "portal",
    "scoring",
    "teams",
    "catalog",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_cotton",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.middleware.TokenRequestMiddleware",  # what follows is for browsers
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.portal_frame",
            ],
        },
    }
]
COTTON_DIR = "components"

# Database
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database("DATABASE_URL", f"sqlite:///{VAR / 'bailiwick.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = None  # opening a file and setting it up costs more than most requests
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000",
    }
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 10, "timeout": 20}}

# Sign-in and sessions
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = f"bailiwick_{PORT}"
CSRF_COOKIE_NAME = f"bailiwick_csrf_{PORT}"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https:")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Static files
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # files come from the finders; WhiteNoise wants to see the folder
WHITENOISE_USE_FINDERS = True

# Jobs
BROKER_URL = env.url("BAILIWICK_BROKER_URL", "", ("redis", "rediss"))
WORKER_CONCURRENCY = env.integer("BAILIWICK_WORKER_CONCURRENCY", 2, 1, 64)
SCAN_INTERVAL_MINUTES = env.integer("BAILIWICK_SCAN_INTERVAL_MINUTES", 10, 1, 1440)
globals().update(celery_settings(VAR, BROKER_URL, WORKER_CONCURRENCY))

# Mail
MAIL = env.mail("BAILIWICK_MAIL_URL")
globals().update(MAIL)
if not MAIL:
    EMAIL_BACKEND = "portal.mail_files.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("BAILIWICK_MAIL_FROM", "Bailiwick <bailiwick@localhost>")

# What the catalog reads and how it judges
DESCRIPTOR_PATTERNS = env.words(
    "BAILIWICK_DESCRIPTOR_PATTERNS",
    ("catalog-info.yaml", "catalog-info.yml", "**/catalog-info.yaml", "**/catalog-info.yml"),
)
SERVICE_TYPES = env.words("BAILIWICK_SERVICE_TYPES", ("service", "website", "worker", "data-pipeline"))
PRODUCTION_LIFECYCLES = env.words("BAILIWICK_PRODUCTION_LIFECYCLES", ("production",))
DESCRIPTOR_RULES = make_rules(
    env.parsed("BAILIWICK_CUSTOM_KINDS", parse_kinds),
    env.words("BAILIWICK_LIFECYCLES", ()),
    env.parsed("BAILIWICK_TYPES", parse_types),
)
CODE_HOSTS = env.parsed("BAILIWICK_CODE_HOSTS", parse_code_hosts)
TOOL_URLS = env.parsed("BAILIWICK_TOOL_URLS", parse_tools)

# What may be called over HTTP: nothing unless it is named
OUTBOUND = OutboundSettings(
    hosts=env.parsed("BAILIWICK_OUTBOUND_HOSTS", parse_hosts),
    tokens=env.parsed("BAILIWICK_OUTBOUND_TOKENS", parse_tokens, is_secret=True),
    seconds=env.integer("BAILIWICK_OUTBOUND_SECONDS", 20, 1, 120),
    ca_file=env.text("BAILIWICK_OUTBOUND_CA_FILE", ""),
)
# A list of its own: whoever writes a descriptor decides what a placeholder asks for, and everybody sees the answer
PLACEHOLDER_HOSTS = env.parsed("BAILIWICK_PLACEHOLDER_HOSTS", parse_hosts)

# API
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "portal.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["portal.api.permissions.MayRead"],
    "DEFAULT_RENDERER_CLASSES": ["portal.api.rendering.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "portal.api.schema.PortalSchema",
    "EXCEPTION_HANDLER": "portal.api.problems.problem_details",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Bailiwick",
    "DESCRIPTION": "Who owns what and how we know: the REST API of Bailiwick.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [],
    "AUTHENTICATION_WHITELIST": ["portal.api.authentication.TokenAuthentication"],
}

LOG_LEVEL = env.choice("BAILIWICK_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # URLs that are called, and at DEBUG the headers of answers, are nobody's business in a log
    "loggers": {name: {"level": "WARNING"} for name in ("httpx2", "httpcore2")},
}

env.finish()
