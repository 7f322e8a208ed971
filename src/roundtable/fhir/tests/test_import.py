"""Files come in through the database: drafts, open courses with their plans, everything else listed, nothing twice."""

import json
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client, override_settings
from django.utils import timezone
from tests.cast import Cast, account, build_cast, person

from roundtable.casework.notes.queries import note_page, open_note
from roundtable.casework.plans.queries import current_plan
from roundtable.casework.plans.rules.content import GoalKind, StepKind, StepState
from roundtable.casework.referrals.queries import inbox, my_drafts
from roundtable.fhir.actions import FileInUse, Imports, NotInProgramme, TooManyCases, import_fhir
from roundtable.fhir.models import Imported
from roundtable.fhir.rules import CitizenNotNamed
from roundtable.fhir.tests.files import AMAL, BO, COMES_IN, EXAMPLES, GOAL, NAMES, PLAN, REFERRAL, REFUSED, TASK, TEAM, bundle
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.context import through
from roundtable.ground.people.models import ContactDetails
from roundtable.ground.programmes.models import Membership, Programme
from roundtable.ground.seats.models import Seat
from roundtable.ground.seats.queries import seats_on
from roundtable.kernel.texts import TextTooLong

SAID = {
    "fhir_already_over": "it is over where it comes from",
    "fhir_nothing_to_take": "holds no ServiceRequest, CarePlan, Goal or CareTeam",
    "fhir_not_to_be_done": "asks that something is not done",
}
BO_AT_WORK = {**BO, "name": [{"text": "Bo Test"}]}


class Desk:
    """A programme whose Cleo or Bo imports files."""

    def __init__(self, folder: Path) -> None:
        self.cast: Cast = build_cast()
        self.file = folder / "file.json"
        self.emails = {name: account(getattr(self.cast, name).person_id, name.title()).email or "" for name in ("bo", "cleo", "dag")}
        with through("loader"):
            self.code = Programme.objects.get(id=self.cast.programme_id).code

    def take(self, content: Any, by: str = "cleo", *, dry_run: bool = False) -> Imports:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        return import_fhir(data=data, programme_code=self.code, referrer_email=self.emails[by], at=timezone.now(), dry_run=dry_run)

    def run(self, content: Any, *options: str, by: str = "cleo") -> str:
        self.file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        out = StringIO()
        try:
            call_command("import_fhir", str(self.file), "--programme", self.code, "--referrer", self.emails[by], *options, stdout=out)
        except CommandError as no:
            return f"{out.getvalue()}exit {no.returncode}: {no}"
        return out.getvalue()

    def courses(self, who: str = "cleo") -> list[Actor]:
        """The courses of the imported plans, for somebody who sits there, newest first."""
        member = getattr(self.cast, who)
        with through("loader"):
            found = Seat.objects.filter(person_id=member.person_id, hat="professional").exclude(case_id=self.cast.case_id)
            case_ids = list(found.order_by("-from_at").values_list("case_id", flat=True))
        return [member.on(case_id, Purpose.PLAN) for case_id in case_ids]

    def drafts(self, who: str = "cleo") -> tuple[Any, ...]:
        found: tuple[Any, ...] = my_drafts(actor=getattr(self.cast, who).on(None, Purpose.REFERRAL))
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def counts() -> dict[str, int]:
    """The rows of every table that an import could write."""
    tables = ("people_person", "seats_case", "seats_seat", "seats_scope", "seats_item", "plans_goal", "plans_step", "fhir_imported")
    with through("loader"), connections["loader"].cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
        return found


def whole_plan() -> dict[str, Any]:
    return bundle(AMAL, BO_AT_WORK, GOAL, TEAM, TASK, PLAN)


def test_the_list_of_what_becomes_of_each_example_is_whole() -> None:
    assert sorted({*COMES_IN, *REFUSED}) == NAMES
    kinds = Counter(name.partition("-")[0] for name in NAMES)
    assert kinds == {"CarePlan": 11, "CareTeam": 1, "Goal": 2, "ServiceRequest": 20, "Bundle": 3, "Patient": 1}, "as in the package"


