"""One course with words of every kind in every place, each with a word of its own that says who may read it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.test import Client

from roundtable.casework.afterwards.actions import NewTask, answer_after, write_tasks
from roundtable.casework.afterwards.rules import Reply
from roundtable.casework.afterwards.tests.conftest import days_ago
from roundtable.casework.assessments.actions import bring_lines, open_early, save_lines
from roundtable.casework.assessments.rules import WorkAbility
from roundtable.casework.casefile.actions import name_representative
from roundtable.casework.cases.actions import close_case, name_bridge, replace_professional, write_read_first
from roundtable.casework.cases.queries import case_phase
from roundtable.casework.cases.rules import Outcome, Told
from roundtable.casework.cowriting.actions import open_sheet, write_box
from roundtable.casework.cowriting.queries import sheet_of
from roundtable.casework.cowriting.rules import BoxKind
from roundtable.casework.guests.actions import invite_guest
from roundtable.casework.guests.rules import Who
from roundtable.casework.notes.actions import correct_note, mark_contact, record_contact, save_draft, write_message, write_note
from roundtable.casework.notes.rules import ContactHow, ContactState, DraftFor
from roundtable.casework.pairs.actions import say_away
from roundtable.casework.plans.actions import (
    GoalWords,
    NewLink,
    NewStep,
    answer_plan,
    call_for_answers,
    mark_step,
    say,
    set_return,
    write_goal,
    write_steps,
)
from roundtable.casework.plans.queries import current_plan, steps_to_ask
from roundtable.casework.plans.rules.agreement import AnswerKind, GoalAnswer
from roundtable.casework.plans.rules.content import GoalKind, ReturnKind, SayingKind, StepKind, StepState
from roundtable.casework.referrals.actions import (
    accept_referral,
    decline_referral,
    return_referral,
    send_referral,
    write_referral,
)
from roundtable.casework.referrals.rules.draft import ConsentHow, NewCitizen, ReferralDraft
from roundtable.casework.roundtables.actions import (
    NewLine,
    add_point,
    answer_invitation,
    call_roundtable,
    cancel_roundtable,
    correct_line,
    correct_minutes,
    give_meeting,
    hold_roundtable,
    invite_companion,
    keep_out_of_meeting,
    move_roundtable,
    wish_for_meeting,
    write_lines,
)
from roundtable.casework.roundtables.rules import Answer, Channel, Section, Why
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.disclosure.actions import (
    answer_may_i,
    ask_for_something,
    ask_to_share,
    close_for,
    countersign,
    disclose_on_ground,
    note_yes_aloud,
    release_items,
    reply_to_request,
    withdraw_release,
)
from roundtable.ground.people.actions import keep_form
from roundtable.ground.programmes.actions import write_about_me
from roundtable.ground.seats.queries import seats_on
from roundtable.ground.seats.rules import Place, ScopeKind, confidence, own, side, table, team
from tests.cast import Cast, Member, account, build_people, person

TABLE = ("amal", "bo", "ida", "cleo", "hanne")
HEALTH = ("amal", "bo", "ida")
WORK = ("amal", "cleo")
STAFF = ("bo", "cleo", "ida", "dag", "eve", "jon", "gro")
CITIZENS = ("amal", "finn", "hanne", "max", "tea")
ALL = (*CITIZENS, *STAFF)
SEALED = ("own", "confidence", "draft")
"""Places whose words stand nowhere in plain, not even in the database."""


@dataclass(frozen=True)
class Canary:
    """A word that stands in one text only. `readers`: who may ever be shown it; `place`: where the text stands."""

    word: str
    readers: frozenset[str]
    place: str
    what: str


@dataclass
class World:
    """The course, its people, their words, and what fills the addresses."""

    cast: Cast
    case_id: UUID
    people: dict[str, UUID]
    salt: str = "a"
    canaries: dict[str, Canary] = field(default_factory=dict)
    items: dict[str, UUID] = field(default_factory=dict)
    cases: dict[str, UUID] = field(default_factory=dict)
    seats: dict[str, UUID] = field(default_factory=dict)
    disclosures: dict[str, UUID] = field(default_factory=dict)
    secret: str = ""

    def word(self, what: str, place: str, *readers: str) -> str:
        """A text of one word that only these may read."""
        number = len(self.canaries)
        letters = "".join("bcdfghjklm"[int(digit)] for digit in f"{number:03d}")
        word = f"qua{self.salt}{letters}{self.cast.programme_id.hex[:6].translate(_LETTERS)}"
        self.canaries[word] = Canary(word, frozenset(readers), place, what)
        return word

    def table_word(self, what: str) -> str:
        return self.word(what, "table", *TABLE)

    def actor(self, name: str, purpose: Purpose = Purpose.CASE, case: str = "main") -> Actor:
        """Somebody in the hat they wear at a table."""
        case_id = self.cases[case]
        if name in ("amal", "sol", "rae", "tea"):
            return Actor(self.people[name], Hat.CITIZEN, False, case_id, purpose)
        if name == "finn":
            return Actor(self.people[name], Hat.COMPANION, False, case_id, purpose)
        if name == "hanne":
            return Actor(self.people[name], Hat.REPRESENTATIVE, False, case_id, purpose)
        member: Member = getattr(self.cast, name)
        return member.on(case_id, purpose)

    def client(self, name: str, **more: bool) -> Client:
        """Somebody's browser, signed in; nobody's for `anonymous`."""
        client = Client(**more)
        client.raise_request_exception = False
        if name != "anonymous":
            client.force_login(account(self.people[name], name.title(), kind="staff" if name in STAFF else "citizen"))
        return client


_LETTERS = str.maketrans("0123456789", "npqrstvwxz")
SOON = datetime.now(UTC).date() + timedelta(days=12)


def build_world(salt: str = "a") -> World:
    """Everything there is to write, written by ordinary acts."""
    cast = build_people()
    people = {name: getattr(cast, name).person_id for name in STAFF}
    people["max"] = person("Max", "Test")
    world = World(cast, UUID(int=0), people, salt)
    _referrals(world)
    _companion(world)
    _representative(world)
    _about(world)
    _notes(world)
    _sharing(world)
    _law(world)
    _plan(world)
    _meetings(world)
    _bring(world)
    _given(world)
    _guest(world)
    _ended(world)
    _away(world)
    _second_table(world)
    world.items["kept"] = keep_form(
        account_id=account(people["bo"], "Bo").id,
        path=f"/course/{world.case_id}/write/",
        fields=f"body={world.word('kept form', 'confidence', 'bo')}",
    )
    return world


def _refer(world: World, key: str, name: str, readers: Iterable[str]) -> UUID:
    sent = send_referral(
        actor=world.cast.cleo.on(None, Purpose.REFERRAL),
        referral_id=uuid4(),
        programme_id=world.cast.programme_id,
        citizens=[
            NewCitizen(name, "Test", date(1980, 1, 1), "70 11 22 33", "", ConsentHow.ORALLY, datetime.now(UTC).date() - timedelta(days=2))
        ],
        text=world.word(f"referral of {name}", "table", *readers),
    )
    world.cases[key] = sent.case_id
    world.people[name.lower()] = sent.citizen_ids[0]
    return sent.case_id


def _accept(world: World, key: str, *members: str, to_come: str = "") -> None:
    case_id = world.cases[key]
    ids = [world.people[name] for name in members]
    accept_referral(actor=world.cast.gro.intake(case_id), case_id=case_id, person_ids=ids, seen=1, to_come=to_come)


def _referrals(world: World) -> None:
    world.case_id = world.cast.case_id = _refer(world, "main", "Amal", TABLE)
    world.cast.amal_id = world.people["amal"]
    _accept(world, "main", "bo", "cleo", "ida", to_come=world.word("who is still to come", "table", *TABLE, "gro"))
    for seat in seats_on(actor=world.actor("amal"), case_ids=[world.case_id]):
        if seat.live:
            world.seats[{who: name for name, who in world.people.items()}[seat.person_id]] = seat.seat_id
    _refer(world, "waiting", "Oda", ("cleo", "gro"))
    _refer(world, "other", "Ove", ("cleo", "gro"))
    declined, returned = _refer(world, "declined", "Nils", ("cleo", "gro")), _refer(world, "returned", "Pia", ("cleo", "gro"))
    why = world.word("why declined", "table", "cleo", "gro")
    decline_referral(actor=world.cast.gro.intake(declined), case_id=declined, seen=1, reason=why)
    why = world.word("why returned", "table", "cleo", "gro")
    return_referral(actor=world.cast.gro.intake(returned), case_id=returned, seen=1, reason=why)
    world.items["referral_draft"] = uuid4()
    text = world.word("referral draft", "draft", "cleo")
    names = NewCitizen(world.word("name in a referral draft", "draft", "cleo"))
    write_referral(
        actor=world.cast.cleo.on(None, Purpose.REFERRAL),
        draft=ReferralDraft(world.cast.programme_id, (names,), text),
        item_id=world.items["referral_draft"],
    )


def _companion(world: World) -> None:
    name = world.word("companion's name", "person", *TABLE, "finn", "gro").title()
    invited = invite_companion(actor=world.actor("amal"), case_id=world.case_id, given_name="Finn", family_name=name)
    world.people["finn"], world.seats["finn"] = invited.person_id, invited.seat_id


def _representative(world: World) -> None:
    """Hanne reads for Amal what the table and the team read; nothing of one organisation's own, no confidence, no notebook."""
    name = world.word("name of who acts for her", "person", *TABLE, "finn", "gro").title()
    world.seats["hanne"] = name_representative(
        actor=world.actor("amal"), case_id=world.case_id, given_name="Hanne", family_name=name, until_on=SOON, once=uuid4(),
        places=[ScopeKind.TEAM],
    )  # fmt: skip
    seats = seats_on(actor=world.actor("amal"), case_ids=[world.case_id])
    world.people["hanne"] = next(seat.person_id for seat in seats if seat.seat_id == world.seats["hanne"])


