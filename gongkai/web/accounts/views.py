"""allauth's views where this platform adds to them: events, and what a session stands on afterwards."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gongkai.web.accounts import events, second_factor
from gongkai.web.audit.acts import act


class Enrolling:
    """Only a session that showed a factor may add another, as soon as there is one: a password alone is not enough.

    One that somebody else gave even less: whoever knows it could enrol before its owner does.
    """

    request: HttpRequest
    verb = "second_factor.enrolled"
    kind: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if user.is_authenticated and user.must_change:
            messages.warning(request, _("请先把初始密码改成自己的密码，再启用第二重验证。"))
            return redirect("account_change_password")
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
            done.note(self.verb, of=user.thing, new={"kind": second_factor.called(self.kind)})
        update_session_auth_hash(self.request, user)
        record_authentication(self.request, user, "mfa", type=self.kind)
        return response


class ActivateTOTP(Enrolling, ActivateTOTPView):
    kind = Authenticator.Type.TOTP.value


class AddPasskey(Enrolling, AddWebAuthnView):
    kind = Authenticator.Type.WEBAUTHN.value


class GivingUp:
    """A factor is given up, and every other session ends; without another factor this one stands on the password."""

    request: HttpRequest
    kind: str

    def form_valid(self, form: Form) -> HttpResponse:
        user: Any = self.request.user
        with act(by=events.actor(self.request, user)) as done:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            user.end_sessions()
            done.note("second_factor.given_up", of=user.thing, new={"kind": second_factor.called(self.kind)})
        update_session_auth_hash(self.request, user)
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