@pytest.mark.parametrize("name", sorted(COMES_IN))
def test_each_open_example_comes_in_and_names_what_it_leaves(desk: Desk, name: str) -> None:
    drafts, courses = COMES_IN[name]
    said = desk.run((EXAMPLES / f"{name}.json").read_bytes())
    assert f"{drafts} referral drafts and {courses} open courses came in, 0 were here already" in said
    assert (len(desk.drafts()), len(desk.courses())) == (drafts, courses)
    assert "Left behind: " in said or name == "CarePlan-obesity-narrative"


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_each_example_that_is_over_or_asks_for_nothing_is_refused_with_its_reason(desk: Desk, name: str) -> None:
    before = counts()
    said = desk.run((EXAMPLES / f"{name}.json").read_bytes())
    assert "exit 1: Nothing was stored." in said
    assert SAID[REFUSED[name]] in said
    assert counts() == before


def test_a_request_becomes_a_sealed_draft_of_cleo_and_is_never_sent(desk: Desk) -> None:
    before = counts()
    assert "not sent, no consent is recorded" in desk.run(bundle(AMAL, REFERRAL))
    (kept,) = desk.drafts()
    assert (kept.draft.names, kept.draft.citizens[0].consent_how, kept.draft.programme_id) == (
        "Amal Noor Haddad",
        None,
        desk.cast.programme_id,
    )
    assert kept.draft.text == "Help back to work\n\nStress\n\nReferred by: Cleo Berg\nAsked for on: 2026-11-20"
    assert desk.drafts("dag") == desk.drafts("bo") == ()
    assert inbox(actor=desk.cast.gro.leading()) == ()
    after = counts()
    assert (after["people_person"], after["seats_case"], after["seats_seat"]) == tuple(
        before[table] for table in ("people_person", "seats_case", "seats_seat")
    )


def test_a_plan_opens_a_course_with_goals_steps_and_the_seats_it_names(desk: Desk) -> None:
    said = desk.run(whole_plan(), by="cleo")
    assert "an open course with its plan draft: 1 goals, 2 steps, 2 professionals." in said
    (bo,) = desk.courses("bo")
    (cleo,) = desk.courses("cleo")
    plan = current_plan(actor=bo, case_id=bo.case_id)
    citizen = next(seat for seat in plan.seats if seat.hat == "citizen")
    (goal,) = plan.goals
    assert (goal.kind, goal.text, goal.owner_id, goal.confirmed) == (GoalKind.PERSONAL, "I want to sleep", citizen.person_id, False)
    steps = {step.what: step for step in plan.steps}
    call, talk = steps["Call the employer"], steps["First talk"]
    assert (call.who_id, call.kind, str(call.by_on)) == (desk.cast.bo.person_id, StepKind.CARE, "2026-12-01")
    assert (talk.who_id, talk.goal_id, talk.state) == (None, goal.id, StepState.DONE)
    assert "To be named: Bo, for 1 of the plan's steps" in said
    assert "First talk" not in said and "Call the employer" not in said and "I want to sleep" not in said
    assert {seat.person_id for seat in seats_on(actor=cleo, case_ids=[cleo.case_id]) if seat.hat == "professional"} == {
        desk.cast.bo.person_id,
        desk.cast.cleo.person_id,
    }
    with through("loader"):
        assert ContactDetails.objects.get(person_id=citizen.person_id).email == "amal@post.example"
    amal = Actor(citizen.person_id, Hat.CITIZEN, False, bo.case_id, Purpose.PLAN)
    assert len(current_plan(actor=amal, case_id=bo.case_id).goals) == 1


def test_who_the_file_does_not_seat_sees_nothing_of_it(desk: Desk) -> None:
    desk.run(whole_plan(), by="bo")
    (bo,) = desk.courses("bo")
    for stranger in (desk.cast.dag, desk.cast.eve, desk.cast.cleo):
        found = current_plan(actor=stranger.on(bo.case_id, Purpose.PLAN), case_id=bo.case_id)
        assert (found.goals, found.steps, found.seats) == ((), (), ())


