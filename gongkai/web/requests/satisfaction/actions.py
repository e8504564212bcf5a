"""Who asked rates the answer: on the status page, after it was sent, changeable for a while."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.web import clock
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.requests.actions.ground import APPLICANT, held
from gongkai.web.requests.models import Case, Grade, Rating
from gongkai.web.requests.satisfaction.reading import ANSWERED, rating_of
from gongkai.web.requests.standing import clock_of
from gongkai.web.workflow.refusals import Refused


def rate(case: Case, grade: Grade, words: str) -> Rating:
    """Rate the latest answer, or change what was said of it. The event has the grade; the words only who needs them.

    :raises Refused: while no answer was sent, and once it is too late to change.
    """
    with act(by=APPLICANT) as done:
        case, today = held(case), clock.today()
        if clock_of(case, today).stage != ANSWERED:
            raise Refused(_("答复送出以后才能评价。"))
        row = rating_of(case)
        if row is None:
            # One of an answer that was set aside gives way to that of the new one.
            row = Rating.objects.filter(case=case).first() or Rating(case=case)
            row.given, row.changed = today, None
        elif today > row.changeable_until:
            raise Refused(_("评价在%(day)s以后不能再修改。") % {"day": row.changeable_until})
        else:
            row.changed = today
        row.grade, row.words = grade, words.strip()
        row.save()
        done.note("case.rated", of=case.thing, agency=case.agency.holder, new={"grade": recorded(grade.label)})
    return row
