"""A plan of a file as it opens here: who sits down, whose goals these are, who does which step; and what a person must still say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from roundtable.casework.plans.rules.content import MOST_GOALS, MOST_STEPS, GoalKind, PlanFull, StepKind
from roundtable.fhir.rules.taken import Citizen, GoalTaken, LeftBehind, Party, PartyKind, PlanTaken, SeatToName, StepState, StepTaken
from roundtable.kernel.refusal import Refusal, gettext_noop
from roundtable.kernel.texts import TextTooLong, clean_line, clean_text, sort_key

LONGEST_NAME = 80
LONGEST_PHONE = 40
LONGEST_GOAL = 2000
LONGEST_STEP = 500
LONGEST_WHEN = 200

_ONE_GOAL = gettext_noop("A step belongs to one goal here; this is one goal too many for it.")
_NOT_DONE = gettext_noop("It was not done where it comes from.")


class CitizenNotNamed(Refusal):
    """A course is always about somebody with a name."""

    code = "fhir_citizen_not_named"
    message = gettext_noop("The file does not name the citizen, so no course can be opened. Export the Patient together with it.")


@dataclass(frozen=True)
class Worker:
    """Somebody who works in the programme: `authority` where their role has power over the citizen's benefit."""

    person_id: UUID
    authority: bool


@dataclass(frozen=True)
class GoalToWrite:
    """A goal of the plan draft; nobody has confirmed it."""

    id: UUID
    kind: GoalKind
    text: str
    owner_id: UUID


@dataclass(frozen=True)
class StepToWrite:
    """A step of the plan draft. `state_reason` stands where it was not done."""

    id: UUID
    kind: StepKind
    what: str
    goal_id: UUID | None
    who_id: UUID | None
    by_on: date | None
    by_when: str
    state: StepState
    state_reason: str


@dataclass(frozen=True)
class Opening:
    """A course to be opened: `member_ids`, the referrer first; `left`: what stays out.

    `to_name`: seats still to be named. `without_doer`: doers still to be named, each with the step's words, which only the table reads.
    """

    member_ids: tuple[UUID, ...]
    goals: tuple[GoalToWrite, ...]
    steps: tuple[StepToWrite, ...]
    to_name: tuple[str, ...]
    without_doer: tuple[tuple[str, str], ...]
    left: tuple[LeftBehind, ...]


def named(citizen: Citizen) -> tuple[str, str]:
    """Given and family name of a citizen, fit to be kept; a name shown as a whole is kept as given name.

    Raises CitizenNotNamed, and what `clean_line` raises.

    >>> named(Citizen("Patient/1", "Peter James Chalmers"))
    ('Peter James Chalmers', '')
    """
    given, family = (citizen.given_name, citizen.family_name) if citizen.given_name else (citizen.family_name or citizen.shown_as, "")
    given = clean_line(given, LONGEST_NAME)
    if not given:
        raise CitizenNotNamed()
    return given, clean_line(family, LONGEST_NAME)


def parties_of(plan: PlanTaken) -> tuple[Party, ...]:
    """Everybody a plan names who could work here."""
    named_here = [seat.party for seat in plan.seats] + [goal.owner for goal in plan.goals if goal.owner]
    named_here += [party for step in plan.steps for party in step.who]
    return tuple(dict.fromkeys(party for party in named_here if party.kind in (PartyKind.PROFESSIONAL, PartyKind.UNKNOWN)))


def who_works_here(parties: Iterable[Party], by_email: Mapping[str, Worker], by_name: Iterable[tuple[str, Worker]]) -> dict[Party, Worker]:
    """Those of these parties who work in the programme, beyond doubt.

    An e-mail address in the file decides alone; without one, the whole name, where exactly one person has it. `by_email` and `by_name`: the
    people of the programme, addresses in small letters.

    >>> from uuid import UUID
    >>> bo, party = Worker(UUID(int=1), False), Party(PartyKind.PROFESSIONAL, "bo lund", "")
    >>> who_works_here([party], {}, [("Bo Lund", bo)])[party] == bo
    True
    >>> who_works_here([party], {}, [("Bo Lund", bo), ("Bo Lund", Worker(UUID(int=2), False))])
    {}
    """
    names: dict[str, dict[UUID, Worker]] = {}
    for name, worker in by_name:
        names.setdefault(sort_key(name), {}).setdefault(worker.person_id, worker)
    found: dict[Party, Worker] = {}
    for party in parties:
        same = names.get(sort_key(party.shown_as), {})
        if party.email and party.email.lower() in by_email:
            found[party] = by_email[party.email.lower()]
        elif not party.email and len(same) == 1:
            found[party] = next(iter(same.values()))
    return found