def test_what_has_no_place_in_a_plan_stands_in_a_note_of_the_referrers_own_side(desk: Desk) -> None:
    team = deepcopy(TEAM)
    team["participant"].append({"member": {"display": "Dr Adam"}, "role": [{"text": "adviser"}]})
    desk.run(bundle(AMAL, BO_AT_WORK, GOAL, team, TASK, PLAN), by="cleo")
    (cleo,), (bo,) = desk.courses("cleo"), desk.courses("bo")
    (row,) = note_page(actor=cleo, case_id=cleo.case_id).rows
    words = open_note(actor=cleo, case_id=cleo.case_id, item_id=row.item_id).words
    assert "Back to work" in words.body
    assert "Dr Adam, adviser" in words.body
    assert "I want to sleep: 2027-02-01" in words.body
    assert note_page(actor=bo, case_id=bo.case_id).rows == ()


def test_an_address_in_the_file_decides_who_sits_down_and_a_name_only_beyond_doubt(desk: Desk) -> None:
    by_mail = {**BO, "telecom": [{"system": "email", "value": desk.emails["bo"].upper()}]}
    desk.run(bundle(AMAL, by_mail, GOAL, TEAM, TASK, PLAN))
    assert len(desk.courses("bo")) == 1
    elsewhere = {**BO_AT_WORK, "telecom": [{"system": "email", "value": "bo@elsewhere.example"}]}
    other = {**AMAL, "birthDate": "1991-03-03"}
    said = desk.run(bundle(other, elsewhere, GOAL, TEAM, TASK, PLAN))
    assert "To be named: Bo Test, care manager, 2026-11-01–" in said
    namesake = person("Bo", "Test")
    with through("loader"):
        Membership.objects.create(
            programme_id=desk.cast.programme_id,
            person_id=namesake,
            organisation_id=desk.cast.health_id,
            role_id=desk.cast.bo.role_id,
        )
    third = {**AMAL, "birthDate": "1992-03-03"}
    assert "To be named: Bo Test, care manager" in desk.run(bundle(third, BO_AT_WORK, GOAL, TEAM, TASK, PLAN))
    assert len(desk.courses("bo")) == 1


def test_who_left_the_care_team_does_not_sit_down(desk: Desk) -> None:
    team = deepcopy(TEAM)
    team["participant"][0]["period"] = {"start": "2020-01-01", "end": "2020-12-31"}
    assert "To be named: Bo Test, care manager, 2020-01-01–2020-12-31" in desk.run(bundle(AMAL, BO_AT_WORK, GOAL, team, TASK, PLAN))
    assert desk.courses("bo") == []


def test_a_goal_nobody_claims_is_the_referrers_and_never_put_into_the_citizens_mouth(desk: Desk) -> None:
    goal = {key: value for key, value in GOAL.items() if key != "expressedBy"}
    for by, kind in (("bo", GoalKind.TREATMENT), ("cleo", GoalKind.VOCATIONAL)):
        said = desk.run(bundle({**AMAL, "id": by}, {**goal, "subject": {"reference": f"Patient/{by}"}}), by=by)
        assert "Say whose goal this is." in said
        course = desk.courses(by)[0]
        (found,) = current_plan(actor=course, case_id=course.case_id).goals
        assert (found.kind, found.owner_id) == (kind, course.person_id)
        client = Client()
        client.force_login(account(course.person_id, by.title()))
        page = client.get(f"/course/{course.case_id}/plan/").content.decode()
        assert found.text in page and "Is this what you said?" not in page and "You have not confirmed it yet" not in page


@pytest.mark.parametrize("content", [whole_plan(), bundle(AMAL, REFERRAL), {**GOAL, "id": "", "subject": {"display": "Amal"}}])
def test_the_same_file_twice_makes_nothing_twice(desk: Desk, content: dict[str, Any]) -> None:
    if not content.get("id", "x"):
        del content["id"]
    assert "0 were here already" in desk.run(content)
    before = counts()
    said = desk.run(content)
    assert "0 referral drafts and 0 open courses came in, 1 were here already" in said
    assert "came in before; nothing was changed." in said
    assert counts() == before