def _about(world: World) -> None:
    for name in ("bo", "cleo"):
        said = {
            field: world.word(f"{name}: {field}", "person", "amal", "finn", "hanne", *STAFF, "sol", "rae", "tea")
            for field in ("hours", "i_decide", "i_do_not_decide", "my_judgement", "my_organisation_needs")
        }
        write_about_me(actor=getattr(world.cast, name).on(None), **said)


PLACES = {
    ("bo", "confidence"): (confidence(), ("amal", "bo")),
    ("bo", "side"): (side(), HEALTH),
    ("bo", "team"): (team(), TABLE),
    ("bo", "table"): (table(), TABLE),
    ("ida", "confidence"): (confidence(), ("amal", "ida")),
    ("cleo", "confidence"): (confidence(), WORK),
    ("cleo", "side"): (side(), WORK),
    ("amal", "own"): (own(), ("amal",)),
}


def _note(world: World, name: str, place: Place, kind: str, readers: Iterable[str]) -> UUID:
    def word(what: str) -> str:
        return world.word(f"{name}'s {what} ({kind})", kind, *readers)

    written = write_note(
        actor=world.actor(name), case_id=world.case_id, place=place, body=word("note"), headline=word("headline"), line=word("line")
    )
    correct_note(actor=world.actor(name), item_id=written.item_id, reason=word("reason"), body=word("correction"))
    return written.item_id


