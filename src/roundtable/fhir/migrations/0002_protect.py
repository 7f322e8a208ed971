from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("fhir", "0001_initial"),
        ("seats", "0002_guard"),
        ("cases", "0002_protect"),
        ("notes", "0002_protect"),
        ("plans", "0002_protect"),
    ]
    operations = [
        migrations.RunSQL((SQL / "0002_protect.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
