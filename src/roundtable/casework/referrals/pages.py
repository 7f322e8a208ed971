"""What the pages of referrals show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from roundtable.casework.pairs.pages import member_choices
from roundtable.casework.pairs.rules import MemberLoad, PairLoad, ProposedPair, propose_pairs
from roundtable.casework.referrals.queries import ConsentView, InboxRow, OwnDraft, OwnReferral, ReferralView
from roundtable.casework.referrals.rules.draft import ConsentHow, ReferralDraft
from roundtable.casework.referrals.rules.states import STATE_MARKS, STATE_WORDS, TAKES_A_YES, ReferralAct, ReferralState
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ui.parts import SummaryRow, TimelineEntry

PAIRS_NAMED = 3


@dataclass(frozen=True)
class CheckLine:
    """One thing of the programme's list."""

    text: str
    word: str
    mark: str


@dataclass(frozen=True)
class ReferralPage:
    """One referral. `mine`: the citizen's own; `may_…`: what the one who looks can do now.

    `shown`: what was read aloud before the yes, part by part, with the language of each where it is the programme's, else empty.
    `list_words`: that it came with a list, and is not what the programme says today. `if_no`: what a no means, and its language.
    """

    case_id: UUID
    heading: str
    state: str
    mark: str
    number: int
    text: str
    shown: tuple[tuple[str, str], ...]
    list_words: str
    if_no: tuple[str, str]
    text_item_id: UUID
    rows: tuple[SummaryRow, ...]
    consents: tuple[str, ...]
    checks: tuple[CheckLine, ...]
    history: tuple[TimelineEntry, ...]
    referrer: str
    mine: bool
    to_confirm: bool
    may_say_no: bool
    accepted: bool
    begun: bool
    readers: str
    told_of_a_no: str
    may_decide: bool
    waiting_for_more: bool
    may_send_again: bool
    may_withdraw: bool
    yes_from: tuple[tuple[UUID, str], ...]
    said_no: bool
    back_url: str
    back_label: str


@dataclass(frozen=True)
class ListedReferral:
    """A line of the list of one's own referrals."""

    case_id: UUID
    title: str
    state: str
    mark: str
    sent_on: date
    changed_on: date
    reason: str
    open: bool


@dataclass(frozen=True)
class ListedDraft:
    """A line of the list of one's drafts."""

    item_id: UUID
    title: str
    made_on: date
    missing: str


@dataclass(frozen=True)
class Namesake:
    """Another referral that could be about the same person."""

    case_id: UUID
    title: str
    linked: bool


@dataclass(frozen=True)
class InboxLine:
    """A referral that waits."""

    case_id: UUID
    title: str
    state: str
    mark: str
    age: str
    from_whom: str
    people: str
    namesakes: tuple[Namesake, ...]


def day(moment: date) -> str:
    """A day in words, in the reader's language; of a moment, the day it was here, not in UTC."""
    return date_format(timezone.localtime(moment) if isinstance(moment, datetime) else moment, "DATE_FORMAT")


