"""An applicant rates the answer where the request is looked up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gongkai.web.portal.applying import CodeForm, looked_up
from gongkai.web.requests.material.fields import said_wrong
from gongkai.web.requests.models import Case, Grade
from gongkai.web.requests.satisfaction.actions import rate
from gongkai.web.requests.satisfaction.forms import RatingForm
from gongkai.web.workflow.refusals import Refused


@csrf_exempt  # number and code are asked for each time; there is no session to ride on
@require_POST
def on_page(request: HttpRequest) -> HttpResponse:
    """The grade, and words if there are any."""
    said = RatingForm(request.POST)

    def give(case: Case) -> None:
        if not said.is_valid():
            raise Refused(said_wrong(said))
        rate(case, Grade(said.cleaned_data["grade"]), said.cleaned_data["words"])

    return looked_up(request, CodeForm(request.POST), give, done=_("已收到您的评价，谢谢。"))
