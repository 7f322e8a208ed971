"""The referral of one course: read by everyone at its table, answered by who decides, confirmed or refused by the citizen."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.casework.cases.queries import course_ended
from roundtable.casework.pairs.queries import load, pairs
from roundtable.casework.referrals import actions
from roundtable.casework.referrals.forms import (
    AcceptForm,
    LaterYesForm,
    MissingForm,
    ReasonForm,
    SayNoForm,
    SendAgainForm,
    WithdrawForm,
    again_initial,
    written,
)
from roundtable.casework.referrals.pages import PAIRS_NAMED, ReferralPage, pair_sentences, proposals, referral_page, seat_choices
from roundtable.casework.referrals.queries import ReferralView, referral_of
from roundtable.casework.referrals.rules.draft import WHO_READS
from roundtable.casework.referrals.rules.states import NotThatState, ReferralAct, ReferralState
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.ground.access.hats import choices
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.fields import Choice, seen_number
from roundtable.ui.frame import Happened
from roundtable.ui.refusals import show_refusal

Forms = dict[str, forms.Form]


def _show(request: HttpRequest, actor: Actor, case_id: UUID, given: Forms | None = None) -> HttpResponse:
    """The page, inside a reading context. `given`: the form that was refused, to be shown again."""
    view: ReferralView = referral_of(actor=actor, case_id=case_id)
    begun = view.state == ReferralState.ACCEPTED
    page = referral_page(view, actor, over=begun and course_ended(actor=actor, case_id=case_id))
    shown: dict[str, Any] = {"page": page, "happened": _happened(request.GET.get("done", ""), page), "who_reads": _(WHO_READS)}
    if page.mine:
        shown["no_form"] = SayNoForm()
    if page.may_decide:
        members, known = load(actor=actor), pairs(actor=actor)
        best = proposals(view, members, known)
        # With a choice nothing is ticked: the page proposes, the leader decides.
        only = [str(best[0].care.person_id), str(best[0].work.person_id)] if len(best) == 1 else []
        shown |= {
            "accept_form": AcceptForm(choices=seat_choices(view, members, best), initial={"people": only}),
            "decline_form": ReasonForm(auto_id="decline_%s"),
            "return_form": MissingForm(auto_id="return_%s"),
            "pairs": pair_sentences(best[:PAIRS_NAMED], view.referrer_id),
        }
        if given and "accept_form" in given:
            given["accept_form"].fields["people"].choices = seat_choices(view, members, best)  # type: ignore[attr-defined]
    elif page.waiting_for_more:
        shown["decline_form"] = ReasonForm(auto_id="decline_%s")
    if page.may_send_again:
        shown["again_form"] = _again(view)
    if page.yes_from:
        shown["later_form"] = LaterYesForm(auto_id="later_%s", initial={"on": timezone.localdate()})
    if page.may_withdraw:
        shown["withdraw_form"] = WithdrawForm(auto_id="withdraw_%s")
    for name, form in (given or {}).items():
        if _has_a_place(name, page):
            shown |= {name: form, "form": form}
        else:
            shown |= {"given_back": written(form), "form": _too_late(form)}
    template = "referrals/your_referral.html" if page.mine else "referrals/referral.html"
    return render(request, template, shown)


def _has_a_place(name: str, page: ReferralPage) -> bool:
    """Whether the page still asks what this form asks; somebody may have been first."""
    return {
        "no_form": page.may_say_no,
        "accept_form": page.may_decide,
        "return_form": page.may_decide,
        "decline_form": page.may_decide or page.waiting_for_more,
        "again_form": page.may_send_again,
        "withdraw_form": page.may_withdraw,
    }.get(name, True)


def _too_late(form: forms.Form) -> forms.Form:
    """What stands over a page that does not ask this any more: why it was refused, and nothing about fields that are gone."""
    said = forms.Form({})
    for error in form.non_field_errors():
        said.add_error(None, error)
    if not said.errors:
        show_refusal(said, NotThatState())
    return said


def _again(view: ReferralView, typed: QueryDict | None = None) -> SendAgainForm:
    """The form of a referral that came back, with everything that is known of it."""
    checks = [(check.code, check.text) for check in view.eligibility]
    names = tuple(citizen.name for citizen in view.citizens)
    return SendAgainForm(typed, initial=again_initial(view.text, view.citizens, view.checks, checks), names=names, checks=checks)


def _happened(done: str, page: ReferralPage) -> Happened | None:
    return {
        "sent": Happened(
            what=_("The referral is sent."),
            readers=_("The citizen and the team leaders who decide. If it is accepted, those who then sit at the table too"),
            comes_next=_("You see the answer and its reason here and under Referrals."),
        ),
        "confirmed": Happened(
            what=_("Thank you. You have said yes to this text."),
            readers=page.readers,
            comes_next=_("You can still say no, at any time."),
        ),
        "later_yes": Happened(
            what=_("The yes is noted, with the day and your name."),
            readers=page.readers,
            comes_next=_("It stands as said on the telephone until the citizen confirms it."),
        ),
        "no": Happened(
            what=_("You said no. Everyone at the table has been told.") if page.begun else _("You said no. The others have been told."),
            readers=page.told_of_a_no,
            comes_next=_("Nobody will be angry. Somebody may call you to ask if there is anything you need."),
        ),
    }.get(done)


@on_case(Purpose.REFERRAL)
def referral(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The referral as the one who looks may see it."""
    if request.method not in ("GET", "HEAD"):
        return redirect("referral", case_id)
    return _show(request, actor, case_id)