def test_a_plan_that_changed_since_changes_nothing_here(desk: Desk) -> None:
    desk.run(whole_plan())
    desk.run(bundle(AMAL, BO_AT_WORK, {**GOAL, "description": {"text": "Something else"}}, TEAM, TASK, PLAN))
    (course,) = desk.courses()
    assert [goal.text for goal in current_plan(actor=course, case_id=course.case_id).goals] == ["I want to sleep"]


def test_the_same_number_of_another_citizen_is_another_plan(desk: Desk) -> None:
    desk.run(whole_plan())
    assert "1 open courses came in, 0 were here already" in desk.run(
        bundle({**AMAL, "birthDate": "1980-05-05"}, BO_AT_WORK, GOAL, TEAM, TASK, PLAN)
    )


def test_two_plans_of_one_citizen_in_one_file_are_two_courses_of_one_person(desk: Desk) -> None:
    desk.run(bundle(AMAL, PLAN | {"goal": [], "careTeam": []}, PLAN | {"id": "p2", "goal": [], "careTeam": []}))
    one, two = desk.courses()
    assert {seat.person_id for course in (one, two) for seat in seats_on(actor=course, case_ids=[course.case_id]) if seat.hat == "citizen"}
    with through("loader"):
        citizens = Seat.objects.filter(case_id__in=[one.case_id, two.case_id], hat="citizen").values_list("person_id", flat=True)
        assert len(set(citizens)) == 1


@pytest.mark.parametrize("content", [whole_plan(), bundle(AMAL, REFERRAL), bundle(AMAL, PLAN, REFERRAL)])
def test_a_trial_says_the_same_and_writes_nothing(desk: Desk, content: dict[str, Any]) -> None:
    before = counts()
    trial = desk.run(content, "--dry-run")
    assert trial.endswith("Nothing was stored: this was a trial.\n")
    assert counts() == before
    real = desk.run(content)
    assert real == trial.replace("would come in", "came in").replace("Nothing was stored: this was a trial.\n", "")


def test_a_plan_without_a_name_is_left_behind_with_its_reason_beside_one_that_comes_in(desk: Desk) -> None:
    nameless = {**PLAN, "id": "p9", "goal": [], "careTeam": [], "subject": {"reference": "Patient/unknown"}}
    assert isinstance(desk.take(nameless).refused, CitizenNotNamed)
    said = desk.run(nameless)
    assert "exit 1: Nothing was stored. The file does not name the citizen" in said
    said = desk.run(bundle(AMAL, BO_AT_WORK, GOAL, TEAM, TASK, PLAN, nameless))
    assert "1 open courses came in" in said
    assert "CarePlan/p9 (CarePlan/p9): The file does not name the citizen" in said


def test_a_name_no_register_would_hold_is_refused(desk: Desk) -> None:
    long = {**AMAL, "name": [{"family": "H" * 81, "given": ["Amal"]}]}
    found = desk.take(bundle(long, PLAN))
    assert isinstance(found.refused, TextTooLong)
    assert not found.stored


def test_what_is_longer_than_a_plan_holds_is_left_behind_and_the_rest_comes_in(desk: Desk) -> None:
    plan = deepcopy(PLAN)
    plan["activity"] = [{"detail": {"status": "not-started", "description": "x" * 501}}]
    plan["activity"] += [{"detail": {"status": "not-started", "description": f"Step {number}"}} for number in range(101)]
    patient = {**AMAL, "telecom": [{"system": "phone", "value": "1" * 41}, {"system": "email", "value": "not an address"}]}
    found = desk.take(bundle(patient, GOAL | {"description": {"text": "y" * 2001}}, plan))
    (came,) = found.came
    assert (came.goals, came.steps) == (0, 100)
    reasons = [left.english() for left in found.left]
    assert sum("This text has" in reason for reason in reasons) == 3, reasons
    assert sum("This plan already holds 100" in reason for reason in reasons) == 1
    assert sum("This is not an e-mail address" in reason for reason in reasons) == 1


