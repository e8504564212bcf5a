"""Django's settings. What differs between instances comes from the environment (config/environment.py)."""

from __future__ import annotations

import os
import re
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from gongkai.web.config.door import *  # noqa: F403 - all of them
from gongkai.web.config.environment import ENVIRONMENT
from gongkai.web.config.logs import logging_settings

HERE = Path(__file__).parent

HOME = ENVIRONMENT.home
HTTPS = ENVIRONMENT.flag("GONGKAI_HTTPS")
#: Django's pages of errors show what is inside; so never where others can reach them.
DEBUG = ENVIRONMENT.flag("GONGKAI_DEBUG") and ENVIRONMENT.embedded and not HTTPS
#: Demo officers may log in with the printed password alone; refused where real data is.
DEMO = ENVIRONMENT.flag("GONGKAI_DEMO")
#: Before the keys, which an instance that has none here is asked for: what is wrong with it is told first.
DATABASES = {"default": ENVIRONMENT.database()}
ENVIRONMENT.require_law()
SECRET_KEY = ENVIRONMENT.secret("GONGKAI_SECRET_KEY")
HOSTS = ENVIRONMENT.hosts()
#: This machine asks for /healthz and the like by its own name.
ALLOWED_HOSTS = [*HOSTS, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.origins(https=HTTPS)

#: Where `gongkai serve` listens, and with how much.
BIND = ENVIRONMENT.text("GONGKAI_BIND", "127.0.0.1")
PORT = ENVIRONMENT.number("PORT", 8000, least=1, most=65535)
WORKERS = ENVIRONMENT.number("GONGKAI_WORKERS", min(os.cpu_count() or 1, 4), least=1, most=64)
THREADS = ENVIRONMENT.number("GONGKAI_THREADS", 4, least=1, most=256)
#: Asked at each start and by /readyz; they raise where something is not as it must be.
GUARDS = ["gongkai.web.audit.guards.require"]
#: What `--demo` loads: `load()` and `accounts()`, rows of text.
DEMO_MODULE = "gongkai.web.config.demo"

INSTALLED_APPS = [
    "gongkai.web.config",
    "gongkai.web.portal",
    "gongkai.web.desk",
    "gongkai.web.annual",
    "gongkai.web.requests",
    "gongkai.web.disclosure",
    "gongkai.web.workflow",
    "gongkai.web.agencies",
    "gongkai.web.accounts",
    "gongkai.web.files",
    "gongkai.web.search",
    "gongkai.web.audit",
    "gongkai.web.tasks",
    # the templates of form fields that ours stand upon
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_filters",
    "django_prose_editor",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "gongkai.web.config.metrics.measured",
    # Those that set headers stand before those that may refuse: every answer has all of them.
    "gongkai.web.config.look.headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "gongkai.web.config.refusals.refused",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gongkai.web.accounts.sessions.limits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gongkai.web.agencies.middleware.officer",
]

ROOT_URLCONF = "gongkai.web.config.urls"
WSGI_APPLICATION = "gongkai.web.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "gongkai.web.config.look.look",
                "gongkai.web.portal.site.site",
                "gongkai.web.portal.columns.context",
                "gongkai.web.desk.menu.menu",
            ],
        },
    }
]

FORM_RENDERER = "gongkai.web.config.look.FormRenderer"
FORMAT_MODULE_PATH = "gongkai.web.config.formats"
DJANGO_TABLES2_TEMPLATE = "tables/table.html"
#: Where 长者模式 is kept
TEXT_COOKIE = "gongkai_text"

#: What the head of every page says of the site (国办发〔2017〕47号, 网页标签); empty: the name of the lead government.
SITE_NAME = ENVIRONMENT.text("GONGKAI_SITE_NAME")
#: 政府网站标识码
SITE_CODE = ENVIRONMENT.site_code()

#: What personal data are encrypted with, and what they were encrypted with before (gongkai/web/personal.py).
FIELD_KEYS = ENVIRONMENT.field_keys()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
#: Enqueued at once, so in the transaction of the act: what is rolled back was never asked for.
TASKS = {"default": {"BACKEND": "gongkai.web.tasks.backend.Backend", "ENQUEUE_ON_COMMIT": False}}
TASKS_AT_ONCE = ENVIRONMENT.number("GONGKAI_TASKS_AT_ONCE", 2, least=1, most=64)
#: When (in China; `*:10` is every hour), and what.
TASK_TIMES = [
    ("02:40", "gongkai.web.tasks.housekeeping.tidy"),
    ("00:20", "gongkai.web.disclosure.tasks.renew_guides"),
    ("02:50", "gongkai.web.agencies.tasks.drop_old_drafts"),
    ("02:55", "gongkai.web.disclosure.tasks.drop_old_sheets"),
    ("00:10", "gongkai.web.requests.tasks.tell"),
    ("07:40", "gongkai.web.desk.daily.mailing.remind"),
    ("07:50", "gongkai.web.annual.collecting.reminding.remind_all"),
    ("00:10", "gongkai.web.audit.daily.seal_days"),
    ("03:00", "gongkai.web.annual.sharing.drop_old"),
    ("03:10", "gongkai.web.disclosure.examining.leaks.examine_moved_in"),
]

