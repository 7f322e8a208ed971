from pathlib import Path

from django.db import migrations

ACTS = (Path(__file__).parent.parent / "sql" / "0003_acts.sql").read_text(encoding="utf-8")


def once_more(name: str) -> str:
    """A function's text from where it stands (decision 0040), run again."""
    start = ACTS.index(f"FUNCTION guard.{name}(")
    return f"CREATE OR REPLACE {ACTS[start : ACTS.index('END $$;', start)]}END $$;"


class Migration(migrations.Migration):
    dependencies = [("seats", "0002_guard")]
    operations = [
        migrations.RunSQL(f"SET LOCAL ROLE oracle; {once_more(name)} RESET ROLE;", migrations.RunSQL.noop)
        for name in ("seat_representative", "end_seat")
    ]