def referral_page(view: ReferralView, actor: Actor, *, over: bool = False) -> ReferralPage:
    """One referral for who looks at it: the citizen, intake, the referrer, somebody at the table. `over`: its course has ended."""
    mine = actor.hat == Hat.CITIZEN
    names = ", ".join(citizen.name for citizen in view.citizens)
    referrer = actor.hat == Hat.PROFESSIONAL and actor.person_id == view.referrer_id
    undecided = view.state in (ReferralState.SENT, ReferralState.RETURNED)
    own = view.consent_of(actor.person_id) if mine else None
    begun = any(event.act == ReferralAct.ACCEPT for event in view.events)
    back_url, back_label = _back(view, actor)
    return ReferralPage(
        case_id=view.case_id,
        heading=_("Your referral") if mine else _("Referral of %(names)s") % {"names": names},
        state=_(STATE_WORDS[view.state]),
        mark=STATE_MARKS[view.state],
        number=view.number,
        text=view.text,
        shown=(shown := _shown(view)),
        list_words=_("This text came with a list. It may be another than the programme’s text of today.") if view.from_list else "",
        if_no=(view.if_no, view.language) if view.from_list else shown[-1] if shown else ("", ""),
        text_item_id=view.text_item_id,
        rows=() if mine else _contact(view),
        consents=tuple(
            _consent(consent, names=_name(view, consent), mine=mine, answered=_has_answered(view, consent))
            for consent in view.consents
            if consent.current and (not mine or consent.citizen_id == actor.person_id)
        ),
        checks=_checks(view),
        history=tuple(_entry(event.act, event.at, event.by, event.words) for event in reversed(view.events)),
        referrer=view.referrer,
        mine=mine,
        to_confirm=mine and view.state in TAKES_A_YES and (own is None or own.how not in _FINAL),
        may_say_no=mine and view.state in TAKES_A_YES and not over,
        accepted=view.state == ReferralState.ACCEPTED,
        begun=begun,
        readers=_readers(begun, mine),
        told_of_a_no=_("Everyone at the table, now and later") if begun else _("You, the one who sent it and the team leaders"),
        may_decide=actor.hat == Hat.INTAKE and view.state == ReferralState.SENT,
        waiting_for_more=actor.hat == Hat.INTAKE and view.state == ReferralState.RETURNED,
        may_send_again=referrer and view.state == ReferralState.RETURNED,
        may_withdraw=referrer and undecided,
        yes_from=_yes_from(view) if actor.hat == Hat.PROFESSIONAL and view.state in TAKES_A_YES else (),
        said_no=view.state == ReferralState.WITHDRAWN and view.events[-1].by_hat == Hat.CITIZEN,
        back_url=back_url,
        back_label=back_label,
    )


def _shown(view: ReferralView) -> tuple[tuple[str, str], ...]:
    """What was read aloud, as it was: of a list all of it is data; else what stands between the programme's texts is ours."""
    parts = [part for part in view.shown.split("\n\n") if part]
    ours = () if view.from_list else range(1, len(parts) - 1)
    return tuple((part, "" if number in ours else view.language) for number, part in enumerate(parts))


def _readers(begun: bool, mine: bool) -> str:
    """Who reads what is written here: until the referral is accepted nobody sits at the table yet, and those who then do read it too."""
    if begun:
        return _("Everyone at the table, now and later")
    if mine:
        return _("You, the one who sent it and the team leaders. If it is accepted, those who then sit at the table too")
    return _("The citizen, the one who sent it and the team leaders. If it is accepted, those who then sit at the table too")


def _back(view: ReferralView, actor: Actor) -> tuple[str, str]:
    """Where who looks at it came from: the inbox, one's own referrals, the course, or one's first page."""
    if actor.hat in (Hat.INTAKE, Hat.TEAM_LEADER):
        return reverse("inbox"), _("Inbox")
    if actor.hat == Hat.PROFESSIONAL and view.state != ReferralState.ACCEPTED:
        return reverse("my_referrals"), _("Referrals")
    if actor.hat == Hat.PROFESSIONAL:
        return reverse("case_page", args=[view.case_id]), _("The course")
    return "/", _("Start")


def _yes_from(view: ReferralView) -> tuple[tuple[UUID, str], ...]:
    """Citizens who have not answered to this text themselves, and whose yes by telephone can be noted."""
    answered = {consent.citizen_id for consent in view.consents if consent.current and consent.how in _FINAL}
    return tuple((citizen.person_id, citizen.name) for citizen in view.citizens if citizen.person_id not in answered)


_FINAL = frozenset({ConsentHow.CONFIRMED, ConsentHow.NO})
_RECORDED_FOR_ME = {
    ConsentHow.ORALLY: gettext_noop("%(by)s wrote down on %(day)s that you said yes."),
    ConsentHow.IN_WRITING: gettext_noop("%(by)s wrote down that you signed on %(day)s."),
}
_RECORDED = {
    ConsentHow.ORALLY: gettext_noop("%(name)s said yes aloud on %(day)s, recorded by %(by)s."),
    ConsentHow.IN_WRITING: gettext_noop("%(name)s signed on %(day)s, recorded by %(by)s."),
}


def _name(view: ReferralView, consent: ConsentView) -> str:
    return next((citizen.name for citizen in view.citizens if citizen.person_id == consent.citizen_id), "")