def _act(
    request: HttpRequest, actor: Actor, case_id: UUID, name: str, form: forms.Form, run: Callable[[dict[str, Any]], None], done: str
) -> HttpResponse:
    """One act on the page: done and on to the next page, or the page again with what was typed and why not."""
    if request.method != "POST":
        return redirect("referral", case_id)
    if form.is_valid():
        try:
            run(form.cleaned_data)
        except NotHere:
            raise
        except Refusal as no:
            if isinstance(no, NotThatState) and _said_before(actor, case_id, name, form.cleaned_data):
                return redirect(done)
            show_refusal(form, no)
        else:
            return redirect(done)
    with reading(actor):
        return _show(request, actor, case_id, {name: form})


def _said_before(actor: Actor, case_id: UUID, name: str, data: dict[str, Any]) -> bool:
    """Whether this is what the same person did last, in the same words: pressed twice, it stands once."""
    act = {"no_form": ReferralAct.SAY_NO, "return_form": ReferralAct.RETURN, "again_form": ReferralAct.SEND_AGAIN}.get(name)
    with reading(actor):
        view: ReferralView = referral_of(actor=actor, case_id=case_id)
    last = view.events[-1]
    stands = view.text if act == ReferralAct.SEND_AGAIN else last.words
    typed = data.get("text") or data.get("reason") or data.get("words") or ""
    return (last.act, last.by_id) == (act, actor.person_id) and typed in ("", stands)


def _decided_already(request: HttpRequest, actor: Actor, case_id: UUID, form: forms.Form) -> HttpResponse | None:
    """A second click comes when intake has ended: back to the inbox, which says so. For who leads nothing there is no inbox.

    Who wrote a reason gets it back: a colleague was first, or they answered before in words that a leader does not read any more.
    """
    if actor.hat == Hat.INTAKE:
        return None
    if all(hat != Hat.TEAM_LEADER for hat, _authority in choices(request.hats)):  # type: ignore[attr-defined]
        raise NotHere()
    if request.method == "POST" and (typed := written(form)):
        return render(request, "referrals/given_back.html", {"given_back": typed, "answered": True}, status=NotThatState.status)
    return redirect(f"{reverse('inbox')}?done=answered&course={case_id}")