def open_plan(
    plan: PlanTaken,
    *,
    case_id: UUID,
    citizen_id: UUID,
    referrer: Worker,
    workers: Mapping[Party, Worker],
    today: date,
    left: tuple[LeftBehind, ...] = (),
) -> Opening:
    """How a plan opens at the table of `referrer`, who imports it. `workers`: who of the file's people works here, beyond doubt.

    Seated are the referrer and those of the CareTeam who work here and sit there `today`; all others are to be named by a person. A goal
    whose owner does not sit at the table is the referrer's until somebody says otherwise: no words are put into the citizen's mouth. A step
    is done by the first of its doers who sits at the table, else by nobody yet. What is longer than a plan holds, or beyond its number of
    goals and steps, stays behind with its reason; so does what was `left` before.
    """
    seated = {referrer.person_id: referrer}
    to_name: list[str] = []
    without_doer: list[tuple[str, str]] = []
    for seat in plan.seats:
        worker = workers.get(seat.party) if _sits(seat, today) else None
        if worker:
            seated.setdefault(worker.person_id, worker)
        elif seat.party.kind != PartyKind.CITIZEN:
            to_name.append(as_line(seat))
    table = _Table(case_id, citizen_id, referrer, {party: one for party, one in workers.items() if one.person_id in seated})
    behind = list(left)
    goals: list[GoalToWrite] = []
    ids: dict[str, UUID] = {}
    for number, goal in enumerate(plan.goals):
        try:
            goals.append(table.goal(number, goal, len(goals)))
            ids.setdefault(goal.source, goals[-1].id)
        except Refusal as no:
            behind.append(LeftBehind(goal.source, plan.source, no.msgid, no.params))
    steps: list[StepToWrite] = []
    for number, step in enumerate(plan.steps):
        try:
            steps.append(table.step(number, step, ids, len(steps)))
        except Refusal as no:
            behind.append(LeftBehind(step.source, plan.source, no.msgid, no.params))
            continue
        behind += [LeftBehind(f"{step.source}.goal", plan.source, _ONE_GOAL) for _ in step.supports[1:]]
        without_doer += table.unnamed(step)
    return Opening(
        tuple(seated), tuple(goals), tuple(steps), tuple(dict.fromkeys(to_name)), tuple(dict.fromkeys(without_doer)), tuple(behind)
    )


@dataclass(frozen=True)
class _Table:
    """Who is who at the table of one plan."""

    case_id: UUID
    citizen_id: UUID
    referrer: Worker
    workers: Mapping[Party, Worker]

    def goal(self, number: int, goal: GoalTaken, there: int) -> GoalToWrite:
        """A goal with its owner. Raises TextTooLong; PlanFull where `there` are as many as a plan holds."""
        if there >= MOST_GOALS:
            raise PlanFull(most=MOST_GOALS)
        text = clean_text(goal.text, LONGEST_GOAL)
        if goal.owner and goal.owner.kind == PartyKind.CITIZEN:
            kind, owner_id = GoalKind.PERSONAL, self.citizen_id
        else:
            worker = (self.workers.get(goal.owner) if goal.owner else None) or self.referrer
            kind, owner_id = GoalKind.VOCATIONAL if worker.authority else GoalKind.TREATMENT, worker.person_id
        return GoalToWrite(uuid5(self.case_id, f"goal {number}"), kind, text, owner_id)

    def step(self, number: int, step: StepTaken, goals: Mapping[str, UUID], there: int) -> StepToWrite:
        """A step with its doer. Raises TextTooLong; PlanFull where `there` are as many as a plan holds."""
        if there >= MOST_STEPS:
            raise PlanFull(most=MOST_STEPS)
        what, when = clean_text(step.text, LONGEST_STEP), clean_line(step.when, LONGEST_WHEN)
        doer = next((party for party in step.who if self._id(party)), None)
        return StepToWrite(
            id=uuid5(self.case_id, f"step {number}"),
            kind=self._kind(doer),
            what=what,
            goal_id=goals.get(step.supports[0]) if step.supports else None,
            who_id=self._id(doer) if doer else None,
            by_on=step.by,
            by_when=when,
            state=step.state,
            state_reason=_NOT_DONE if step.state == StepState.NOT_DONE else "",
        )

    def unnamed(self, step: StepTaken) -> list[tuple[str, str]]:
        """The doers of a step who are not the one it stands with here."""
        doer = next((party for party in step.who if self._id(party)), None)
        return [(party.shown_as, step.text[:LONGEST_NAME]) for party in step.who if party != doer]

    def _id(self, party: Party) -> UUID | None:
        if party.kind == PartyKind.CITIZEN:
            return self.citizen_id
        return self.workers[party].person_id if party in self.workers else None

    def _kind(self, doer: Party | None) -> StepKind:
        if doer and doer.kind == PartyKind.CITIZEN:
            return StepKind.DAILY
        worker = self.workers.get(doer, self.referrer) if doer else self.referrer
        return StepKind.WORK if worker.authority else StepKind.CARE


def _sits(seat: SeatToName, today: date) -> bool:
    return (seat.from_on is None or seat.from_on <= today) and (seat.until_on is None or today <= seat.until_on)


def as_line(seat: SeatToName) -> str:
    """A seat of a file in one line: name, role, from and until."""
    days = "–".join(day.isoformat() if day else "" for day in (seat.from_on, seat.until_on))
    return ", ".join(filter(None, (seat.party.shown_as, seat.role, days.strip("–") and days)))


def reachable(citizen: Citizen) -> tuple[str, str, tuple[LeftBehind, ...]]:
    """Telephone number and e-mail address as they can be kept; what cannot stays behind with its reason."""
    left: list[LeftBehind] = []
    phone, email = citizen.phone, citizen.email
    if len(phone) > LONGEST_PHONE:
        left.append(
            LeftBehind("Patient.telecom", citizen.reference, TextTooLong.message, {"length": len(phone), "max_length": LONGEST_PHONE})
        )
        phone = ""
    if email and ("@" not in email.strip("@") or " " in email or len(email) > 254):
        left.append(LeftBehind("Patient.telecom", citizen.reference, gettext_noop("This is not an e-mail address.")))
        email = ""
    return phone, email, tuple(left)
