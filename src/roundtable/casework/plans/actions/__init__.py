"""Acts on the plan."""

from roundtable.casework.plans.actions.answering import (
    Answered,
    AskedAnew,
    NotAsked,
    NotTheCaller,
    answer_plan,
    call_for_answers,
    close_answers,
)
from roundtable.casework.plans.actions.confirming import confirm_said, confirm_words, correct_said, take_back_said
from roundtable.casework.plans.actions.desk import NotYourPlan, PlanIsOver
from roundtable.casework.plans.actions.keeping import keep_step, keep_words
from roundtable.casework.plans.actions.looking import name_day, take_on_point
from roundtable.casework.plans.actions.mapping import mark_pair
from roundtable.casework.plans.actions.noting import YesWhen, note_yes
from roundtable.casework.plans.actions.writing import (
    GoalWords,
    NewLink,
    NewStep,
    change_step,
    mark_step,
    remove_goal,
    say,
    set_return,
    write_goal,
    write_steps,
)

__all__ = [
    "Answered",
    "AskedAnew",
    "GoalWords",
    "NewLink",
    "NewStep",
    "NotAsked",
    "NotTheCaller",
    "NotYourPlan",
    "PlanIsOver",
    "YesWhen",
    "answer_plan",
    "call_for_answers",
    "change_step",
    "close_answers",
    "confirm_said",
    "confirm_words",
    "correct_said",
    "keep_step",
    "keep_words",
    "mark_pair",
    "mark_step",
    "name_day",
    "note_yes",
    "remove_goal",
    "say",
    "set_return",
    "take_back_said",
    "take_on_point",
    "write_goal",
    "write_steps",
]
