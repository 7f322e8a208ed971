"""A full table on the live channel: twelve at one sheet, and who does what by when, chosen for everybody to see."""

from contextlib import ExitStack
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from tests.cast import Cast, person

from roundtable.casework.cowriting.tests.scene import box, meeting, new_id, page, text_of
from roundtable.casework.plans.queries import current_plan
from roundtable.casework.roundtables.tests.addresses import SOON
from roundtable.ground.access.actor import Purpose
from roundtable.ground.seats.actions import end_intake, open_case, seat_person
from roundtable.ui.fields import short_date


def test_twelve_at_one_sheet_write_at_once_and_read_the_same(live: str, cast: Cast) -> None:
    """Eight citizens and four who work with them: each types a word, all at the same time, and comes back once in the middle of it."""
    people = [person(f"Person{number}") for number in range(8)]
    cast.case_id = open_case(actor=cast.cleo.on(None, Purpose.REFERRAL), programme_id=cast.programme_id, citizen_ids=people)
    intake = cast.gro.intake(cast.case_id)
    work = (cast.bo, cast.cleo, cast.ida, cast.dag)
    for member in work:
        seat_person(actor=intake, case_id=cast.case_id, person_id=member.person_id)
    end_intake(actor=intake, case_id=cast.case_id, accepted=True)
    found = meeting(cast)
    goal = box(cast, found, "goal")
    everybody = [(one, f"C{number}", "citizen") for number, one in enumerate(people)]
    everybody += [(member.person_id, member.name, "staff") for member in work]
    with ExitStack() as stack:
        pages = [stack.enter_context(page(live, cast, found, one, name, kind)) for one, name, kind in everybody]
        words = [f"<{chr(97 + number) * 5}>" for number in range(len(pages))]
        for at, letter in enumerate(zip(*words, strict=True)):
            for one, said in zip(pages, letter, strict=True):
                one.write(goal, said)
            if at == 3:
                pages[5].hello()
        for one in pages:
            one.kept()
        for one in pages:
            while len(one.text(goal)) < 7 * len(pages):
                one.hear(10)
        assert len({one.text(goal) for one in pages}) == 1
        assert sorted(pages[0].text(goal)) == sorted("".join(words))
    assert text_of(cast, found, goal) == pages[0].text(goal)


def test_who_does_a_step_and_when_is_chosen_live_and_stands_in_the_plan(live: str, cast: Cast) -> None:
    found = meeting(cast)
    step, day = new_id(), SOON
    with (
        page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal,
        page(live, cast, found, cast.bo.person_id, "Bo") as bo,
    ):
        bo.say(t="step", box=step)
        bo.until("box")
        bo.write(step, "Ring the doctor")
        bo.kept()
        bo.say(t="set", box=step, who=str(cast.amal_id), day=f"{day:%d.%m.%Y}")
        while (heard := amal.until("box"))["day"] == "":
            pass
        assert (heard["who"], heard["day"]) == (str(cast.amal_id), short_date(day))
        bo.say(t="set", box=step, who=str(cast.amal_id), day="the day after tomorrow")
        assert bo.until("refused")["code"] == "day_out_of_reach"
        late = as_found(live, cast, found)
        assert (late["who"], late["day"]) == (str(cast.amal_id), short_date(day))
    until = monotonic() + 15
    while monotonic() < until:
        plan = current_plan(actor=cast.at_table(cast.bo, Purpose.PLAN), case_id=cast.case_id)
        if plan.steps:
            break
        sleep(0.1)
    (stands,) = plan.steps
    assert (stands.what, stands.who_id, stands.by_on) == ("Ring the doctor", cast.amal_id, day)


def as_found(live: str, cast: Cast, found: UUID) -> dict[str, Any]:
    """The step as somebody finds it who comes late."""
    with page(live, cast, found, cast.cleo.person_id, "Cleo") as cleo:
        everything = next(frame for frame in cleo.frames if frame["t"] == "all")
        return next(row for row in everything["boxes"] if row["kind"] == "step")


def test_nobody_puts_a_day_to_what_amal_takes_home_but_amal(live: str, cast: Cast) -> None:
    found = meeting(cast)
    home = box(cast, found, "home", cast.amal_id)
    with (
        page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal,
        page(live, cast, found, cast.cleo.person_id, "Cleo") as cleo,
    ):
        cleo.say(t="set", box=str(home), who="", day=short_date(SOON))
        assert cleo.until("refused")["code"] == "not_your_box"
        amal.say(t="set", box=str(home), who="", day=short_date(SOON))
        assert cleo.until("box")["day"] == short_date(SOON)
