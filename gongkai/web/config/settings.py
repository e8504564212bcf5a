"""Django's settings. What differs between instances comes from the environment (config/environment.py)."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from gongkai.web.config.environment import ENVIRONMENT

HERE = Path(__file__).parent

HOME = ENVIRONMENT.home
DEBUG = ENVIRONMENT.flag("GONGKAI_DEBUG")
#: Demo officers may log in with the printed password alone; refused where real data is.
DEMO = ENVIRONMENT.flag("GONGKAI_DEMO")
SECRET_KEY = ENVIRONMENT.secret("GONGKAI_SECRET_KEY")
ALLOWED_HOSTS = ENVIRONMENT.words("GONGKAI_HOSTS") or ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.words("GONGKAI_ORIGINS")

INSTALLED_APPS = [
    "gongkai.web.config",
    "gongkai.web.portal",
    "gongkai.web.desk",
    "gongkai.web.annual",
    "gongkai.web.disclosure",
    "gongkai.web.workflow",
    "gongkai.web.agencies",
    "gongkai.web.accounts",
    "gongkai.web.files",
    "gongkai.web.search",
    "gongkai.web.audit",
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
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "gongkai.web.config.look.headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gongkai.web.agencies.middleware.officer",
]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

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
#: 政府网站标识码, ten digits
SITE_CODE = ENVIRONMENT.text("GONGKAI_SITE_CODE")

DATABASES = {"default": ENVIRONMENT.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": False}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"

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
