from django.db import migrations

WORDS = (
    ("cases_phaseevent", "phase", "phase_known", ("start", "assessment", "plan", "action", "end")),
    (
        "cases_closing",
        "outcome",
        "outcome_known",
        ("work", "work_in_part", "education", "better_no_work", "other_help", "moved", "citizen_stopped", "other"),
    ),
    ("cases_handover", "told", "told_known", ("by_leaving", "by_leader", "not_yet")),
)
"""Table, column, name of the rule, words that the pages know: a row with another would open no page of the course, for anybody."""


def known(table: str, column: str, name: str, words: tuple[str, ...]) -> str:
    """The rule, in SQL."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({listed}))"


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_protect")]
    operations = [migrations.RunSQL(known(*row), migrations.RunSQL.noop) for row in WORDS]
