"""allauth's views where this platform adds to them: events, and what a session stands on afterwards."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from gongkai.web.accounts import events, second_factor
from gongkai.web.audit.acts import act


class Enrolling:
    """Only a session that showed a factor may add another, as soon as there is one: a password alone is not enough."""

    request: HttpRequest
    verb = "second_factor.enrolled"
    kind: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if user.is_authenticated and second_factor.enrolled(user) and not second_factor.used(request):
            logout(request)
            return redirect_to_login(request.path)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def form_valid(self, form: Form) -> HttpResponse:
        """A new factor ends every other session; this one has just shown it."""
        user: Any = self.request.user
        with act(by=events.actor(self.request, user)) as done:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            user.end_sessions()
            done.note(self.verb, of=user.thing, new={"kind": self.kind})
        update_session_auth_hash(self.request, user)
        record_authentication(self.request, user, "mfa", type=self.kind)
        return response


class ActivateTOTP(Enrolling, ActivateTOTPView):
    kind = Authenticator.Type.TOTP.value


class AddPasskey(Enrolling, AddWebAuthnView):
    kind = Authenticator.Type.WEBAUTHN.value


class GivingUp:
    """A factor is given up; without another the session stands on the password again."""

    request: HttpRequest
    kind: str

    def form_valid(self, form: Form) -> HttpResponse:
        user: Any = self.request.user
        with act(by=events.actor(self.request, user)) as done:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            done.note("second_factor.given_up", of=user.thing, new={"kind": self.kind})
        if not second_factor.enrolled(user):
            second_factor.forget(self.request)
        return response


class DeactivateTOTP(GivingUp, DeactivateTOTPView):
    kind = Authenticator.Type.TOTP.value


class RemovePasskey(GivingUp, RemoveWebAuthnView):
    kind = Authenticator.Type.WEBAUTHN.value


class GenerateRecoveryCodes(GenerateRecoveryCodesView):
    def form_valid(self, form: Form) -> HttpResponse:
        user: Any = self.request.user
        with act(by=events.actor(self.request, user)) as done:
            done.note("recovery_codes.renewed", of=user.thing)
            return super().form_valid(form)
