from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("fhir", "0001_initial"),
        ("seats", "0002_guard"),
        ("notes", "0001_initial"),
        ("plans", "0002_protect"),
        ("cases", "0001_initial"),
        ("referrals", "0002_protect"),
    ]
    operations = [migrations.RunSQL((SQL / "0001_protect.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