def _notes(world: World) -> None:
    for (name, kind), (place, readers) in PLACES.items():
        world.items[f"{name} {kind}"] = _note(world, name, place, kind, readers)
    for one, other in (("amal", "bo"), ("bo", "amal"), ("amal", "cleo"), ("cleo", "amal"), ("ida", "amal")):
        body = world.word(f"message {one} to {other}", "confidence", one, other)
        actor = world.actor(one, Purpose.MESSAGES)
        world.items[f"{one}-{other}"] = write_message(actor=actor, case_id=world.case_id, to_id=world.people[other], body=body).item_id
    drafts = (
        ("amal", DraftFor.NOTEBOOK, None),
        ("amal", DraftFor.MESSAGE, "bo"),
        ("bo", DraftFor.NOTE, None),
        ("cleo", DraftFor.NOTE, None),
    )
    for name, made_for, to in drafts:
        said = {part: world.word(f"{name}'s draft {part}", "draft", name) for part in ("headline", "body", "line")}
        made = save_draft(actor=world.actor(name), case_id=world.case_id, made_for=made_for, to_id=world.people[to] if to else None, **said)
        world.items[f"draft {name}"] = made.item_id
    _contacts(world)


def _contacts(world: World) -> None:
    begins = datetime.now(UTC) + timedelta(days=3)
    for name, kind, how in (
        ("bo", "side", ContactHow.TREATMENT),
        ("bo", "confidence", ContactHow.TALK),
        ("cleo", "table", ContactHow.PHONE),
    ):
        place, readers = {"side": (side(), HEALTH), "confidence": (confidence(), ("amal", "bo")), "table": (table(), TABLE)}[kind]
        line = world.word(f"{name}'s contact ({kind})", kind, *readers)
        made = record_contact(
            actor=world.actor(name),
            case_id=world.case_id,
            place=place,
            how=how,
            state=ContactState.PLANNED,
            begins_at=begins,
            people=[world.people["amal"]],
            line=line,
        )
        world.items[f"contact {name} {kind}"] = made.item_id
    mark_contact(actor=world.actor("bo"), item_id=world.items["contact bo side"], state=ContactState.DID_NOT_COME)


