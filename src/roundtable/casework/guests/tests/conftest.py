"""Amal's table with a meeting called and a step that somebody from outside can take."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.cast import Cast, build_cast

from roundtable.casework.guests.actions import Asked, invite_guest
from roundtable.casework.guests.rules import Said, Who
from roundtable.casework.plans.actions import GoalWords, NewStep, write_goal
from roundtable.casework.plans.queries import steps_to_ask
from roundtable.casework.plans.rules.content import GoalKind, StepKind
from roundtable.casework.roundtables.actions import call_roundtable
from roundtable.casework.roundtables.rules import Channel

SOON = datetime.now(UTC).date() + timedelta(days=12)
STEP = "Go with Amal to the garden group"


@dataclass(frozen=True)
class Scene:
    """The cast, the meeting that is called, a step of daily life, and a step of care."""

    cast: Cast
    meeting_id: UUID
    step_id: UUID

    def ask(self, *, meeting: bool = False, by_bo: bool = False, **more: object) -> Asked:
        """Una, a volunteer, is asked to the step; or Kim, the employer, to the meeting."""
        cast = self.cast
        values: dict[str, object] = {
            "actor": cast.at_table(cast.bo) if by_bo else cast.amal,
            "case_id": cast.case_id,
            "name": "Kim Holm" if meeting else "Una",
            "who": Who.EMPLOYER if meeting else Who.VOLUNTEER,
            "text": "Will you come and say what the job needs?" if meeting else STEP,
            "roundtable_id": self.meeting_id if meeting else None,
            "step_id": None if meeting else self.step_id,
        }
        if by_bo:
            values |= {"for_id": cast.amal_id, "said": Said.TELEPHONE}
        return invite_guest(**(values | more))


def call(cast: Cast, place: str = "Room 2, House of Health") -> UUID:
    return call_roundtable(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, on=SOON, clock=time(10), minutes=60, channel=Channel.IN_PERSON, place=place
    ).roundtable_id


def add_steps(cast: Cast) -> None:
    write_goal(
        actor=cast.at_table(cast.bo),
        case_id=cast.case_id,
        goal_id=uuid4(),
        words=GoalWords(GoalKind.TREATMENT, "Out of the house twice a week", cast.bo.person_id),
        steps=[NewStep(STEP, StepKind.DAILY, None), NewStep("Talk every Tuesday", StepKind.CARE, cast.bo.person_id)],
    )


@pytest.fixture
def scene() -> Scene:
    cast = build_cast()
    meeting_id = call(cast)
    add_steps(cast)
    step = next(one for one in steps_to_ask(actor=cast.amal, case_id=cast.case_id) if one.what == STEP)
    return Scene(cast, meeting_id, step.id)


def path_of(asked: Asked) -> str:
    return f"/guest/{asked.link_id}/{asked.secret}/"


def page_of(asked: Asked) -> str:
    return f"/guest/{asked.link_id}/"


def open_link(asked: Asked) -> Client:
    """A browser that has taken the link."""
    browser = Client()
    assert browser.get(path_of(asked)).status_code == 200
    assert browser.post(path_of(asked)).status_code == 302
    return browser
