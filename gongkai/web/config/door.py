"""Settings of the door: accounts, passwords, second factors, how often one may try, and how long a session lasts."""

from __future__ import annotations

from gongkai.web.config.environment import ENVIRONMENT

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["gongkai.web.accounts.backends.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "gongkai.web.accounts.passwords.LongEnough", "OPTIONS": {"least": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "gongkai.web.accounts.passwords.NotTheNames"},
    {"NAME": "gongkai.web.accounts.passwords.Varied"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_ADAPTER = "gongkai.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "gongkai.web.accounts.passwords.Tokens"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = False
#: Five failures close an account for so long to the browser, or to the address, they came from (accounts/lockout.py).
LOCKOUT_SECONDS = 15 * 60
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": f"5/{LOCKOUT_SECONDS}s/key"}
#: For browsers not known: failures of an address on all accounts, of an account from everywhere, and then its pace.
STRANGERS = {"address": f"50/{LOCKOUT_SECONDS}s/ip", "account": "30/1h/key", "slowly": "1/30s/key"}
ACCOUNT_FORMS = {
    "login": "gongkai.web.accounts.forms.Login",
    "change_password": "gongkai.web.accounts.forms.ChangePassword",
    "reset_password": "gongkai.web.accounts.forms.RecoverPassword",
    "reset_password_from_key": "gongkai.web.accounts.forms.SetPassword",
    "reauthenticate": "gongkai.web.accounts.forms.Reauthenticate",
}
MFA_ADAPTER = "gongkai.web.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
#: Clocks of telephones go wrong by a step; a code is good once all the same (accounts/forms.py).
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "gongkai.web.accounts.forms.Authenticate",
    "reauthenticate": "gongkai.web.accounts.forms.ReauthenticateByCode",
    "activate_totp": "gongkai.web.accounts.forms.ActivateTOTP",
    "add_webauthn": "gongkai.web.accounts.forms.AddPasskey",
    "edit_webauthn": "gongkai.web.accounts.forms.EditPasskey",
}
#: A forgotten password can be mailed a link only where mail goes out.
PASSWORD_RECOVERY = bool(ENVIRONMENT.text("GONGKAI_EMAIL_URL"))

#: A session ends after so long without a request, and after so long in any case.
SESSION_IDLE_SECONDS = 60 * ENVIRONMENT.number("GONGKAI_SESSION_IDLE_MINUTES", 30, least=1)
SESSION_COOKIE_AGE = 3600 * ENVIRONMENT.number("GONGKAI_SESSION_HOURS", 10, least=1)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
#: Offices whose yearly review is overdue by more than so many days permit nothing until it is made; 0: they go on.
REVIEW_GRACE_DAYS = ENVIRONMENT.number("GONGKAI_REVIEW_GRACE_DAYS", 0)
