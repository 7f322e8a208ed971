from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    initial = True
    dependencies = [("seats", "0002_guard")]
    operations = [
        migrations.RunSQL((SQL / "0001_load.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0002_first_together.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
