"""CarePlan, Goal and CareTeam as an open case with its plan draft."""

from collections.abc import Iterable

from roundtable.fhir.rules.file import File
from roundtable.fhir.rules.people import citizen_of, party_of
from roundtable.fhir.rules.reading import NOT_IN_FILE, Element, Resource
from roundtable.fhir.rules.referral import refuse_what_is_no_request
from roundtable.fhir.rules.refusals import AlreadyOver, NotToBeDone
from roundtable.fhir.rules.taken import GoalTaken, Missing, PlanTaken, SeatToName, StepState, StepTaken
from roundtable.kernel.refusal import Refusal, gettext_noop

_PLAN_OVER = ("completed", "revoked")
_GOAL_OVER = ("completed", "cancelled", "rejected")
_STATES = {
    **dict.fromkeys(("completed",), StepState.DONE),
    **dict.fromkeys(("cancelled", "stopped", "rejected", "failed", "revoked"), StepState.NOT_DONE),
}
_OTHER_KIND = gettext_noop("It points to a %(kind)s, which is not what belongs here.")
_TAKEN_BACK = gettext_noop("It is marked as entered in error, so it is not taken over.")
_WITHOUT_WORDS = gettext_noop("It says nothing in words that could be taken over.")
_IN_ITS_RECORD = gettext_noop("It is kept in the record it comes from; write a step by hand if the table needs one.")


def plan_from(file: File, plan: Resource, loose: Iterable[Resource] = ()) -> PlanTaken:
    """The plan draft a CarePlan makes, with the goals and teams it names and the `loose` ones of the same citizen.

    Where the Patient is not in the file, the draft names what is missing. A plan without any words keeps those of its narrative.

    Raises AlreadyOver for a plan that is completed or revoked, NotAboutOneCitizen, CitizenRecordClosed.
    """
    root = plan.root
    if root["status"].value in _PLAN_OVER:
        raise AlreadyOver(state=root["status"].value)
    citizen, missing = citizen_of(file, root["subject"])
    root["status"].read()
    root["intent"].read()
    title = root["title"].line() or next((words for one in root.each("category") if (words := one.words())), "")
    goals = [goal for one in root.each("goal") if (goal := _pointed_at(file, one, "Goal"))]
    teams = [team for one in root.each("careTeam") if (team := _pointed_at(file, one, "CareTeam"))]
    loose = list(loose)
    taken_goals = _goals(file, [*goals, *(one for one in loose if one.kind == "Goal")])
    steps = tuple(step for one in root.each("activity") if (step := _step(file, one)))
    words = "\n\n".join(filter(None, [root["description"].prose(), *(one["text"].prose() for one in root.each("note"))]))
    seats = _seats(file, [*teams, *(one for one in loose if one.kind == "CareTeam")])
    if not (words or taken_goals or steps):
        words = root["text"].narrative()
    return PlanTaken(
        source=plan.name,
        citizen=citizen,
        title=title,
        text=words,
        from_on=root["period"]["start"].day(),
        until_on=root["period"]["end"].day(),
        goals=taken_goals,
        steps=steps,
        seats=seats,
        missing=missing + _missing(plan.place, taken_goals, seats),
    )


def plan_without_care_plan(file: File, parts: list[Resource]) -> PlanTaken:
    """The plan draft that Goals and CareTeams of one citizen make by themselves; that the CarePlan is missing is named.

    Raises what the first of them is refused for: AlreadyOver, NotAboutOneCitizen, CitizenRecordClosed.
    """
    over = {id(part): AlreadyOver(state=state) for part in parts if (state := _over(part))}
    if len(over) == len(parts):
        raise over[id(parts[0])]  # before anything else of the file is read for it
    citizen, missing = citizen_of(file, parts[0].root["subject"])
    goals = _goals(file, [part for part in parts if part.kind == "Goal"])
    seats = _seats(file, [part for part in parts if part.kind == "CareTeam"])
    if not goals and not seats and (unfit := next((part.unfit for part in parts if part.unfit), None)):
        raise unfit
    lacks = Missing(parts[0].place, gettext_noop("The CarePlan is not in this file: add what the plan is for, and who does what by when."))
    title = next((name for part in parts if part.kind == "CareTeam" and (name := part.root["name"].line())), "")
    missing = (*missing, lacks, *_missing(parts[0].place, goals, seats))
    return PlanTaken(parts[0].name, citizen, title, "", None, None, goals, (), seats, missing)


def _missing(place: str, goals: tuple[GoalTaken, ...], seats: tuple[SeatToName, ...]) -> tuple[Missing, ...]:
    """What a plan draft still needs."""
    lacks = [Missing(goal.source, gettext_noop("Say whose goal this is.")) for goal in goals if goal.owner is None]
    if not goals:
        lacks.append(Missing(f"{place}.goal", gettext_noop("Add the goals.")))
    if not seats:
        lacks.append(Missing(f"{place}.careTeam", gettext_noop("Say who is at the table.")))
    return tuple(lacks)


def _pointed_at(file: File, reference: Element, kind: str) -> Resource | None:
    """The resource of this kind a Reference points to; any other stays behind with the reason."""
    target = file.find(reference)
    if target is None:
        reference.leave(NOT_IN_FILE)
    elif target.kind != kind:
        reference.leave(_OTHER_KIND, kind=target.kind if target.kind.isalpha() else "?")
    elif target.unfit:
        reference.leave(target.unfit.msgid, **target.unfit.params)
    else:
        reference.read()
        return target
    return None


def _goals(file: File, resources: Iterable[Resource]) -> tuple[GoalTaken, ...]:
    """The goals that are still pursued; the others stay behind with the reason."""
    found = []
    for goal in dict.fromkeys(resources):
        try:
            found.append(_goal(file, goal))
        except Refusal as refusal:
            goal.unfit = refusal
    return tuple(found)


