"""What the writer of a plan may want to look at once more: said to the writer alone, two things at most, never a hindrance.

Copied wording, of another text here or of another plan of the writer's own (T233), a goal without a step (T030), a plan that treats first
and hands over afterwards (T195), a treatment goal that says nothing of the programme's goal (T239), a work goal that says nothing of what
the person gains (T246). Nothing of this is kept or counted.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum

from roundtable.casework.plans.rules.content import FIXED, GoalKind, GoalLine, Proposal, SayingKind, StepKind

MOST = 2
"""More than two remarks on one's own sentence are a lecture."""
COPIED_WORDS = 4
"""Shorter texts are alike by chance."""
COPIED_SHARE = 0.8

_WORD = re.compile(r"[^\W_]+")


class Look(StrEnum):
    """One thing to look at."""

    COPIED = "copied"
    COPIED_ELSEWHERE = "copied_elsewhere"
    NO_STEP = "no_step"
    HANDS_OVER = "hands_over"
    NO_GAIN = "no_gain"
    NO_LINK = "no_link"


def second_look(
    proposal: Proposal, own_words: Mapping[str, str], writer: str, goal: str = "", elsewhere: Sequence[str] = ()
) -> tuple[Look, ...]:
    """What somebody who has just written may want to look at: about the goal named, else about their own words and the steps.

    `own_words`: person id to that person's words for the shared goal. `elsewhere`: what the writer wrote in other plans of theirs. At most
    two, the weightier first.
    """
    line = proposal.goal(goal)
    if line is None or line.kind == GoalKind.SHARED:
        own = own_words.get(writer, "")
        found = [
            *_copied(is_copied(own, _others_words(proposal, own_words, writer)), [own, line.text if line else ""], elsewhere),
            (Look.HANDS_OVER, hands_over(proposal)),
        ]
    else:
        found = [
            *_copied(is_copied(line.text, _others_goals(proposal, line)), [line.text], elsewhere),
            (Look.NO_STEP, has_no_step(proposal, line)),
            (Look.HANDS_OVER, hands_over(proposal)),
            (Look.NO_GAIN, line.kind == GoalKind.VOCATIONAL and not line.gives.strip()),
            (Look.NO_LINK, says_nothing_of_the_fixed_goal(proposal, line)),
        ]
    return tuple(look for look, there in found if there)[:MOST]


def _copied(here: bool, written: Iterable[str], elsewhere: Sequence[str]) -> list[tuple[Look, bool]]:
    return [(Look.COPIED, here), (Look.COPIED_ELSEWHERE, not here and any(is_copied(text, elsewhere) for text in written))]


def is_copied(text: str, others: Iterable[str]) -> bool:
    """Whether a text uses nearly the words of another one, in nearly their order: four words or more, four fifths of them the same.

    >>> is_copied("Amal is back at work full time", ["amal is back at work, full time."])
    True
    """
    mine = _words(text)
    return len(mine) >= COPIED_WORDS and any(
        SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= COPIED_SHARE for other in others if (theirs := _words(other))
    )


def has_no_step(proposal: Proposal, goal: GoalLine) -> bool:
    """Whether nobody does anything for a goal yet: no step, and nobody says how they help."""
    helped = any(saying.goal == goal.id and saying.kind == SayingKind.HELP and saying.text for saying in proposal.sayings)
    return not helped and all(step.goal != goal.id for step in proposal.steps)


def hands_over(proposal: Proposal) -> bool:
    """Whether work and daily life only begin when treatment is done: no step of theirs by the day of the last step of care.

    A step without a day begins now, and so stands beside treatment.
    """
    care = [step for step in proposal.steps if step.kind == StepKind.CARE]
    other = [step for step in proposal.steps if step.kind != StepKind.CARE]
    if not care:
        return False
    last = max(step.by_on for step in care)
    return all(step.by_on > last for step in other) if last else not other


def says_nothing_of_the_fixed_goal(proposal: Proposal, goal: GoalLine) -> bool:
    """Whether a treatment goal leaves open how it serves the programme's goal, or that it does not."""
    linked = any(saying.goal == goal.id and saying.to == FIXED for saying in proposal.sayings)
    return goal.kind == GoalKind.TREATMENT and bool(proposal.fixed.text) and not linked


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _others_goals(proposal: Proposal, mine: GoalLine) -> list[str]:
    """Texts a goal may have been copied from: goals of others, the shared one, the programme's."""
    owner = mine.owner.id if mine.owner else ""
    goals = [goal.text for goal in proposal.goals if goal.id != mine.id and (goal.owner is None or goal.owner.id != owner)]
    return [*goals, proposal.fixed.text]


def _others_words(proposal: Proposal, own_words: Mapping[str, str], writer: str) -> list[str]:
    """Texts that words of one's own may have been copied from: others' words, the shared goal itself, the programme's goal."""
    shared = proposal.shared_goal
    return [*(text for person, text in own_words.items() if person != writer), shared.text if shared else "", proposal.fixed.text]