#: The offices whose codes stand in the events, as choices.
AUDIT_ROLES = "gongkai.web.agencies.permissions.Role"

# In the database: limits on attempts and codes already used hold for every process and server.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What is dear to make and can be made again, by what it is made of: on each server for itself, so that no page
    # that only reads writes into the database.
    "made": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "made",
        "TIMEOUT": 30 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is kept around the gate
    "files": ENVIRONMENT.files(MEDIA_ROOT),
    # Compressed, and named by digest, so that a browser keeps them for good.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
#: Without files.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 50

EMAIL_BACKEND = "gongkai.web.tasks.mail.Backend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.sender()
#: What the worker hands mails to.
MAIL_DELIVERY: str = ENVIRONMENT.mail()[0]
locals().update(ENVIRONMENT.mail()[1])  # EMAIL_HOST and the rest for it

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_PROXY_SSL_HEADER = ENVIRONMENT.header("GONGKAI_PROXY_TLS_HEADER", "X-Forwarded-Proto: https") if HTTPS else None
SECURE_HSTS_SECONDS = ENVIRONMENT.number("GONGKAI_HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
#: Preloading is a promise for a whole domain, which its owner gives, not one service below it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
#: Of how many proxies the address in X-Forwarded-For is believed, for the limits on attempts to log in.
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.number("GONGKAI_PROXIES", 0, most=10)

#: Kinds of decisions in whose lists natural persons stand with their whole names. No rule for all of them is known, so
#: that they are masked unless the operator, who knows the rules of the place, says otherwise.
SHOWN_NAMES = ENVIRONMENT.some("GONGKAI_SHOWN_NAMES", "licences", "penalties", "coercive_measures")
#: Working days in which an agency answers whoever found an error (辽宁: three); 0: no term is shown.
ERROR_ANSWER_DAYS = ENVIRONMENT.number("GONGKAI_ERROR_ANSWER_DAYS", 3, most=60)
#: Seconds without a touch after which a kiosk in a hall begins anew.
KIOSK_IDLE = ENVIRONMENT.number("GONGKAI_KIOSK_IDLE", 120, least=5, most=3600)
#: Requests of one address to the open data interface in a minute.
API_PER_MINUTE = ENVIRONMENT.number("GONGKAI_API_PER_MINUTE", 300, least=1, most=1_000_000)

METRICS_TOKEN = ENVIRONMENT.text("GONGKAI_METRICS_TOKEN")
METRICS_FROM = ENVIRONMENT.networks("GONGKAI_METRICS_FROM", "127.0.0.0/8,::1")
LOGGING = logging_settings(ENVIRONMENT.choice("GONGKAI_LOG", "plain", "json"))

#: Bytes of one file, and what an office document may unpack to.
FILES_LARGEST = ENVIRONMENT.number("GONGKAI_FILE_MB", 100, least=1) * 1024 * 1024
FILES_LARGEST_UNPACKED = 512 * 1024 * 1024
#: Endings of what is taken (`pdf`, `docx` …); empty: all that `files.kinds` knows.
FILES_ENDINGS = ENVIRONMENT.words("GONGKAI_FILE_KINDS")
FILE_UPLOAD_HANDLERS = [
    "gongkai.web.files.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600
#: Bytes of a request's body, by the beginning of its path; 64 KB elsewhere (serving/front.py). Files come to the desk.
BODY_LARGEST = {"/look/": 1024, "/desk/": FILES_LARGEST + 10 * 2**20}
#: Files with a request or its supplement, and reports to be checked, are taken of anybody (docs/adr/0013): how many,
#: how large one and all; where, and how many bytes with the form around them.
APPLICANT_FILES, APPLICANT_FILE_LARGEST, APPLICANT_FILES_LARGEST = 5, 10 * 2**20, 20 * 2**20
BODY_OPEN = re.compile(r"/a/[-a-zA-Z0-9_]{1,60}/request/apply/|/request/status/supplement/|/check/|/api/v1/check")
BODY_OPEN_LARGEST = APPLICANT_FILES_LARGEST + 2**20

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
