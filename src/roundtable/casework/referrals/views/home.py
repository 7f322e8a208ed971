"""Referrals beyond one course: my own, a new one, and the inbox of who decides."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.casework.cases.queries import case_phase
from roundtable.casework.referrals import actions
from roundtable.casework.referrals.forms import LinkForm, WriteReferralForm, draft_initial, people_on
from roundtable.casework.referrals.pages import inbox_lines, listed_drafts, listed_referrals
from roundtable.casework.referrals.queries import COMPARED_WITH, INBOX_PAGE, OwnDraft, inbox_size, my_drafts
from roundtable.casework.referrals.queries import inbox as inbox_rows
from roundtable.casework.referrals.queries import my_referrals as own_referrals
from roundtable.casework.referrals.rules.draft import WHO_READS, field_of
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import at_home, reading
from roundtable.ground.programmes.queries import ProgrammeTexts, my_programmes
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.frame import Happened
from roundtable.ui.parts import Pager
from roundtable.ui.refusals import show_refusal

PER_PAGE = 30


def _page_number(request: HttpRequest) -> int:
    said = request.GET.get("page", "1")
    return min(max(int(said), 1), 10_000) if said.isascii() and said.isdigit() and len(said) < 7 else 1


@at_home(Purpose.REFERRAL, Hat.PROFESSIONAL)
def my_referrals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The referrals one wrote, and one's drafts."""
    number = _page_number(request)
    rows, count = own_referrals(actor=actor, page=number, per_page=PER_PAGE)
    seated = frozenset(row.case_id for row in request.hats if row.case_id and not row.closed)  # type: ignore[attr-defined]
    context = {
        "referrals": listed_referrals(rows, seated),
        "drafts": listed_drafts(my_drafts(actor=actor)) if number == 1 else (),
        "pager": Pager(number, max(1, -(-count // PER_PAGE))),
        "happened": _happened_at_home(request.GET.get("done", "")),
    }
    return render(request, "referrals/my_referrals.html", context)


def _happened_at_home(done: str) -> Happened | None:
    return {
        "kept": Happened(what=_("Your draft is kept."), readers=_("Only you"), comes_next=_("Nothing is sent. Go on when you like.")),
        "withdrawn": Happened(what=_("The referral is taken back."), comes_next=_("Everyone who could read it has been told.")),
        "thrown_away": Happened(what=_("The draft is thrown away.")),
    }.get(done)


@at_home(Purpose.REFERRAL, Hat.PROFESSIONAL)
def write_referral(request: HttpRequest, actor: Actor, draft_id: UUID | None = None) -> HttpResponse:
    """A new referral, or a kept draft: keep it, send it, or throw it away."""
    with reading(actor):
        programmes = my_programmes(actor=actor)
        kept = _draft(actor, draft_id)
    if draft_id is not None and kept is None:
        typed = request.POST.get("given_name", "").strip() or request.POST.get("text", "").strip()
        if not typed or "discard" in request.POST:
            return render(request, "referrals/no_draft.html", status=404)
        draft_id = None  # sent, kept anew or thrown away meanwhile: what was typed is not lost, and is sent once
    programme = _chosen(request, programmes, kept)
    checks = [(check.code, check.text) for check in programme.eligibility]
    if request.method == "POST" and "discard" in request.POST and draft_id is not None:
        actions.discard_referral_draft(actor=actor, item_id=draft_id)
        return redirect(f"{reverse('my_referrals')}?done=thrown_away")
    if request.method == "POST":
        keep = "keep" in request.POST
        form = WriteReferralForm(request.POST, checks=checks, keep=keep, people=people_on(request.POST))
        if not keep and ("add" in request.POST or "without" in request.POST):
            form = _other_people(request, form, checks)
        elif (answer := _store(actor, form, programme, draft_id, keep=keep)) is not None:
            return answer
    elif kept:
        form = WriteReferralForm(initial=draft_initial(kept.draft, checks), checks=checks, people=max(len(kept.draft.citizens), 1))
    else:
        form = WriteReferralForm(checks=checks)
    others = [other for other in programmes if other.id != programme.id]
    context = {"form": form, "programme": programme, "others": others, "draft_id": draft_id, "who_reads": _(WHO_READS)}
    return render(request, "referrals/write_referral.html", context)


def _other_people(request: HttpRequest, form: WriteReferralForm, checks: list[tuple[str, str]]) -> WriteReferralForm:
    """The same form with one more person, or without one; everything typed is still there, and nothing is stored."""
    if "add" in request.POST:
        people = people_on({"people": form.people + 1})
        new = WriteReferralForm(initial=form.typed(), checks=checks, people=people)
        new[field_of("given_name", people)].field.widget.attrs["autofocus"] = True
        return new
    said = request.POST["without"]
    without = int(said) if said in {str(number) for number in range(1, form.people + 1)} and form.people > 1 else 0
    return WriteReferralForm(initial=form.typed(without=without), checks=checks, people=form.people - (1 if without else 0))


def _draft(actor: Actor, draft_id: UUID | None) -> OwnDraft | None:
    found: tuple[OwnDraft, ...] = my_drafts(actor=actor, item_id=draft_id) if draft_id else ()
    return found[0] if found else None


def _chosen(request: HttpRequest, programmes: tuple[ProgrammeTexts, ...], kept: OwnDraft | None) -> ProgrammeTexts:
    said = request.POST.get("programme") or request.GET.get("programme") or (str(kept.draft.programme_id) if kept else "")
    found = [programme for programme in programmes if str(programme.id) == said] or (list(programmes) if not said else [])
    if not found:
        raise NotHere()
    return found[0]


def _store(
    actor: Actor, form: WriteReferralForm, programme: ProgrammeTexts, draft_id: UUID | None, *, keep: bool
) -> HttpResponseRedirect | None:
    """Kept or sent; None where the form has to be shown again."""
    if not form.is_valid():
        return None
    draft, once = form.draft(programme.id), form.cleaned_data["once"]
    try:
        if keep:
            actions.write_referral(actor=actor, draft=draft, item_id=once, replaces=draft_id)
            return redirect(f"{reverse('my_referrals')}?done=kept")
        sent = actions.send_referral(
            actor=actor,
            referral_id=once,
            programme_id=programme.id,
            citizens=draft.citizens,
            text=draft.text,
            checks=draft.checks,
            draft_id=draft_id,
        )
    except NotHere:
        raise
    except Refusal as no:
        show_refusal(form, no)
        return None
    return redirect(f"{reverse('referral', args=[sent.case_id])}?done=sent")


@at_home(Purpose.TEAM, Hat.TEAM_LEADER)
def inbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Referrals that wait, oldest first, a page at a time."""
    pages = max(1, -(-inbox_size(actor=actor) // INBOX_PAGE))
    number = min(_page_number(request), pages)
    lines = inbox_lines(inbox_rows(actor=actor, page=number))
    course = _course_url(actor, request.GET.get("course", "")) if request.GET.get("done") in ("accepted", "answered") else ""
    done = {
        "accepted": Happened(
            what=_("The referral is accepted, and the table is set."),
            readers=_("Everyone at the table and the one who sent it"),
            comes_next=_("Each professional says hello before any form. The citizen can write down what they should read first."),
            change_url=course,
            change_label=_("Open the course"),
        ),
        "declined": Happened(
            what=_("The referral is answered with a no and its reason."), readers=_("The citizen and the one who sent the referral")
        ),
        "returned": Happened(
            what=_("The referral is sent back for what is missing."),
            readers=_("The citizen and the one who sent the referral"),
            comes_next=_("It comes back here when it is sent again."),
        ),
        "answered": Happened(what=_("This referral was answered already."), change_url=course, change_label=_("Open the course")),
    }.get(request.GET.get("done", ""))
    context = {"lines": lines, "happened": done, "pager": Pager(number, pages), "compared": COMPARED_WITH}
    return render(request, "referrals/inbox.html", context)


def _course_url(actor: Actor, said: str) -> str:
    """The page of the course a referral became, where the leader may open it; empty for every other id."""
    try:
        case_id = UUID(said)
    except ValueError:
        return ""
    begun = case_phase(actor=actor, case_id=case_id) is not None
    return reverse("case_page", args=[case_id]) if begun else ""


@at_home(Purpose.TEAM, Hat.TEAM_LEADER)
def link_referrals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Says that two referrals are about the same person, or takes it back."""
    form = LinkForm(request.POST)
    if request.method == "POST":
        if not form.is_valid():
            raise NotHere()
        actions.link_referrals(actor=actor, **form.cleaned_data)
    return redirect("inbox")
