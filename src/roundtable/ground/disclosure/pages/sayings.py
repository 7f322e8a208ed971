"""Kinds of text, purposes and reasons, in the words a citizen reads."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.seats.queries import Words
from roundtable.kernel.texts import shortened

TITLE_LENGTH = 70


def kind_words(kind: str, *, mine: bool = False) -> str:
    """A kind of text with its article; an unknown one is simply a text. `mine`: the reader's own words, and not somebody's."""
    if kind == "bring" and mine:
        return _("what you bring to the table")
    known = {
        "message": _("a message"),
        "note": _("a note"),
        "bring": _("what somebody brings to the table"),
        "plan": _("your plan"),
        "meeting_sheet": _("what we write together at a meeting"),
        "plan_draft": _("the draft of your plan"),
        "plan_progress": _("how far a treatment step is"),
        "goal": _("a goal"),
        "request": _("a question between professionals"),
        "reply": _("a reply to a question"),
        "may_i": _("words you were asked about"),
        "law_reason": _("the reason for sharing something by law"),
        "read_first": _("your note to somebody new"),
        "outcome": _("how your course ended"),
        "referral": _("your referral"),
        "referral_consent": _("what was said about a yes and a no"),
        "contact": _("a line about a talk"),
        "shared": _("a line that can be shared"),
        "minutes": _("what was written in a meeting"),
        "opened_early": _("why something was opened early"),
        "meeting_line": _("lines for your meeting"),
        "meeting_place": _("where your meeting is"),
        "meeting_held": _("that you met"),
        "meeting_reason": _("why your meeting was moved or cancelled"),
        "meeting_remark": _("an answer to an invitation"),
        "meeting_wishes": _("how your meeting should be"),
        "not_this_meeting": _("what stays out of your next meeting"),
        "referral_answer": _("an answer to your referral"),
    }
    return known.get(kind, _("a text"))


def times_words(what: str, times: int) -> str:
    """How often a kind of text was opened: "your plan 3 times"."""
    return ngettext("%(what)s once", "%(what)s %(times)s times", times) % {"what": what, "times": times}


def listed(parts: Sequence[str]) -> str:
    """Parts of a sentence in a row: one, two and three.

    >>> listed(["a"])
    'a'
    """
    if len(parts) <= 1:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def purposes() -> tuple[tuple[str, str], ...]:
    """What something can be shared for, to choose from."""
    return (
        ("meeting", _("To prepare our meeting")),
        ("plan", _("To make the joint plan")),
        ("work", _("To plan the way back to work")),
        ("treatment", _("For the treatment")),
        ("support", _("To support me")),
    )


def purpose_words(purpose: str) -> str:
    """What something was shared for."""
    return {**dict(purposes()), "say": _("So that these words can be said"), "law": _("By a rule of law")}.get(purpose, "")


def why_opened(purpose: str) -> str:
    """Why something was opened, from the page it was opened on."""
    known = {
        "case": _("to follow your course"),
        "plan": _("to work on the plan"),
        "meeting": _("for your meeting"),
        "messages": _("to read messages"),
        "prepare": _("to prepare the meeting"),
        "referral": _("to look at the referral"),
        "share": _("to look at what is shared"),
        "countersign": _("to sign as second person"),
        "search": _("to search"),
        "log": _("to see who opened what"),
        "team": _("to look after the team"),
        "hand_over": _("to hand over to somebody new"),
        "record": _("to copy into their own record"),
        "print": _("to print it"),
    }
    return known.get(purpose, _("to follow your course"))


def how_allowed(basis: str) -> str:
    """What allowed it, in plain words."""
    known = {
        "scope": _("It was written for them to read."),
        "disclosed": _("You shared it with them."),
        "law": _("A rule of law allowed it."),
        "mandate": _("A second person at their organisation asked them to look at your course, for a limited time."),
        "mandate_consent": _("You opened it to them. You can take that back."),
        "countersign": _("A rule of law asks for a second person, who reads the one text."),
        "own_writing": _("They had written it, or may look at it for a while after leaving."),
    }
    return known.get(basis, _("It was open to them."))


def title_of(view: Words) -> str:
    """A short name of a text: its headline, else how it begins; what was said about a yes has a number only for a headline.

    Of what several write together, which holds no words of its own, what it is; of a version of the plan, that it holds everybody's.
    """
    if view.kind == "plan":
        return _("A version of the plan, with everybody’s words and answers")
    if view.headline and view.kind != "referral_consent":
        return view.headline
    said = kind_words(view.kind)
    return shortened(view.body, TITLE_LENGTH) if view.body else f"{said[:1].upper()}{said[1:]}"
