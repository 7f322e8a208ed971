from django.db import migrations

WORDS = (
    ("plans_plan", "return_kind", "return_known", ("", "agreed", "between", "open")),
    ("plans_goal", "kind", "goal_known", ("shared", "personal", "treatment", "vocational")),
    ("plans_goal", "level", "level_known", ("micro", "meso", "macro")),
    ("plans_saying", "kind", "saying_known", ("own_words", "help", "supports", "does_not", "work_gives", "went_well", "fits", "competes")),
    ("plans_step", "kind", "step_known", ("care", "work", "daily")),
    ("plans_step", "state", "step_state_known", ("open", "done", "not_done", "changed")),
)
"""Table, column, name of the rule, words that the pages know: a row with another would open no page of the course, for anybody."""


def known(table: str, column: str, name: str, words: tuple[str, ...]) -> str:
    """The rule, in SQL."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({listed}))"


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_protect")]
    operations = [migrations.RunSQL(known(*row), migrations.RunSQL.noop) for row in WORDS]
