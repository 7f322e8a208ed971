from pathlib import Path

from django.db import migrations

LETTERS = (Path(__file__).parent.parent / "sql" / "0003_letters.sql").read_text(encoding="utf-8")


def once_more(name: str) -> str:
    """A function's text from where it stands (decision 0040), run again."""
    start = LETTERS.index(f"FUNCTION guard.{name}(")
    return f"CREATE OR REPLACE {LETTERS[start : LETTERS.index('END $$;', start)]}END $$;"


class Migration(migrations.Migration):
    dependencies = [("people", "0004_link_tries")]
    operations = [
        migrations.RunSQL(f"SET LOCAL ROLE oracle; {once_more(name)} RESET ROLE;", migrations.RunSQL.noop)
        for name in ("may_invite", "may_second")
    ]