@on_case(Purpose.REFERRAL, Hat.INTAKE, Hat.TEAM_LEADER, Hat.PROFESSIONAL)
def accept_referral(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Accept, and seat those chosen."""
    form = AcceptForm(request.POST, choices=[(said, Choice(said)) for said in request.POST.getlist("people") if _is_id(said)])
    if (over := _decided_already(request, actor, case_id, form)) is not None:
        return over

    def run(data: dict[str, Any]) -> None:
        people = [UUID(said) for said in data["people"]]
        actions.accept_referral(actor=actor, case_id=case_id, person_ids=people, seen=seen_number(request.POST), to_come=data["to_come"])

    return _act(request, actor, case_id, "accept_form", form, run, f"{reverse('inbox')}?done=accepted&course={case_id}")


def _is_id(said: str) -> bool:
    try:
        return bool(UUID(said))
    except ValueError:
        return False


@on_case(Purpose.REFERRAL, Hat.INTAKE, Hat.TEAM_LEADER, Hat.PROFESSIONAL)
def decline_referral(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Say no, with the reason."""
    form = ReasonForm(request.POST, auto_id="decline_%s")
    if (over := _decided_already(request, actor, case_id, form)) is not None:
        return over

    def run(data: dict[str, Any]) -> None:
        actions.decline_referral(actor=actor, case_id=case_id, seen=seen_number(request.POST), reason=data["reason"])

    return _act(request, actor, case_id, "decline_form", form, run, f"{reverse('inbox')}?done=declined")


@on_case(Purpose.REFERRAL, Hat.INTAKE, Hat.TEAM_LEADER, Hat.PROFESSIONAL)
def return_referral(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Send it back for what is missing."""
    form = MissingForm(request.POST, auto_id="return_%s")
    if (over := _decided_already(request, actor, case_id, form)) is not None:
        return over

    def run(data: dict[str, Any]) -> None:
        actions.return_referral(actor=actor, case_id=case_id, seen=seen_number(request.POST), reason=data["reason"])

    return _act(request, actor, case_id, "return_form", form, run, f"{reverse('inbox')}?done=returned")


@on_case(Purpose.REFERRAL, Hat.PROFESSIONAL)
def send_again(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Send a returned referral again."""
    with reading(actor):
        form = _again(referral_of(actor=actor, case_id=case_id), request.POST)

    def run(data: dict[str, Any]) -> None:
        consents = [form.yes_of(number) for number in range(1, form.people + 1)]
        actions.send_again(
            actor=actor,
            case_id=case_id,
            seen=seen_number(request.POST),
            text=data["text"],
            consents=consents,
            checks=form.answers,
            contacts=form.contacts,
        )

    return _act(request, actor, case_id, "again_form", form, run, f"{reverse('referral', args=[case_id])}?done=sent")


@on_case(Purpose.REFERRAL, Hat.PROFESSIONAL)
def withdraw_referral(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Take a referral back."""
    form = WithdrawForm(request.POST, auto_id="withdraw_%s")

    def run(data: dict[str, Any]) -> None:
        actions.withdraw_referral(actor=actor, case_id=case_id, seen=seen_number(request.POST), reason=data["reason"])

    return _act(request, actor, case_id, "withdraw_form", form, run, f"{reverse('my_referrals')}?done=withdrawn")


@on_case(Purpose.REFERRAL, Hat.CITIZEN)
def confirm_referral(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The citizen's own yes to the text she reads."""
    text_item = request.POST.get("text", "")
    if request.method == "POST" and not _is_id(text_item):
        raise NotHere()

    def run(data: dict[str, Any]) -> None:
        actions.confirm_referral(actor=actor, case_id=case_id, text_item_id=UUID(text_item))

    return _act(
        request, actor, case_id, "confirm_form", forms.Form(request.POST), run, f"{reverse('referral', args=[case_id])}?done=confirmed"
    )


@on_case(Purpose.REFERRAL, Hat.PROFESSIONAL)
def note_later_yes(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """A yes the citizen said on the telephone, noted by a professional at the table."""
    citizen, text_item = request.POST.get("citizen", ""), request.POST.get("text", "")
    if request.method == "POST" and not (_is_id(citizen) and _is_id(text_item)):
        raise NotHere()
    form = LaterYesForm(request.POST, auto_id="later_%s")

    def run(data: dict[str, Any]) -> None:
        actions.note_later_yes(actor=actor, case_id=case_id, citizen_id=UUID(citizen), text_item_id=UUID(text_item), on_day=data["on"])

    return _act(request, actor, case_id, "later_form", form, run, f"{reverse('referral', args=[case_id])}?done=later_yes")


@on_case(Purpose.REFERRAL, Hat.CITIZEN)
def say_no(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The citizen's no."""
    form = SayNoForm(request.POST)

    def run(data: dict[str, Any]) -> None:
        actions.say_no(actor=actor, case_id=case_id, seen=seen_number(request.POST), words=data["words"])

    return _act(request, actor, case_id, "no_form", form, run, f"{reverse('referral', args=[case_id])}?done=no")
