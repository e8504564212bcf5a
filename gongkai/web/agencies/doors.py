"""The doors of the desk: no view of an officer stands without one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.agencies.permissions import Permission

View = Callable[..., HttpResponse]


def desk(permission: Permission | None = None) -> Callable[[View], View]:
    """For officers only, and where a permission is named only for those who hold it somewhere.

    Where it is held is asked for each object: `officer.require(permission, agency)` or the gate's queryset.
    """

    def door(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            officer = request.officer  # type: ignore[attr-defined]
            if not officer.appointments or (permission and not officer.may_somewhere(permission)):
                raise NotPermitted
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        guarded.door = permission or "officer"  # type: ignore[attr-defined]
        return guarded

    return door