def _sharing(world: World) -> None:
    def write(what: str, name: str, place: Place, kind: str, *readers: str) -> UUID:
        return write_note(actor=world.actor(name), case_id=world.case_id, place=place, body=world.word(what, kind, *readers)).item_id

    amal, bo, cleo = (world.actor(name, Purpose.SHARE) for name in ("amal", "bo", "cleo"))
    shared = write("notebook, shared with Cleo", "amal", own(), "own", "amal", "cleo")
    held = write("confidence, shared with Cleo", "bo", confidence(), "confidence", "amal", "bo", "cleo")
    acts = write("confidence, shared with Hanne", "bo", confidence(), "confidence", "amal", "bo", "hanne")
    release_items(actor=amal, case_id=world.case_id, item_ids=[acts], to_seat_id=world.seats["hanne"], purpose="support")
    back = write("confidence, shared and taken back", "bo", confidence(), "confidence", "amal", "bo")
    given = {"case_id": world.case_id, "to_seat_id": world.seats["cleo"], "purpose": "plan"}
    world.disclosures["live"] = release_items(actor=amal, item_ids=[shared, held], **given).disclosure_id
    world.disclosures["ended"] = release_items(actor=amal, item_ids=[back], **given).disclosure_id
    withdraw_release(actor=amal, case_id=world.case_id, disclosure_id=world.disclosures["ended"])
    asked = {}
    for key, readers in {"waiting": (), "yes": ("cleo",), "other_words": (), "no": (), "aloud": ("cleo",)}.items():
        said = {part: world.word(f"may I, {key}: {part}", "confidence", "amal", "bo", *readers) for part in ("headline", "body")}
        asked[key] = ask_to_share(actor=bo, case_id=world.case_id, to_seat_id=world.seats["cleo"], **said)
    world.items["may_i"] = asked["waiting"]
    hers = {part: world.word(f"may I, her {part}", "confidence", "amal", "bo", "cleo") for part in ("headline", "body")}
    for key in ("yes", "no", "other_words"):
        more = hers if key == "other_words" else {}
        answer_may_i(actor=amal, case_id=world.case_id, item_id=asked[key], answer=key, **more)
    note_yes_aloud(actor=bo, case_id=world.case_id, item_id=asked["aloud"])
    for key in ("open", "replied"):
        said = {part: world.word(f"request, {key}: {part}", "team", *TABLE) for part in ("headline", "body")}
        world.items[f"request {key}"] = ask_for_something(actor=cleo, case_id=world.case_id, to_person_id=world.people["bo"], **said)
    reply = world.word("reply", "team", *TABLE)
    reply_to_request(actor=bo, case_id=world.case_id, item_id=world.items["request replied"], body=reply)


