from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("plans", "0017_step_reply")]
    operations = [migrations.RunSQL((SQL / "0011_step_reply.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
