"""Taking over FHIR R4 files: pure functions from JSON to drafts, with a list of everything that has no place here."""

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
    "GoalTaken",
    "LeftBehind",
    "Missing",
    "Party",
    "PartyKind",
    "PlanTaken",
    "ReferralTaken",
    "SeatToName",
    "StepState",
    "StepTaken",
    "TakeOver",
    "take_over",
    "take_over_file",
]
