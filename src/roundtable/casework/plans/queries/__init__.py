"""Readers of the plan."""

from roundtable.casework.plans.queries.read import (
    asked_proposal,
    current_plan,
    looks_taken,
    plan_state,
    plan_version,
    plan_versions,
    waiting_answers,
)
from roundtable.casework.plans.queries.views import (
    CallView,
    CurrentPlan,
    FixedPlan,
    GoalView,
    PlanState,
    SayingView,
    StepView,
    seated,
)

__all__ = [
    "CallView",
    "CurrentPlan",
    "FixedPlan",
    "GoalView",
    "PlanState",
    "SayingView",
    "StepView",
    "asked_proposal",
    "current_plan",
    "looks_taken",
    "plan_state",
    "plan_version",
    "plan_versions",
    "seated",
    "waiting_answers",
]
