from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("roundtables", "0001_initial"),
        ("seats", "0002_guard"),
        ("cases", "0002_protect"),
        ("notices", "0002_protect"),
    ]
    operations = [
        migrations.RunSQL((SQL / "0002_protect.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0003_time.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0004_corrections.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0005_done_before.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
