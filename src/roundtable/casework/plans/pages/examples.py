"""Examples of good goals, by kind and by whose goal it is: to read beside the form. No press puts one into it: it would be copied."""

from django.utils.translation import gettext as _

from roundtable.casework.plans.pages.words import kind_words
from roundtable.casework.plans.rules.content import GoalKind


def goal_examples(*, of_work: bool = True) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Per kind of goal: whose goal it might be, and how they might say it. Small, one's own, and one can see when it is reached."""
    citizen, care, work = _("as a citizen may say it"), _("as a care manager may say it"), _("as an employment consultant may say it")
    found = {
        GoalKind.PERSONAL: (
            (citizen, _("I open my letters on the day they come, with somebody beside me.")),
            (citizen, _("I eat supper with my children four evenings a week.")),
        ),
        GoalKind.TREATMENT: (
            (citizen, _("I sleep through three nights a week.")),
            (care, _("By May we know together what helps against the bad mornings.")),
        ),
        GoalKind.VOCATIONAL: (
            (citizen, _("I drink coffee with my colleagues once, before anybody talks about hours.")),
            (work, _("The workplace and I have found two tasks that can be done in the quiet room.")),
        ),
    }
    return tuple((kind_words(kind), lines) for kind, lines in found.items() if of_work or kind != GoalKind.VOCATIONAL)