def _law(world: World) -> None:
    for key, readers in {"signed": ("cleo", "jon"), "unsigned": ("jon",)}.items():
        body = world.word(f"by law, {key}", "side", *HEALTH, *readers)
        item = write_note(actor=world.actor("bo"), case_id=world.case_id, place=side(), body=body).item_id
        shared = disclose_on_ground(
            actor=world.actor("bo", Purpose.SHARE),
            case_id=world.case_id,
            item_id=item,
            to_seat_id=world.seats["cleo"],
            paragraph=f"§ 43 {world.word(f'paragraph, {key}', 'side', *HEALTH, *readers, 'jon')}",
            necessity=world.word(f"necessity, {key}", "side", *HEALTH, "jon"),
            countersigner_id=world.people["jon"],
            until_on=SOON,
        )
        world.disclosures[key] = shared.disclosure_id
    jon = world.cast.jon.on(world.case_id, Purpose.COUNTERSIGN)
    countersign(actor=jon, disclosure_id=world.disclosures["signed"], yes=True)


def _plan(world: World) -> None:
    amal, bo, cleo = (world.actor(name, Purpose.PLAN) for name in ("amal", "bo", "cleo"))
    case_id, text = world.case_id, world.table_word
    shared, sleep, mine = uuid4(), uuid4(), uuid4()
    world.items |= {"goal": sleep, "shared_goal": shared, "own goal": mine}
    write_goal(
        actor=bo, case_id=case_id, goal_id=shared, words=GoalWords(GoalKind.SHARED, text("shared goal")), own_words=text("Bo's own words")
    )
    said = {part: text(f"goal's {part}") for part in ("gives", "fears", "protection")}
    write_goal(
        actor=bo,
        case_id=case_id,
        goal_id=sleep,
        words=GoalWords(GoalKind.TREATMENT, text("treatment goal"), world.people["bo"], **said),
        steps=[NewStep(text("care step"), StepKind.CARE, world.people["bo"], by_when=text("care step's when"))],
        links=[NewLink(True, None, text("supports")), NewLink(False, shared, text("does not support"))],
    )
    write_goal(actor=amal, case_id=case_id, goal_id=mine, words=GoalWords(GoalKind.PERSONAL, text("personal goal"), world.people["amal"]))
    say(actor=amal, case_id=case_id, kind=SayingKind.OWN_WORDS, text=text("Amal's own words"), goal_id=shared)
    say(actor=cleo, case_id=case_id, kind=SayingKind.HELP, text=text("Cleo's help"), goal_id=sleep)
    say(actor=amal, case_id=case_id, kind=SayingKind.WORK_GIVES, text=text("what work gives"))
    for actor, name in ((amal, "Amal"), (cleo, "Cleo")):
        say(actor=actor, case_id=case_id, kind=SayingKind.WENT_WELL, text=text(f"how {name} would see that it went well"))
    write_steps(actor=cleo, case_id=case_id, steps=[NewStep(text("work step"), StepKind.WORK, world.people["cleo"])], once=uuid4())
    now = current_plan(actor=bo, case_id=case_id, log=False)
    set_return(actor=bo, case_id=case_id, revision=now.back_revision, kind=ReturnKind.OPEN, on=SOON, when=text("when back"))
    _answers(world, sleep)
    _answers(world, sleep)
    _steps(world)
    write_steps(actor=bo, case_id=case_id, steps=[NewStep(text("step for Una"), StepKind.DAILY)], once=uuid4())
    dated = NewStep(text("step with a day"), StepKind.WORK, world.people["cleo"], by_on=SOON)
    write_steps(actor=cleo, case_id=case_id, steps=[dated], once=uuid4())
    say_again = text("Bo's help, not asked about yet")
    say(actor=bo, case_id=case_id, kind=SayingKind.HELP, text=say_again, goal_id=sleep)
    call_for_answers(actor=bo, case_id=case_id, call_id=uuid4())


