from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("plans", "0013_look_again")]
    operations = [migrations.RunSQL((SQL / "0008_look_again.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
