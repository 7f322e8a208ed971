"""Readers of the plan."""

from roundtable.casework.plans.queries.ahead import LookAhead, plans_ahead
from roundtable.casework.plans.queries.elsewhere import own_wording_elsewhere
from roundtable.casework.plans.queries.fixed import plan_version, plan_versions
from roundtable.casework.plans.queries.parts import GoalView, SayingView, StepView
from roundtable.casework.plans.queries.read import (
    asked_proposal,
    asked_proposals,
    current_plan,
    looks_taken,
    not_agreed,
    own_goals,
    plan_state,
    told_in_plan,
    waiting_answers,
)
from roundtable.casework.plans.queries.steps import steps_asked, steps_to_ask
from roundtable.casework.plans.queries.views import (
    CallView,
    CurrentPlan,
    FixedPlan,
    PlanState,
    ToldInPlan,
    seated,
)

__all__ = [
    "CallView",
    "CurrentPlan",
    "FixedPlan",
    "GoalView",
    "LookAhead",
    "PlanState",
    "SayingView",
    "StepView",
    "ToldInPlan",
    "asked_proposal",
    "asked_proposals",
    "current_plan",
    "looks_taken",
    "not_agreed",
    "own_goals",
    "own_wording_elsewhere",
    "plan_state",
    "plan_version",
    "plan_versions",
    "plans_ahead",
    "seated",
    "steps_asked",
    "steps_to_ask",
    "told_in_plan",
    "waiting_answers",
]
