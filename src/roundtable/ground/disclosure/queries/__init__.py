"""Readers of what is shared, asked and opened."""

from roundtable.ground.disclosure.queries.by_law import (
    AskedToSign,
    WaitingSignature,
    countersigner_choices,
    held_by_me,
    law_disclosures,
    left_open_on,
    to_countersign,
)
from roundtable.ground.disclosure.queries.log import MonthOfReading, Reading, Readings, WhoRead, who_has_read, who_knows, who_saw
from roundtable.ground.disclosure.queries.managers import OwnCase, PersonAtWork, own_cases, own_peoples_work, what_can_be_opened
from roundtable.ground.disclosure.queries.questions import Question, ToldByLaw, asked_and_told, question, questions, waiting_questions
from roundtable.ground.disclosure.queries.requests import Asked, requests
from roundtable.ground.disclosure.queries.shares import (
    GIVEN_TO,
    Days,
    Share,
    ShareState,
    closed_for,
    days,
    given_to,
    share,
    shareable,
    shares,
)
from roundtable.ground.disclosure.queries.waiting import WaitingRequest, WaitsForMe, waits_for_me

__all__ = [
    "GIVEN_TO",
    "Asked",
    "AskedToSign",
    "Days",
    "MonthOfReading",
    "OwnCase",
    "PersonAtWork",
    "Question",
    "Reading",
    "Readings",
    "Share",
    "ShareState",
    "ToldByLaw",
    "WaitingRequest",
    "WaitingSignature",
    "WaitsForMe",
    "WhoRead",
    "asked_and_told",
    "closed_for",
    "countersigner_choices",
    "days",
    "given_to",
    "held_by_me",
    "law_disclosures",
    "left_open_on",
    "own_cases",
    "own_peoples_work",
    "question",
    "questions",
    "requests",
    "share",
    "shareable",
    "shares",
    "to_countersign",
    "waiting_questions",
    "waits_for_me",
    "what_can_be_opened",
    "who_has_read",
    "who_knows",
    "who_saw",
]
