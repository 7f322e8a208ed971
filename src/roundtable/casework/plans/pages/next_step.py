"""The one thing to do now with a plan."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.casework.plans.pages.form import came_words
from roundtable.casework.plans.pages.points import who_differs
from roundtable.casework.plans.pages.words import waiting_names
from roundtable.casework.plans.queries import CallView, CurrentPlan
from roundtable.casework.plans.rules.agreement import closes_at
from roundtable.casework.plans.rules.looking import waits
from roundtable.ground.access.actor import Actor, Hat


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now. `seen`: the mark of the words a yes is said to."""

    title: str
    text: str
    url: str
    label: str
    posts: bool = False
    seen: str = ""


def next_step(now: CurrentPlan, call: CallView | None, actor: Actor, at: datetime) -> NextStep | None:
    """What the reader does next; None for nothing. `at`: now, for what may be closed."""
    if now.asked_of(actor.person_id) is not None:
        return NextStep(
            _("What do you say to the plan?"),
            _("You can say yes, yes but, no, or not yet. Take the time you need."),
            reverse("answer_plan", args=[now.case_id]),
            _("Give my answer"),
        )
    if seen := now.mark_of_unconfirmed(actor.person_id):
        return NextStep(
            _("Is this what you said?"),
            _("Others wrote something down for you. It is yours when you say so. You can change it too."),
            reverse("confirm_words", args=[now.case_id]),
            _("Yes, this is what I said"),
            posts=True,
            seen=seen,
        )
    if actor.hat != Hat.PROFESSIONAL:
        return None
    if now.shared_goal is None:
        return NextStep(
            _("Write the shared goal together"),
            _("Write it in the meeting and read it aloud. Then each says it in their own words."),
            reverse("write_shared_goal", args=[now.case_id]),
            _("Write the shared goal"),
        )
    if waiting := waits(now.open_points, now.looks, timezone.localdate(at)):
        return NextStep(
            who_differs(now, waiting[0], actor.person_id),
            _("Two of you take it on and say until which day. It is not a task of the citizen."),
            reverse("take_on_point", args=[now.case_id, waiting[0]]),
            _("Take it on, with a day"),
        )
    if now.came_since and not now.changed_since_asked:
        return NextStep(
            _("Ask who came later too"),
            _("Not asked yet: %(came)s. Who has answered is not asked again.") % {"came": came_words(now)},
            reverse("call_for_answers", args=[now.case_id]),
            _("Ask for answers"),
        )
    if call is None or call.digest != now.digest:
        return NextStep(
            _("Ask everybody"),
            _("When the plan is as you want it, each is asked what they say to it. A change asks only whom it touches."),
            reverse("call_for_answers", args=[now.case_id]),
            _("Ask for answers"),
        )
    if call.is_open and call.by_id == actor.person_id and closes_at(call.opened_at, call.days) <= at:
        return NextStep(
            _("The time to answer is over"),
            _("Call %(who)s first. If you close now, a missing answer stands as “not yet”.") % {"who": waiting_names(now, call)},
            reverse("close_answers", args=[now.case_id]),
            _("Close the answers"),
        )
    return None
