"""A third round of attacks, on what came last: second signers, mandates, letters that take two, treatment steps, jobs that wait."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from roundtable.casework.plans.actions import GoalWords, NewStep, mark_step, write_goal
from roundtable.casework.plans.queries import StepView, current_plan
from roundtable.casework.plans.rules.content import GoalKind, StepKind, StepState
from roundtable.casework.plans.tests.scene import family
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import through
from roundtable.ground.disclosure.actions import close_for, countersign, disclose_on_ground, give_mandate, open_to_manager
from roundtable.ground.disclosure.queries import to_countersign
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.people.actions import invite
from roundtable.ground.people.models import ContactDetails
from roundtable.ground.programmes.actions import write_about_me
from roundtable.ground.programmes.models import Membership
from roundtable.ground.seats.actions import end_all_seats, end_seat, open_case, seat_person, write_words
from roundtable.ground.seats.queries import words
from roundtable.ground.seats.rules import confidence, table
from roundtable.kernel.refusal import NotHere
from tests.cast import Cast, Member, build_cast, person
from tests.privacy.test_attacks_sql_more import FORGED_HATS, ask, refused

QUIET = "said to Bo alone"


def _signing(member: Member, case_id: UUID | None) -> Actor:
    return Actor(member.person_id, Hat.PROFESSIONAL, member.authority, case_id, Purpose.COUNTERSIGN)


def test_the_second_signer_reads_the_confidence_she_signs_for_and_nobody_else_does() -> None:
    cast = build_cast()
    bo = cast.at_table(cast.bo)
    item = write_words(actor=bo, case_id=cast.case_id, place=confidence(), kind="note", body=QUIET).item_id
    asked = disclose_on_ground(
        actor=bo, case_id=cast.case_id, item_id=item, to_seat_id=cast.seats["cleo"], paragraph="§ 43", necessity="Nothing less will do",
        countersigner_id=cast.ida.person_id, until_on=(datetime.now(UTC) + timedelta(days=5)).date(),
    ).disclosure_id  # fmt: skip
    ida = _signing(cast.ida, None)
    assert [view.body for view in to_countersign(actor=ida, disclosure_id=asked).items] == [QUIET]
    for other in (cast.jon, cast.eve, cast.gro, cast.cleo, cast.dag):
        for actor in (_signing(other, cast.case_id), other.on(cast.case_id)):
            assert words(actor=actor, item_ids=[item]) == ()
            assert ask(str(actor.login), other.person_id, "professional", None, "countersign", ("SELECT * FROM seats_itemkey",)) == []
    countersign(actor=ida, disclosure_id=asked, yes=True)
    assert words(actor=ida, item_ids=[item]) == ()
    assert [view.body for view in words(actor=cast.at_table(cast.cleo), item_ids=[item])] == [QUIET]


def _step(actor: Actor, case_id: UUID) -> StepView:
    return next(step for step in current_plan(actor=actor, case_id=case_id, log=False).steps if step.kind == StepKind.CARE)


def _mark(actor: Actor, case_id: UUID, reason: str) -> None:
    step = _step(actor, case_id)
    mark_step(actor=actor, case_id=case_id, step_id=step.id, revision=step.revision, state=StepState.NOT_DONE, reason=reason)


@pytest.mark.parametrize("named", ["by the goal", "by the step"])
def test_how_far_jos_treatment_is_reaches_neither_parent(named: str) -> None:
    case_id, (mia, per, jo, bo, cleo, sam) = family(build_cast())
    owner, doer = (jo.person_id, bo.person_id) if named == "by the goal" else (bo.person_id, jo.person_id)
    steps = [NewStep("Talk every week", StepKind.CARE, doer)]
    write_goal(actor=bo, case_id=case_id, goal_id=uuid4(), words=GoalWords(GoalKind.TREATMENT, "Sleep again", owner), steps=steps)
    for actor, reason in ((bo, "stayed away"), (jo, "was afraid")):
        _mark(actor, case_id, reason)
        assert [_step(reader, case_id).state_reason for reader in (jo, bo)] == [reason] * 2
        for other in (mia, per, sam, cleo):
            assert (_step(other, case_id).state, _step(other, case_id).state_reason) == (StepState.OPEN, "")
    for parent in (mia, per):
        with pytest.raises(ActRefused):
            _mark(parent, case_id, "as I see it")


def test_what_one_of_a_family_says_of_a_step_that_names_nobody_the_others_do_not_read() -> None:
    case_id, (mia, per, jo, bo, _, _) = family(build_cast())
    steps = [NewStep("Talk together", StepKind.CARE, bo.person_id)]
    write_goal(actor=bo, case_id=case_id, goal_id=uuid4(), words=GoalWords(GoalKind.TREATMENT, "Calm evenings", bo.person_id), steps=steps)
    _mark(jo, case_id, "was afraid")
    assert [_step(reader, case_id).state_reason for reader in (jo, bo, mia, per)] == ["was afraid", "was afraid", "", ""]
    _mark(bo, case_id, "moved to May")
    assert {_step(reader, case_id).state_reason for reader in (jo, bo, mia, per)} == {"moved to May"}


def _manager(cast: Cast, organisation_id: UUID, role_id: UUID) -> UUID:
    who = person("Lis")
    with through("loader"):
        Membership.objects.create(
            programme_id=cast.programme_id, person_id=who, organisation_id=organisation_id, role_id=role_id, manages=True
        )
    return who


def test_whoever_the_other_sides_login_claims_to_be_no_seat_mandate_or_letter_is_shown() -> None:
    cast = build_cast(ida_seated=True)
    lis = _manager(cast, cast.health_id, cast.ida.role_id)
    until = datetime.now(UTC) + timedelta(days=3)
    leading = cast.gro.leading(cast.case_id)
    mandate_id = give_mandate(actor=leading, case_id=cast.case_id, person_id=lis, ground="complaint", until_at=until)
    told = write_words(actor=cast.amal, case_id=cast.case_id, place=confidence(cast.bo.person_id), kind="note", body=QUIET).item_id
    open_to_manager(actor=cast.amal, mandate_id=mandate_id, item_ids=[told])
    asks = ("SELECT guard.ask_letter(%s, %s)", uuid4(), cast.amal_id)
    letter = ask("web_care", cast.bo.person_id, "professional", None, "case", asks)[0][0]
    shown = (
        "SELECT (SELECT count(*) FROM seats_seat), (SELECT count(*) FROM seats_mandate), (SELECT count(*) FROM people_letterask),"
        " (SELECT count(*) FROM guard.letter_seconds(%s)), (SELECT count(*) FROM seats_mandateyes),"
        " (SELECT count(*) FROM guard.managed_cases(NULL, 200))"
    )
    care = (cast.amal_id, cast.bo.person_id, cast.ida.person_id, cast.gro.person_id, lis)
    claims = [(who, "web_authority") for who in care] + [(who, "web_care") for who in (cast.cleo.person_id, cast.amal_id)]
    for who, login in claims:
        for hat in FORGED_HATS:
            for purpose in ("case", "countersign", "team"):
                assert ask(login, who, hat, None, purpose, (shown, letter)) == [(0,) * 6], (login, hat, purpose)
    assert ask("web_care", cast.bo.person_id, "professional", None, "case", ("SELECT name FROM people_letterask",)) == [("Amal Test",)]
    assert ask("web_care", lis, "line_manager", None, "case", ("SELECT ground FROM seats_mandate",)) == [("complaint",)]
    assert ask("web_care", lis, "line_manager", None, "case", ("SELECT item_id FROM seats_mandateyes",)) == [(told,)]


def test_an_organisation_that_left_the_table_gives_itself_no_look_at_it() -> None:
    cast = build_cast()
    lis, kim = (_manager(cast, cast.jobcentre_id, cast.cleo.role_id) for _ in range(2))
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["cleo"])
    later = write_words(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, place=table(), kind="note", body="without the jobcentre"
    ).item_id
    gives = ("SELECT * FROM guard.give_mandate(%s, %s, %s, 'supervision', now() + interval '9 days')", uuid4(), cast.case_id, lis)
    assert "not_here" in refused("web_authority", kim, "line_manager", None, "case", gives)
    assert ask("web_authority", lis, "line_manager", cast.case_id, "case", ("SELECT body FROM seats_text WHERE item_id = %s", later)) == []
    # after a course is closed a complaint can still be looked into, by who sat there to the end
    end_all_seats(actor=cast.at_table(cast.bo), case_id=cast.case_id)
    assert "not_here" in refused("web_authority", kim, "line_manager", None, "case", gives)
    hal, hans = (_manager(cast, cast.health_id, cast.bo.role_id) for _ in range(2))
    assert ask("web_care", hal, "line_manager", None, "case", (gives[0], uuid4(), cast.case_id, hans)) == [(cast.amal_id,)]


def test_who_sits_beside_somebody_is_handed_no_letter_that_opens_their_own_course() -> None:
    cast = build_cast()
    finn = person("Finn")
    seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    assert invite(actor=cast.amal, person_id=finn).kind == "citizen"
    own = open_case(actor=cast.gro.leading(), programme_id=cast.programme_id, citizen_ids=[finn])
    for actor in (cast.amal, cast.at_table(cast.bo)):
        with pytest.raises((NotHere, ActRefused)):
            invite(actor=actor, person_id=finn)
    assert invite(actor=cast.gro.on(own), person_id=finn).kind == "citizen"


@pytest.mark.parametrize("login", ["web_citizen", "web_care", "web_authority"])
def test_no_login_of_the_web_sets_a_job_aside_that_runs_every_hour(login: str) -> None:
    cast = build_cast()
    who, hat = {
        "web_citizen": (cast.amal_id, "citizen"),
        "web_care": (cast.bo.person_id, "professional"),
        "web_authority": (cast.cleo.person_id, "professional"),
    }[login]
    for task in ("disclosure.ended_keys", "disclosure.unsigned", "people.throw_away_the_old"):
        aside = ("SELECT guard.enqueue(%s, '{}', 'default', now() + interval '50 years', %s)", task, task)
        assert "not_a_job" in refused(login, who, hat, None, "case", aside)
    own = ("SELECT guard.enqueue('notes.tidy_drafts', '{}', 'default', now() + interval '1 day', %s) > 0", f"drafts:{who}:{hat}")
    assert ask(login, who, hat, None, "case", own) == [(True,)]


def test_nobody_confirms_or_rewords_in_another_name_past_the_code() -> None:
    """Cleo, with SQL of her own: not Amal's yes to her goal, not new words under Amal's yes, not a goal of Bo's born confirmed."""
    cast = build_cast()
    goal_id = uuid4()
    words_of_amal = GoalWords(GoalKind.PERSONAL, "Mornings without fear", cast.amal_id)
    write_goal(actor=cast.at_table(cast.bo), case_id=cast.case_id, goal_id=goal_id, words=words_of_amal)
    cleo = ("web_authority", cast.cleo.person_id, "professional", cast.case_id, "plan")
    for attack in (
        "UPDATE plans_goal SET confirmed_at = now() WHERE id = %s RETURNING id",
        "UPDATE plans_goal SET confirmed_at = now(), text = 'Any work' WHERE id = %s RETURNING id",
    ):
        assert "nobody confirms the words of somebody else" in refused(*cleo, (attack, goal_id))
    write_goal(actor=cast.amal, case_id=cast.case_id, goal_id=goal_id, words=words_of_amal, revision=1)
    reword = ("UPDATE plans_goal SET text = 'Any work' WHERE id = %s RETURNING id", goal_id)
    assert "nobody confirms the words of somebody else" in refused(*cleo, reword)
    opened = ("UPDATE plans_goal SET text = 'Any work', confirmed_at = NULL WHERE id = %s RETURNING id", goal_id)
    assert len(ask(*cleo, opened)) == 1  # to write for somebody is open to the table; it stands as not confirmed