def _over(part: Resource) -> str:
    """The state of a goal or a team that is over; "" where it is not."""
    state = part.root["lifecycleStatus" if part.kind == "Goal" else "status"].value
    return state if state in (_GOAL_OVER if part.kind == "Goal" else ("inactive",)) else ""


def _goal(file: File, goal: Resource) -> GoalTaken:
    """A goal in its owner's words; a target's figures stay behind, its day does not."""
    root = goal.root
    if state := _over(goal):
        raise AlreadyOver(state=state)
    words = root["description"]["text"].prose() or root["description"].words()
    if not words:
        raise Refusal(_WITHOUT_WORDS)
    root["lifecycleStatus"].read()
    for part in ("reference", "display", "type"):
        root["subject"][part].read()
    days = [day for one in root.each("target") if (day := one["dueDate"].day())]
    notes = "\n".join(filter(None, (one["text"].prose() for one in root.each("note"))))
    return GoalTaken(goal.name, f"{words}\n{notes}".strip(), party_of(file, root["expressedBy"]), max(days, default=None))


def _seats(file: File, teams: Iterable[Resource]) -> tuple[SeatToName, ...]:
    """The seats of the teams that are still together; each is to be given to a person here."""
    found: list[SeatToName] = []
    for team in dict.fromkeys(teams):
        root = team.root
        if state := _over(team):
            team.unfit = AlreadyOver(state=state)
            continue
        root["status"].read()
        for part in ("reference", "display", "type"):
            root["subject"][part].read()
        found.extend(seat for one in root.each("participant") if (seat := _seat(file, team, one)))
    return tuple(found)


def _seat(file: File, team: Resource, participant: Element) -> SeatToName | None:
    """A seat, by who is named or at least by the role."""
    party = party_of(file, participant["member"])
    if party is None:
        return None
    role = ", ".join(filter(None, (one.words() for one in participant.each("role"))))
    return SeatToName(team.name, role, party, participant["period"]["start"].day(), participant["period"]["end"].day())


def _step(file: File, activity: Element) -> StepTaken | None:
    """The step an activity makes, from its detail or from the Task or ServiceRequest it points to."""
    if activity["detail"]:
        return _step_from_detail(file, activity["detail"])
    reference = activity["reference"]
    target = file.find(reference)
    if target is None:
        reference.leave(NOT_IN_FILE if reference["reference"] else _IN_ITS_RECORD)
    elif target.unfit:
        reference.leave(target.unfit.msgid, **target.unfit.params)
    elif target.kind not in ("Task", "ServiceRequest"):
        reference.leave(_IN_ITS_RECORD)
    else:
        try:
            step = _step_from_task(file, target) if target.kind == "Task" else _step_from_request(file, target)
        except Refusal as refusal:
            target.unfit = refusal
            reference.leave(refusal.msgid, **refusal.params)
        else:
            reference.read()
            return step
    return None


def _step_from_detail(file: File, detail: Element) -> StepTaken | None:
    """The step of an activity's detail; what must not be done is no step."""
    if detail["doNotPerform"].value is True:
        detail.leave(NotToBeDone.message)
        return None
    if detail["status"].value == "entered-in-error":
        detail.leave(_TAKEN_BACK)
        return None
    text = detail["description"].prose() or detail["code"].words()
    if not text:
        detail.leave(_WITHOUT_WORDS)
        return None
    detail["doNotPerform"].read()
    supports = []
    for one in detail.each("goal"):
        if goal := _pointed_at(file, one, "Goal"):
            supports.append(goal.name)
    return StepTaken(
        source=detail.written,
        text=text,
        who=tuple(party for one in detail.each("performer") if (party := party_of(file, one))),
        by=detail["scheduledPeriod"]["end"].day() or detail["scheduledTiming"]["repeat"]["boundsPeriod"]["end"].day(),
        when=detail["scheduledString"].line() or detail["scheduledTiming"]["code"].words(),
        state=_STATES.get(detail["status"].code(), StepState.OPEN),
        supports=tuple(supports),
    )


def _step_from_task(file: File, task: Resource) -> StepTaken:
    """The step a Task makes."""
    root = task.root
    if root["status"].value == "entered-in-error":
        raise Refusal(_TAKEN_BACK)
    text = root["description"].prose() or root["code"].words()
    if not text:
        raise Refusal(_WITHOUT_WORDS)
    root["intent"].read()
    _read_subject(root["for"])
    owner = party_of(file, root["owner"])
    by = root["restriction"]["period"]["end"].day() or root["executionPeriod"]["end"].day()
    return StepTaken(task.name, text, (owner,) if owner else (), by, "", _STATES.get(root["status"].code(), StepState.OPEN), ())


def _step_from_request(file: File, request: Resource) -> StepTaken:
    """The step a ServiceRequest of the plan makes; it is then no referral of its own."""
    root = request.root
    state = _STATES.get(str(root["status"].value), StepState.OPEN)
    if state is StepState.OPEN:
        refuse_what_is_no_request(request)
    elif root["doNotPerform"].value is True:
        raise NotToBeDone
    text = root["code"].words()
    if not text:
        raise Refusal(_WITHOUT_WORDS)
    for part in ("status", "intent", "doNotPerform"):
        root[part].read()
    _read_subject(root["subject"])
    who = tuple(party for one in root.each("performer") if (party := party_of(file, one)))
    by = root["occurrencePeriod"]["end"].day() or root["occurrenceDateTime"].day()
    return StepTaken(request.name, text, who, by, "", state, ())


def _read_subject(subject: Element) -> None:
    """The subject of a part is that of its plan."""
    for part in ("reference", "display", "type"):
        subject[part].read()
