"""Settings by environment (设置).

DATABASE_URL        sqlite:////path/to/file or postgres://user:password@host:port/name; default: LUOSHI_HOME/luoshi.sqlite3
LUOSHI_HOME         folder for the database, files and keys; default ./luoshi-data
LUOSHI_SECRET_KEY   default: made once and kept in LUOSHI_HOME/secret-key
LUOSHI_HOSTS        allowed hosts, comma-separated; default: localhost only
LUOSHI_DEBUG=1      never in production
LUOSHI_HTTPS=1      served over HTTPS by a proxy that sets X-Forwarded-Proto: secure cookies, HSTS, redirect
LUOSHI_SCHEDULER    embedded (default with SQLite) or none (a separate ``luoshi ledger worker`` runs)
LUOSHI_EMAIL_URL    smtp(s)://user:password@host:port?from=address; empty: no mail is queued or leaves (default)
LUOSHI_PACKS        further folders of rule packs, colon-separated
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from luoshi.errors import LuoshiError

HOME = Path(os.environ.get("LUOSHI_HOME", "luoshi-data")).resolve()
DEBUG = os.environ.get("LUOSHI_DEBUG") == "1"
HTTPS = os.environ.get("LUOSHI_HTTPS") == "1"


def database(url: str) -> dict[str, Any]:
    """Django's database settings from a URL; SQLite in WAL, every transaction IMMEDIATE, each commit on the disk."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) if parts.path.startswith("//") else unquote(parts.path),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 30,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; "
                "PRAGMA mmap_size=268435456;",
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        query = {k: v[-1] for k, v in parse_qs(parts.query).items()}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", unquote(parts.hostname or "")),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": query,
        }
    raise LuoshiError(f"DATABASE_URL 应以 sqlite:/// 或 postgres:// 开头，现为 {parts.scheme or url!r}")


def _secret() -> str:
    given = os.environ.get("LUOSHI_SECRET_KEY")
    if given:
        return given
    file = HOME / "secret-key"
    if not file.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as f:
                f.write(secrets.token_urlsafe(60))
        except FileExistsError:
            pass  # another process was quicker
    return file.read_text().strip()


SECRET_KEY = _secret()
ALLOWED_HOSTS = [h for h in os.environ.get("LUOSHI_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if h]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "luoshi.ledger",
    "luoshi.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "luoshi.web.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "luoshi.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "luoshi.web.middleware.Gate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "luoshi.web.middleware.Refusals",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "luoshi.web.urls"
WSGI_APPLICATION = "luoshi.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "luoshi.web.context.frame",
            ]
        },
    }
]
DATABASES = {"default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{HOME}/luoshi.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "ledger.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # static files lie in the package: there is no collecting step
WHITENOISE_MAX_AGE = 86400
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "worklist"
LOGOUT_REDIRECT_URL = "login"

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "luoshi.web.views.entry.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

FILES = HOME / "files"
PACK_FOLDERS = [Path(p) for p in os.environ.get("LUOSHI_PACKS", "").split(":") if p]
SCHEDULER = os.environ.get(
    "LUOSHI_SCHEDULER", "embedded" if DATABASES["default"]["ENGINE"].endswith("sqlite3") else "none"
)
EMAIL_URL = os.environ.get("LUOSHI_EMAIL_URL", "")
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a bulk form of a long table
JOBS = HOME / "jobs"

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$"]  # asked by the machine beside it, without TLS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
)  # the proxy in front must set it itself
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "luoshi.ledger.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LUOSHI_LOG", "INFO")},
}
