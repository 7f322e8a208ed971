from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("cowriting", "0001_initial"),
        ("roundtables", "0002_protect"),
        ("access", "0001_protect"),
        ("sessions", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL((SQL / "0002_protect.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0003_minutes.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0004_box_ids.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0005_many_at_once.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