def _answers(world: World, goal: UUID) -> None:
    """Everybody is asked and answers, with reasons; the last answer fixes a version. A change first, so that there is something to ask."""
    text = world.table_word
    bo = world.actor("bo", Purpose.PLAN)
    write_steps(actor=bo, case_id=world.case_id, steps=[NewStep(text("one more step"), StepKind.DAILY)], once=uuid4())
    call_id = call_for_answers(actor=bo, case_id=world.case_id, call_id=uuid4())
    call = current_plan(actor=bo, case_id=world.case_id, log=False).call
    names = {str(who): name for name, who in world.people.items()}
    for party in call.waiting:
        name = names[party.person]
        answer_plan(
            actor=world.actor(name, Purpose.PLAN),
            case_id=world.case_id,
            call_id=call_id,
            answer_id=uuid4(),
            answer=AnswerKind.YES_BUT,
            reason=text(f"{name}'s reason"),
            own_words=text(f"{name}'s own words in the answer"),
            exceptions=[GoalAnswer(str(goal), AnswerKind.NO, text(f"{name}'s exception"))],
        )


def _steps(world: World) -> None:
    bo = world.actor("bo", Purpose.PLAN)
    for step in current_plan(actor=bo, case_id=world.case_id, log=False).steps:
        care = step.kind == StepKind.CARE
        reason = world.word("care step's reason", "side", *HEALTH) if care else world.table_word("step's reason")
        mark_step(actor=bo, case_id=world.case_id, step_id=step.id, revision=step.revision, state=StepState.NOT_DONE, reason=reason)
        world.items["step"] = step.id


def _guest(world: World) -> None:
    """Una, a volunteer, is asked by a link to the one step that is not done yet, and reads a point that Amal lets her read."""
    amal = world.actor("amal", Purpose.SHARE)
    (world.items["open step"],) = (one.id for one in steps_to_ask(actor=amal, case_id=world.case_id) if one.by_on is None)
    point = add_point(actor=amal, case_id=world.case_id, text=world.word("point for Una", "table", *TABLE, "una"))
    asked = invite_guest(
        actor=amal,
        case_id=world.case_id,
        name="Una",
        who=Who.VOLUNTEER,
        text=world.word("what Una is asked", "team", *TABLE, "una"),
        item_ids=[point],
        step_id=world.items["open step"],
    )
    world.items["guest link"], world.secret = asked.link_id, asked.secret


def _call(world: World, what: str) -> tuple[UUID, int]:
    place = world.table_word(f"place of the {what} meeting")
    called = call_roundtable(
        actor=world.actor("bo", Purpose.MEETING),
        case_id=world.case_id,
        on=SOON,
        clock=time(10, 0),
        minutes=60,
        channel=Channel.IN_PERSON,
        place=place,
    )
    return called.roundtable_id, called.version


