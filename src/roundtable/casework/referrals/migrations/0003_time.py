from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_protect"), ("notices", "0004_reminders")]
    operations = [migrations.RunSQL((SQL / "0003_time.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