def _contact(view: ReferralView) -> tuple[SummaryRow, ...]:
    rows = [
        SummaryRow(_("From"), f"{view.referrer}, {view.organisation}"),
        SummaryRow(_("Sent"), day(view.sent_at)),
        SummaryRow(_("To"), view.programme),
    ]
    for citizen in view.citizens:
        said = [citizen.phone, citizen.email, _("born %(day)s") % {"day": day(citizen.born_on)} if citizen.born_on else ""]
        known = "\n".join(part for part in said if part)
        if known or view.state in (ReferralState.SENT, ReferralState.RETURNED):  # once answered, who left the table sees none of them
            rows.append(SummaryRow(citizen.name, known or _("No contact details")))
    return tuple(rows)


def _has_answered(view: ReferralView, consent: ConsentView) -> bool:
    """Whether this citizen has since confirmed the text or said no to it; then no sentence says that she has not."""
    return any(other.current and other.citizen_id == consent.citizen_id and other.how in _FINAL for other in view.consents)


def _consent(consent: ConsentView, *, names: str, mine: bool, answered: bool) -> str:
    """Who said yes how, in a sentence; a yes recorded by somebody else is shown as that, and as open until the citizen has `answered`."""
    places = {"name": names, "day": day(consent.on_day), "by": consent.recorded_by}
    if consent.later:
        return _later(mine, answered) % places
    if mine:
        sentences = {
            ConsentHow.ORALLY: _("%(by)s wrote down on %(day)s that you said yes. You have not confirmed it yourself."),
            ConsentHow.IN_WRITING: _("%(by)s wrote down that you signed on %(day)s. You have not confirmed it yourself."),
            ConsentHow.CONFIRMED: _("You confirmed this text on %(day)s."),
            ConsentHow.NO: _("You said no on %(day)s."),
        }
    else:
        sentences = {
            ConsentHow.ORALLY: _("%(name)s said yes aloud on %(day)s, recorded by %(by)s. Not yet confirmed by %(name)s."),
            ConsentHow.IN_WRITING: _("%(name)s signed on %(day)s, recorded by %(by)s. Not yet confirmed here by %(name)s."),
            ConsentHow.CONFIRMED: _("%(name)s confirmed this text on %(day)s."),
            ConsentHow.NO: _("%(name)s said no on %(day)s."),
        }
    if answered and consent.how not in _FINAL:
        sentences = _RECORDED_FOR_ME if mine else _RECORDED
        return _(sentences[consent.how]) % places
    return sentences[consent.how] % places


def _later(mine: bool, answered: bool) -> str:
    """A yes said on the telephone after the referral was sent: noted by somebody, and open until the citizen has answered herself."""
    if mine:
        said = _("%(by)s noted that you said yes on the telephone on %(day)s.")
        return said if answered else f"{said} {_('You have not confirmed it yourself.')}"
    said = _("%(name)s said yes on the telephone on %(day)s, noted by %(by)s.")
    return said if answered else f"{said} {_('Not yet confirmed by %(name)s.')}"


def _checks(view: ReferralView) -> tuple[CheckLine, ...]:
    answers = {check.code: check for check in view.checks}
    lines = []
    for check in view.eligibility:
        answer = answers.get(check.code)
        if answer is None or not answer.met:
            lines.append(CheckLine(check.text, _("Not ticked"), "amber"))
        elif answer.on:
            lines.append(CheckLine(check.text, _("Checked on %(day)s") % {"day": day(answer.on)}, "moss"))
        else:
            lines.append(CheckLine(check.text, _("Yes"), "moss"))
    return tuple(lines)


def _entry(act: ReferralAct, at: date, by: str, words: str) -> TimelineEntry:
    titles = {
        ReferralAct.SEND: _("Sent"),
        ReferralAct.RETURN: _("Sent back: something is missing"),
        ReferralAct.SEND_AGAIN: _("Sent again"),
        ReferralAct.ACCEPT: _("Accepted"),
        ReferralAct.DECLINE: _("Not accepted"),
        ReferralAct.WITHDRAW: _("Taken back"),
        ReferralAct.SAY_NO: _("A no"),
    }
    return TimelineEntry(titles[act], at, by, words)