def _meetings(world: World) -> None:
    amal, bo, cleo = (world.actor(name, Purpose.MEETING) for name in ("amal", "bo", "cleo"))
    case_id, text = world.case_id, world.table_word
    first, version = _call(world, "cancelled")
    cancel_roundtable(actor=bo, case_id=case_id, roundtable_id=first, version=version, why=Why.OTHER, text=text("why cancelled"))
    second, version = _call(world, "moved")
    moved = move_roundtable(
        actor=bo,
        case_id=case_id,
        roundtable_id=second,
        version=version,
        on=SOON + timedelta(days=1),
        clock=time(11, 0),
        minutes=60,
        channel=Channel.IN_PERSON,
        place=text("new place"),
        text=text("why moved"),
    )
    for actor, answer in ((amal, Answer.COMES), (cleo, Answer.CANNOT)):
        answer_invitation(
            actor=actor, case_id=case_id, roundtable_id=second, version=moved.version, answer=answer, text=text("answer to the call")
        )
    wish_for_meeting(actor=amal, case_id=case_id, text=text("wish"))
    kept = world.word("topic for Bo", "confidence", "amal", "bo")
    keep_out_of_meeting(actor=amal, case_id=case_id, text=kept, chosen=[world.people["bo"]])
    (world.items["topic"],) = keep_out_of_meeting(actor=amal, case_id=case_id, text=world.word("topic for nobody", "own", "amal"))
    for actor in (amal, bo, cleo):
        add_point(actor=actor, case_id=case_id, text=text("point"))
    hold_roundtable(
        actor=bo, case_id=case_id, roundtable_id=second, version=moved.version, present=[world.people["amal"], world.people["bo"]]
    )
    lines = [NewLine(section, text(f"line: {section}"), world.people["amal"]) for section in Section]
    written = write_lines(actor=bo, case_id=case_id, roundtable_id=second, lines=lines)
    correct_line(actor=amal, case_id=case_id, item_id=written[0], text=text("line, as Amal says it"))
    world.items["held meeting"] = second
    said, why = text("correction of a line"), text("why a line was corrected")
    correct_minutes(actor=cleo, case_id=case_id, roundtable_id=second, item_id=written[1], text=said, reason=why)
    take = [NewTask(world.people[name], text(f"what {name} takes home"), SOON) for name in ("amal", "bo", "cleo")]
    write_tasks(actor=bo, case_id=case_id, roundtable_id=second, tasks=take)
    _afterwards(world, second)
    world.items["meeting"], _ = _call(world, "coming")
    add_point(actor=amal, case_id=case_id, text=text("point for the coming one"))
    said = [NewLine(Section.ARRIVE, text("line of the coming one"), world.people["amal"])]
    (world.items["line"],) = write_lines(actor=bo, case_id=case_id, roundtable_id=world.items["meeting"], lines=said)
    _together(world, world.items["meeting"])


def _afterwards(world: World, meeting: UUID) -> None:
    """The day after, Amal answers the first question for herself alone; nobody else learns that she did."""
    days_ago(meeting, 1)  # it is asked from the day after on
    said = world.word("answer after the meeting", "own", "amal")
    answer_after(actor=world.actor("amal"), case_id=world.case_id, roundtable_id=meeting, number=1, reply=Reply.PARTLY, said=said)


def _together(world: World, meeting: UUID) -> None:
    """Three write on the coming meeting's sheet: one box of everybody's, and each their own."""
    amal, bo, cleo = (world.actor(name, Purpose.MEETING) for name in ("amal", "bo", "cleo"))
    open_sheet(actor=bo, case_id=world.case_id, roundtable_id=meeting)
    for actor, kind, whose in ((bo, BoxKind.ARRIVE, None), (amal, BoxKind.MATTERS, amal), (cleo, BoxKind.HOME, cleo)):
        sheet = sheet_of(actor=actor, case_id=world.case_id, roundtable_id=meeting)
        wanted = (kind, whose.person_id if whose else None, False)
        box = next(box for box in sheet.boxes if (box.kind, box.whose_id, box.noted) == wanted)
        write_box(actor=actor, case_id=world.case_id, box_id=box.id, seen=sheet.seen, text=world.table_word(f"written together: {kind}"))


def _bring(world: World) -> None:
    """Three have put down what they bring, one is half done, and Bo opens early."""
    amal, bo, cleo, ida = (world.actor(name, Purpose.PREPARE) for name in ("amal", "bo", "cleo", "ida"))
    case_id = world.case_id
    save_lines(actor=ida, case_id=case_id, text=world.word("lines, half done", "draft", "ida"))
    bring_lines(actor=amal, case_id=case_id, text=world.word("Amal's lines", "own", "amal"))
    bring_lines(actor=bo, case_id=case_id, text=world.word("Bo's lines", "confidence", "amal", "bo"), ability=WorkAbility(2, 6, 5))
    bring_lines(actor=cleo, case_id=case_id, text=world.word("Cleo's lines", "confidence", "amal", "cleo"), ability=WorkAbility(10, 20, 5))
    noted = world.word("lines noted as Amal's", "confidence", "amal", "bo")
    world.items["brought for amal"] = bring_lines(actor=bo, case_id=case_id, text=noted, said_by_id=world.people["amal"]).item_id
    open_early(actor=bo, case_id=case_id, reason=world.table_word("why opened early"))