def test_whoever_a_login_claims_to_be_it_learns_no_news_no_closing_and_no_birthday_and_writes_nobodys_page() -> None:
    cast = build_cast(ida_seated=True)
    notify(actor=cast.amal, person_ids=[cast.bo.person_id, cast.cleo.person_id], case_id=cast.case_id, kind=NoticeKind.NEWS)
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.ida.person_id)
    born = person("Max", "Known")
    with through("loader"):
        ContactDetails.objects.create(person_id=born, phone="55 55 55 55")
    write_about_me(actor=cast.bo.on(None), hours="Mon", i_decide="", i_do_not_decide="", my_judgement="", my_organisation_needs="")
    counts = (
        "SELECT (SELECT count(*) FROM notices_notice), (SELECT count(*) FROM seats_block), (SELECT count(*) FROM people_contactdetails {})"
    )
    shown = (counts.format("WHERE person_id = %s"), born)
    care = [(who, "web_authority") for who in (cast.amal_id, cast.bo.person_id, cast.ida.person_id, born)]
    for who, login in [*care, (cast.cleo.person_id, "web_care"), (born, "web_care"), (cast.bo.person_id, "web_citizen")]:
        for hat in FORGED_HATS:
            assert ask(login, who, hat, None, "case", shown) in ([], [(0, 0, 0)]), (login, hat)
    rewords = ("UPDATE programmes_aboutme SET hours = 'never' WHERE person_id = %s RETURNING 1", cast.bo.person_id)
    for hat in ("professional", "team_leader", "guest"):
        assert ask("web_authority", cast.bo.person_id, hat, None, "case", rewords) == []
    assert ask("web_care", cast.bo.person_id, "professional", None, "case", rewords) == [(1,)]
    assert ask("web_care", cast.bo.person_id, "professional", None, "case", ("SELECT count(*) FROM notices_notice",)) == [(1,)]


def test_a_guest_works_nowhere_and_keeps_no_draft() -> None:
    cast = build_cast()
    for login, who in (("web_care", cast.bo.person_id), ("web_authority", cast.bo.person_id), ("web_care", person("Kim"))):
        assert ask(login, who, "guest", None, "case", ("SELECT guard.works_somewhere()",)) == [
            (login == "web_care" and who == cast.bo.person_id,)
        ]
