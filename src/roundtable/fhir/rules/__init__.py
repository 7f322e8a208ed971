"""Taking over FHIR R4 files: pure functions from JSON to drafts, with a list of everything that has no place here."""

from roundtable.fhir.rules.opening import CitizenNotNamed, Opening, Worker, as_line, named, open_plan, parties_of, reachable, who_works_here
from roundtable.fhir.rules.take_over import take_over, take_over_file
from roundtable.fhir.rules.taken import (
    Citizen,
    GoalTaken,
    LeftBehind,
    Missing,
    Party,
    PartyKind,
    PlanTaken,
    ReferralTaken,
    SeatToName,
    StepState,
    StepTaken,
    TakeOver,
)

__all__ = [
    "Citizen",
    "CitizenNotNamed",
    "GoalTaken",
    "LeftBehind",
    "Missing",
    "Opening",
    "Party",
    "PartyKind",
    "PlanTaken",
    "ReferralTaken",
    "SeatToName",
    "StepState",
    "StepTaken",
    "TakeOver",
    "Worker",
    "as_line",
    "named",
    "open_plan",
    "parties_of",
    "reachable",
    "take_over",
    "take_over_file",
    "who_works_here",
]
