"""Settings common to every way of running Plumbline. Environment variables begin PLUMBLINE_."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from config.fonts import FONT_DIRS
from config.logs import configure_logs
from config.settings.database import database_from
from config.settings.networks import networks_from
from config.settings.queues import celery_settings
from jobs import quiet_hours

configure_logs()
# Django by itself says nothing of a broken page unless DEBUG is on.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING"}},
}

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("PLUMBLINE_VAR", BASE_DIR / "var"))

INSTALLED_APPS = [
    "organizations",
    "jobs",
    "evidence",
    "assessments",
    "reports",
    "charts",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organizations.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "organizations.middleware.RefusalsAnswered",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
            ],
            "builtins": ["charts.templatetags.plumbline"],
        },
    }
]

DATABASES = {"default": database_from(os.environ.get("PLUMBLINE_DATABASE_URL", ""), VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in attempts are counted here, so it must be shared by all web processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "plumbline_cache",
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = os.environ.get("PLUMBLINE_TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS: list[Any] = [BASE_DIR / "static", *FONT_DIRS]
STATICFILES_FINDERS = [
    "config.finders.FaceFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.stylesheet.Compressed"},
}

# Evidence
EVIDENCE_MAX_BYTES = int(os.environ.get("PLUMBLINE_EVIDENCE_MAX_BYTES", "52428800"))
# Sources: what is refused by default and fetched all the same, and where files with secrets lie
PLUMBLINE_ALLOWED_NETWORKS = networks_from(os.environ.get("PLUMBLINE_ALLOWED_NETWORKS", ""))
PLUMBLINE_SECRETS_DIR = os.environ.get("PLUMBLINE_SECRETS_DIR", "")
# Whether sources may use the identity that the platform gives this server.
PLATFORM_IDENTITY = os.environ.get("PLUMBLINE_PLATFORM_IDENTITY", "") == "1"
READINGS_WHOLE_DAYS = int(os.environ.get("PLUMBLINE_READINGS_WHOLE_DAYS", "30"))
READINGS_DAILY_DAYS = int(os.environ.get("PLUMBLINE_READINGS_DAILY_DAYS", "400"))
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
FILE_UPLOAD_HANDLERS = [
    "evidence.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# People
AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "organizations.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_FORMS = {
    "login": "organizations.sign_in.SignInForm",
    "change_password": "organizations.sign_in.ChangePasswordForm",
    "set_password": "organizations.sign_in.SetPasswordForm",
    "reset_password": "organizations.sign_in.ResetPasswordForm",
    "reset_password_from_key": "organizations.sign_in.ResetPasswordKeyForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "change_password": "5/m/user",
}
# Attempts are counted by the caller's address, which only a trusted proxy may vouch for.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("PLUMBLINE_TRUSTED_PROXIES", "0"))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# Mail
EMAIL_BACKEND = os.environ.get(
    "PLUMBLINE_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_HOST = os.environ.get("PLUMBLINE_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("PLUMBLINE_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("PLUMBLINE_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("PLUMBLINE_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("PLUMBLINE_EMAIL_TLS", "") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("PLUMBLINE_EMAIL_FROM", "plumbline@localhost")

# What a page may load: itself, nothing else, nothing inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

# Work
BROKER_URL = os.environ.get("PLUMBLINE_BROKER_URL", "redis://127.0.0.1:6379/0")
JOB_LEASE_SECONDS = int(os.environ.get("PLUMBLINE_JOB_LEASE_SECONDS", "45"))
JOB_SWEEP_SECONDS = int(os.environ.get("PLUMBLINE_JOB_SWEEP_SECONDS", "15"))
JOB_DAYS = int(os.environ.get("PLUMBLINE_JOB_DAYS", "90"))
QUIET_HOURS = quiet_hours.checked(os.environ.get("PLUMBLINE_QUIET_HOURS", ""))
# What each app tells of its own background work.
JOB_KINDS = [
    "jobs.kinds.KINDS",
    "evidence.job_kinds.KINDS",
    "assessments.job_kinds.KINDS",
    "reports.job_kinds.KINDS",
]
CELERY = celery_settings(
    broker=BROKER_URL, var=VAR_DIR, time_zone=TIME_ZONE, sweep_seconds=JOB_SWEEP_SECONDS
)

# Who may read /metrics, besides an operator who has signed in.
METRICS_TOKEN = os.environ.get("PLUMBLINE_METRICS_TOKEN", "")
METRICS_NETWORKS = networks_from(
    os.environ.get("PLUMBLINE_METRICS_NETWORKS", ""), "PLUMBLINE_METRICS_NETWORKS"
)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "organizations.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["organizations.api.permissions.WithinScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "organizations.api.pagination.ByCursor",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["organizations.api.throttling.PerCaller"],
    "DEFAULT_THROTTLE_RATES": {"user": os.environ.get("PLUMBLINE_API_RATE", "600/min")},
    "EXCEPTION_HANDLER": "organizations.api.problems.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Plumbline",
    "DESCRIPTION": "How well your teams run a practice, and the proof of it.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["organizations.api.permissions.WithinScope"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "ArtifactKind": "evidence.models.ArtifactKind",
        "ArtifactState": "evidence.api.artifact_serializers.STATES",
        "RevisionState": "evidence.models.RevisionState",
        "SignalState": "evidence.models.SignalState",
        "AssessmentState": "assessments.models.AssessmentState",
        "Standing": "assessments.models.Standing",
        "FindingState": "assessments.models.FindingState",
        "Resolution": "assessments.models.Resolution",
        "JobState": "jobs.models.JobState",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "organizations.api.openapi.add_problems",
    ],
}
