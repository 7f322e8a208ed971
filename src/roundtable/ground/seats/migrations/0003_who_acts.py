import re
from pathlib import Path

from django.db import migrations

ACTS = (Path(__file__).parent.parent / "sql" / "0003_acts.sql").read_text(encoding="utf-8")


def once_more(name: str) -> str:
    """A function's text from where it stands (decision 0040), run again."""
    found = re.search(rf"^CREATE FUNCTION guard\.{name}\(.*?^END \$\$;$", ACTS, re.DOTALL | re.MULTILINE)
    return found[0].replace("CREATE", "CREATE OR REPLACE", 1) if found else name


class Migration(migrations.Migration):
    dependencies = [("seats", "0002_guard")]
    operations = [
        migrations.RunSQL(f"SET LOCAL ROLE oracle; {once_more(name)} RESET ROLE;", migrations.RunSQL.noop)
        for name in ("seat_representative",)
    ]
