from django.db import migrations

WORDS = (
    ("roundtables_meetingwishes", "channel", "wishes_channel", ("", "in_person", "video", "telephone")),
    ("roundtables_meetingwishes", "place", "wishes_place", ("", "home", "theirs", "neutral", "other")),
    ("roundtables_meetingwishes", "pace", "wishes_pace", ("usual", "slow")),
    ("roundtables_meetingwishes", "breaks", "wishes_breaks", ("when_asked", "every_20", "halfway")),
    ("roundtables_meetingwishes", "how", "wishes_how", ("self", "telephone", "paper", "read_aloud", "noted", "link", "mail", "together")),
    ("roundtables_roundtableevent", "channel", "event_channel", ("in_person", "video", "telephone")),
    ("roundtables_roundtableevent", "pace", "event_pace", ("usual", "slow")),
    ("roundtables_roundtableevent", "why", "event_why", ("", "asked", "somebody_cannot", "not_needed", "other", "course_ended")),
    (
        "roundtables_invitationanswer",
        "how",
        "answer_how",
        ("self", "telephone", "paper", "read_aloud", "noted", "link", "mail", "together"),
    ),
)
"""Table, column, name of the rule, words that the pages know: a row with another would open no page of the course, for anybody."""


def known(table: str, column: str, name: str, words: tuple[str, ...]) -> str:
    """The rule, in SQL."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN ({listed}))"


class Migration(migrations.Migration):
    dependencies = [("roundtables", "0003_wished_place")]
    operations = [migrations.RunSQL(known(*row), migrations.RunSQL.noop) for row in WORDS]
