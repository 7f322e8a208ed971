from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("seats", "0001_initial"),
        ("access", "0002_initial"),
        ("people", "0002_protect"),
        ("programmes", "0002_protect"),
        ("organisations", "0002_protect"),
    ]
    operations = [
        migrations.RunSQL((SQL / name).read_text(encoding="utf-8"), migrations.RunSQL.noop)
        for name in (
            "0002_grants.sql",
            "0003_acts.sql",
            "0004_sharing.sql",
            "0005_policies.sql",
            "0006_mandates.sql",
            "0007_everybodys_yes.sql",
            "0008_ended_wraps.sql",
            "0009_away.sql",
        )
    ]
