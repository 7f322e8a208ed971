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
from roundtable.casework.plans.actions.desk import NotYourPlan
from roundtable.casework.plans.actions.keeping import keep_step, keep_words
from roundtable.casework.plans.actions.noting import YesWhen, note_yes
from roundtable.casework.plans.actions.writing import (
    GoalWords,
    NewLink,
    NewStep,
    change_step,
    confirm_words,
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
    "YesWhen",
    "answer_plan",
    "call_for_answers",
    "change_step",
    "close_answers",
    "confirm_words",
    "keep_step",
    "keep_words",
    "mark_step",
    "note_yes",
    "remove_goal",
    "say",
    "set_return",
    "write_goal",
    "write_steps",
]
