from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("plans", "0014_protect_look_again")]
    operations = [migrations.RunSQL((SQL / "0009_said_by_the_house.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)]