def listed_referrals(rows: Sequence[OwnReferral], seated: frozenset[UUID]) -> tuple[ListedReferral, ...]:
    """One's own referrals as lines; a name where one may still read it, else the day it was sent."""
    return tuple(
        ListedReferral(
            row.case_id,
            row.names or _("Referral of %(day)s") % {"day": day(row.sent_at)},
            _(STATE_WORDS[row.state]),
            STATE_MARKS[row.state],
            row.sent_at,
            row.changed_at,
            row.reason,
            row.case_id in seated,
        )
        for row in rows
    )


def listed_drafts(drafts: Sequence[OwnDraft]) -> tuple[ListedDraft, ...]:
    """One's drafts as lines, with what is still missing."""
    return tuple(ListedDraft(row.item_id, row.draft.names or _("Without a name"), row.made_at, _missing(row.draft)) for row in drafts)


def _missing(draft: ReferralDraft) -> str:
    """Whose yes is missing, by name where there are several."""
    without = [citizen.given_name for citizen in draft.citizens if not citizen.said_yes]
    if len(draft.citizens) > 1 and without:
        return _("A yes is missing from: %(names)s.") % {"names": ", ".join(without)}
    return _("A yes from the citizen is missing.") if without or not draft.citizens else ""


def inbox_lines(rows: Sequence[InboxRow]) -> tuple[InboxLine, ...]:
    """What waits, with its age in words and those of the same name."""
    return tuple(
        InboxLine(
            row.case_id,
            row.names or _("Without a name"),
            _(STATE_WORDS[row.state]),
            STATE_MARKS[row.state],
            ngettext("%(days)s day", "%(days)s days", row.age_days) % {"days": row.age_days} if row.age_days else _("today"),
            f"{row.referrer}, {row.organisation}",
            ngettext("%(people)s person", "%(people)s people", row.people) % {"people": row.people} if row.people > 1 else "",
            tuple(Namesake(twin.case_id, f"{twin.given_name} {twin.family_name}".strip(), twin.case_id in row.links) for twin in row.twins),
        )
        for row in rows
    )


def proposals(view: ReferralView, members: Sequence[MemberLoad], pairs: Sequence[PairLoad]) -> tuple[ProposedPair, ...]:
    """Pairs to propose for this referral; the referrer goes on first where she can."""
    return propose_pairs(members, pairs, view.programme_id, keep=view.referrer_id)


def seat_choices(view: ReferralView, members: Sequence[MemberLoad], best: Sequence[ProposedPair]) -> list[tuple[str, Any]]:
    """Who can sit down: those of the named pairs first, best pair first, each with what they hold now; many others folded by role and
    organisation."""
    first = list(dict.fromkeys(one.person_id for pair in best[:PAIRS_NAMED] for one in (pair.care, pair.work)))
    here = [member for member in members if member.programme_id == view.programme_id]
    here.sort(
        key=lambda member: (
            first.index(member.person_id) if member.person_id in first else len(first),
            member.role_name,
            member.weight,
            member.name,
        )
    )
    named, others = [one for one in here if one.person_id in first], [one for one in here if one.person_id not in first]
    return member_choices(named, others)


def pair_sentences(best: Sequence[ProposedPair], referrer_id: UUID) -> tuple[str, ...]:
    """The pairs that could take this course, best first, each with the courses the two have now and why it is proposed."""
    least = min((pair.weight for pair in best), default=0.0)
    return tuple(
        _("%(care)s (%(care_load)s) and %(work)s (%(work_load)s): %(why)s")
        % {
            "care": pair.care.name,
            "care_load": pair.care.open_courses,
            "work": pair.work.name,
            "work_load": pair.work.open_courses,
            "why": "; ".join(_why(pair, least, referrer_id)),
        }
        for pair in best
    )


def _why(pair: ProposedPair, least: float, referrer_id: UUID) -> list[str]:
    together = ngettext("they share %(shared)s course", "they share %(shared)s courses", pair.shared) % {"shared": pair.shared}
    why = [together if pair.shared else _("they have not worked together yet")]
    why += [_("%(name)s wrote the referral") % {"name": one.given_name} for one in (pair.care, pair.work) if one.person_id == referrer_id]
    return why + ([_("no other pair holds less for their hours")] if pair.weight <= least else [])