def test_the_order_of_the_file_is_the_order_of_the_plan(desk: Desk) -> None:
    plan = deepcopy(PLAN) | {"goal": [], "careTeam": []}
    plan["activity"] = [{"detail": {"status": "not-started", "description": f"Step {number}"}} for number in range(20)]
    desk.take(bundle(AMAL, plan))
    (course,) = desk.courses()
    assert [step.what for step in current_plan(actor=course, case_id=course.case_id).steps] == [f"Step {number}" for number in range(20)]


def test_who_does_not_work_in_the_programme_imports_nothing(desk: Desk) -> None:
    desk.emails["eve elsewhere"] = "eve@elsewhere.example"
    with pytest.raises(NotInProgramme):
        desk.take(whole_plan(), by="eve elsewhere")
    assert "exit 1: Nobody with this e-mail address works in this programme now." in desk.run(whole_plan(), by="eve elsewhere")


def test_nobody_gets_more_than_500_open_courses_and_then_nothing_is_stored(desk: Desk) -> None:
    with through("loader"), connections["loader"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO seats_seat (id, case_id, person_id, hat, authority, powers, power_kinds, ground)"
            " SELECT gen_random_uuid(), %s, %s, 'professional', true, '{}', '{}', 'programme' FROM generate_series(1, 500)",
            [desk.cast.case_id, desk.cast.cleo.person_id],
        )
    before = counts()
    with pytest.raises(TooManyCases):
        desk.take(bundle(AMAL, PLAN, REFERRAL))
    assert counts() == before


def test_two_imports_of_one_file_at_once_make_one_course(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.take(whole_plan())
    before = counts()
    nothing: Callable[..., Any] = lambda **_: Imported.objects.none()  # noqa: E731  the other import had not been committed when this one looked
    monkeypatch.setattr(Imported.objects, "filter", nothing)
    with pytest.raises(FileInUse):
        desk.take(whole_plan())
    assert counts() == before


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"resourceType": "Nothing"}', b"x" * 1_000_000])
def test_no_bytes_crash_the_import(desk: Desk, data: bytes) -> None:
    before = counts()
    assert "exit 1: Nothing was stored." in desk.run(data)
    assert counts() == before


def test_a_file_that_is_not_there_is_said_so(desk: Desk) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_fhir", "/nowhere/file.json", "--programme", desk.code, "--referrer", desk.emails["cleo"])


def test_the_imported_visit_opens_as_a_plan_page_for_its_professional(desk: Desk) -> None:
    desk.run((EXAMPLES / "CarePlan-gpvisit.json").read_bytes(), by="bo")
    (bo,) = desk.courses("bo")
    (goal,) = current_plan(actor=bo, case_id=bo.case_id).goals
    client = Client()
    client.force_login(account(desk.cast.bo.person_id, "Bo"))
    for path in ("", "plan/", "notes/"):
        answer = client.get(f"/course/{bo.case_id}/{path}")
        assert answer.status_code == 200, path
    page = client.get(f"/course/{bo.case_id}/plan/").content.decode()
    assert goal.text in page
    other = Client()
    other.force_login(account(desk.cast.dag.person_id, "Dag"))
    assert other.get(f"/course/{bo.case_id}/plan/").status_code == 404


def test_on_the_demos_folder_a_file_comes_in_by_its_name_alone_and_elsewhere_it_asks_where(desk: Desk) -> None:
    desk.file.write_bytes((EXAMPLES / "CarePlan-gpvisit.json").read_bytes())
    with override_settings(FHIR_INTO=("", "")), pytest.raises(CommandError, match="Say where it comes in and for whom"):
        call_command("import_fhir", str(desk.file))
    out = StringIO()
    with override_settings(FHIR_INTO=(desk.code, desk.emails["cleo"])):
        call_command("import_fhir", str(desk.file), stdout=out)
    assert f"Into the programme {desk.code}, for {desk.emails['cleo']}" in out.getvalue() and "1 open courses came in" in out.getvalue()