def _given(world: World) -> None:
    """Finn is given one point of the coming meeting, and nothing else."""
    text = world.word("point given to Finn", "table", *TABLE, "finn")
    item = add_point(actor=world.actor("amal", Purpose.PREPARE), case_id=world.case_id, text=text)
    give_meeting(actor=world.actor("amal", Purpose.PREPARE), case_id=world.case_id, seat_id=world.seats["finn"], item_ids=[item])


def _away(world: World) -> None:
    """Jon will be away, and Ida covers; and somebody is named whom Amal can ring after the course."""
    world.items["absence"], today = uuid4(), datetime.now(UTC).date()
    say_away(
        actor=world.cast.jon.on(None),
        person_id=world.people["jon"],
        first_day=today + timedelta(days=2),
        back_on=today + timedelta(days=9),
        cover_id=world.people["ida"],
        absence_id=world.items["absence"],
    )
    _bridge(world, "bo", "main", world.table_word("whom Amal can ring"))


def _ended(world: World) -> None:
    """A course that changed hands from Ida to Bo: Ida keeps her own writing for a while, nothing else. One more, that ended."""
    for key, name in (("handed", "Tea"), ("ended", "Rae")):
        who = name.lower()
        case_id = _refer(world, key, name, (who, "bo", "cleo"))
        _accept(world, key, "ida", "cleo")
        citizen, gro = world.actor(who, case=key), world.cast.gro.leading(case_id)
        secret = world.word(f"{name} to Ida", "confidence", who, "ida")
        write_message(actor=citizen, case_id=case_id, to_id=world.people["ida"], body=secret)
        replace_professional(actor=gro, case_id=case_id, leaving_id=world.people["ida"], coming_id=world.people["bo"], told=Told.BY_LEADER)
        first = world.word(f"read this first, {name}", "confidence", who, "bo")
        write_read_first(actor=citizen, case_id=case_id, coming_id=world.people["bo"], body=first)
    cleo = world.actor("cleo", case="ended")
    seen = case_phase(actor=cleo, case_id=case_id).number
    _bridge(world, "cleo", "ended", world.word("whom Rae can ring", "table", "rae", "bo", "cleo"))
    hers = world.word("closing words", "table", "rae", "bo", "cleo")
    close_case(actor=cleo, case_id=case_id, outcome=Outcome.WORK, seen=seen, her_words=hers, said_by_id=world.people["rae"])


def _bridge(world: World, name: str, case: str, word: str) -> None:
    """Somebody to ring after the course is named."""
    actor, until_on = world.actor(name, case=case), datetime.now(UTC).date() + timedelta(days=90)
    name_bridge(actor=actor, case_id=world.cases[case], name=word, organisation="", telephone="20 30 40 50", until_on=until_on)


def _second_table(world: World) -> None:
    """Sol's course with Bo, Cleo and Ida: Sol has closed it for Ida, and what Bo and Cleo bring is not opened yet."""
    case_id = _refer(world, "second", "Sol", ("sol", "bo", "cleo"))
    _accept(world, "second", "bo", "cleo", "ida")
    for name in ("bo", "cleo"):
        actor = world.actor(name, Purpose.PREPARE, case="second")
        bring_lines(actor=actor, case_id=case_id, text=world.word(f"{name}'s lines, held", "confidence", name))
    body = world.word("note at Sol's table", "table", "sol", "bo", "cleo")
    world.items["sol's"] = write_note(actor=world.actor("bo", case="second"), case_id=case_id, place=table(), body=body).item_id
    close_for(actor=world.actor("sol", Purpose.SHARE, case="second"), case_id=case_id, person_id=world.people["ida"])
