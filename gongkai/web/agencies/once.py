"""A form that founds something is good once: sent twice, by a double click or a line that was slow, it founds one."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.web.accounts.models import Submission
from gongkai.web.agencies.doors import View

#: Under this name each page that was shown carries a value of its own: Django masks its CSRF token anew each time.
TOKEN = "csrfmiddlewaretoken"
#: How long a form that was sent is known.
KNOWN = timedelta(days=1)


def once(view: View) -> View:
    """For views behind a door that found something and redirect to it; a page in its stead names it as `made`.

    The view is one transaction with the row that says that the form was sent: whoever sends the same form from the
    same page meanwhile waits, and is led to what was made. A form that was refused leaves no row.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST" or not request.POST.get(TOKEN):
            return view(request, *args, **kwargs)
        with transaction.atomic():
            Submission.objects.filter(time__lt=timezone.now() - KNOWN).delete()
            row, first = Submission.objects.get_or_create(key=_key(request))
            if not first:
                messages.info(request, _("这份表单已经提交过，没有再办理一次。"))
                return redirect(row.url)
            response = view(request, *args, **kwargs)
            row.url = str(response.headers.get("Location") or getattr(response, "made", ""))
            if row.url:
                row.save()
            else:
                transaction.set_rollback(True)
        return response

    return guarded


def _key(request: HttpRequest) -> str:
    """Who sent what where: the page's token and all that was typed."""
    said = [request.user.pk, request.get_full_path(), sorted(request.POST.lists())]
    return sha256(json.dumps(said).encode()).hexdigest()
