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
        migrations.RunSQL((SQL / "0002_grants.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0003_acts.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0004_policies.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0005_mandates.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0006_everybodys_yes.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0007_ended_wraps.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0008_away.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
