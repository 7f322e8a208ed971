"""Calling the listed acts of the database (schema `guard`) and hearing their no."""

from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, connections

from roundtable.ground.access.context import current
from roundtable.kernel.refusal import NotHere, Refusal, gettext_noop

RT_REFUSED = "RT001"
OUTSIDE = ("default", "worker")
"""The door and the worker: logins that are nobody's hat."""

SENTENCES = {
    "closed": gettext_noop("This course has been closed for you. Nothing was saved. Your team leader knows whom to ask."),
    "about_whom": gettext_noop("Choose whom this is about. It has to be somebody whose course this is."),
    "not_yours": gettext_noop("This is not yours to do in this course. Nothing was changed. Ask the person it belongs to."),
    "not_at_table": gettext_noop(
        "This cannot go to this person now. There is no seat at the table, or the course is closed for them. Choose somebody else."
    ),
    "not_in_programme": gettext_noop("This person does not work in the programme now. Choose somebody who does."),
    "own_case": gettext_noop("Nobody can work on their own course. Choose a colleague."),
    "already_seated": gettext_noop("This person already has another place at this table."),
    "too_many_cases": gettext_noop("This person already has 500 open courses, which is the limit. Choose a colleague."),
    "nothing_chosen": gettext_noop("Choose at least one text, and at most 200."),
    "no_paragraph": gettext_noop("Write which rule of law this rests on, and why it is necessary, in your own words."),
    "countersigner": gettext_noop("Choose a colleague of your own organisation to sign as well, who is not part of this course."),
    "own_side": gettext_noop(
        "This person already belongs to your own organisation. A rule of law is for sharing with another organisation."
    ),
    "by_law": gettext_noop(
        "This was shared by a rule of law. It cannot be taken back. You can ask why, and complain: the page of what is shared says how."
    ),
    "already_answered": gettext_noop("This has been answered already. Nothing was changed."),
    "countersign_by": gettext_noop("Where it is urgent, the second signature comes within one working day."),
    "deferral": gettext_noop("Telling the citizen later needs its own reason, and a day at most 90 days from now."),
    "until": gettext_noop("Choose a day that is later than today and at most a year away."),
    "about_mixed": gettext_noop(
        "These texts are about different people. Share those about the same people together, and the others by themselves."
    ),
    "about_several": gettext_noop(
        "This is about several people, and each of them says yes. You cannot note it for all."
        " Ask them to open “What is shared, and with whom” and say it there."
    ),
    "not_open_to_yes": gettext_noop(
        "This was taken back, or its time is over. If you want to share it, begin again under “What is shared, and with whom”."
    ),
    "seats_herself": gettext_noop(
        "Nobody sits down at a table by their own hand. Ask another team leader to seat you, or choose a colleague. Nothing was changed."
    ),
    "second_person": gettext_noop("Nobody gives this to themselves. Ask a second person of your organisation to do it."),
    "line_manager": gettext_noop("This person is not a line manager of your organisation now. Choose somebody who is."),
    "holds_case": gettext_noop("This person has or had a seat in this course, and nobody supervises their own work. Choose somebody else."),
    "mandate_ground": gettext_noop("Choose what it is for: a complaint, something that went wrong, supervision, or an absence."),
    "mandate_over": gettext_noop("The time this line manager was given is over. Nothing was opened."),
    "too_many_at_once": gettext_noop("Ask for at most 200 courses at a time."),
    "cover": gettext_noop("Choose a colleague in the same role at your organisation to cover, or nobody."),
    "already_away": gettext_noop("An absence in these days is noted already. End that one first, then write the new one."),
    "no_such_scope": gettext_noop("This is not a way to keep a text here."),
}


class ActRefused(Refusal):
    """The database's own rule said no; `reason` is its stable code."""

    code = "act_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(SENTENCES.get(reason, self.message))
        self.reason = reason


def refused(problem: DatabaseError) -> ActRefused | None:
    """The database's own rule behind an error, for statements that call several acts at once; None for any other error."""
    cause = problem.__cause__
    if getattr(cause, "sqlstate", None) != RT_REFUSED:
        return None
    return ActRefused(cause.diag.message_primary.removeprefix("refused:"))  # type: ignore[union-attr]


def act_outside(login: str, name: str, arguments: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Call `guard.<name>(…)` as the door or the worker, before anybody's hat is known: answered in ids, moments and codes."""
    if login not in OUTSIDE:
        raise ValueError(login)
    places = ", ".join(["%s"] * len(arguments))
    with connections[login].cursor() as cursor:
        cursor.execute(f"SELECT * FROM guard.{name}({places})", list(arguments))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def act(name: str, arguments: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Call `guard.<name>(…)` as the acting person. Raises NotHere or ActRefused for the database's no."""
    here = current()
    places = ", ".join(["%s"] * len(arguments))
    with connections[here.alias].cursor() as cursor:
        try:
            cursor.execute(f"SELECT * FROM guard.{name}({places})", list(arguments))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        except DatabaseError as problem:
            no = refused(problem)
            if no is None:
                raise
            raise (NotHere() if no.reason == "not_here" else no) from None
    return rows
