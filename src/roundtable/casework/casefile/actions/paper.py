"""Putting things on paper, and noting that they were handed over. What was read for a sheet is in the read log, with the purpose print."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from roundtable.casework.casefile.rules import Paper
from roundtable.gateways.typst import render
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.guard import action
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import headers
from roundtable.ground.seats.rules import table
from roundtable.kernel.refusal import NotHere

SHEETS = Path(__file__).resolve().parent.parent / "templates" / "casefile"


@action
def give_on_paper(*, actor: Actor, at: datetime, case_id: UUID, paper: Paper) -> UUID:
    """Everyone at the table sees on the time line that a professional gave this sheet on paper; once a person, sheet and day.

    The line holds no words. Returns its id. Raises NotHere for anybody but a professional at the table.
    """
    if actor.hat != Hat.PROFESSIONAL:
        raise NotHere()
    item_id = uuid5(case_id, f"{paper.kind} {actor.person_id} {at:%Y-%m-%d}")
    if any(view.item_id == item_id for view in headers(actor=actor, case_id=case_id, kinds=[paper.kind])):
        return item_id
    return write_words(actor=actor, case_id=case_id, place=table(), kind=paper.kind, item_id=item_id).item_id


def print_invitation(*, data: Mapping[str, Any]) -> bytes:
    """The letter that invites, as a tagged PDF with a slip to answer on. `data`: as `invitation_sheet` builds it."""
    return render(SHEETS / "invitation.typ", data)


def print_bring(*, data: Mapping[str, Any]) -> bytes:
    """What is brought to the table, as a tagged PDF with room for one's own lines. `data`: as `bring_sheet` builds it."""
    return render(SHEETS / "bring.typ", data)


def print_opened(*, data: Mapping[str, Any]) -> bytes:
    """Who opened what, as a tagged PDF. `data`: as `opened_sheet` builds it."""
    return render(SHEETS / "opened.typ", data)


def print_closing(*, data: Mapping[str, Any]) -> bytes:
    """How the course ends, as a tagged PDF. `data`: as `closing_sheet` builds it."""
    return render(SHEETS / "closing.typ", data)
