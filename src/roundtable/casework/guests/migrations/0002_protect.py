from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("guests", "0001_initial"),
        ("plans", "0018_protect_step_reply"),
        ("roundtables", "0007_corrections"),
        ("seats", "0015_guests"),
    ]
    operations = [migrations.RunSQL((SQL / "0002_protect.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
