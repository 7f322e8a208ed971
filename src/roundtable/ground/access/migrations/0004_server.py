from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    """Every row of the log and every seal says on which server it was made; what is there already was made on this one."""

    dependencies = [("access", "0003_libraries"), ("seats", "0002_guard")]
    operations = [
        migrations.RunSQL((SQL / "0005_server.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.AddField("accessevent", "server", models.BigIntegerField(db_default=models.Func(function="guard.server_number"))),
        migrations.AddField("seal", "epoch", models.IntegerField(db_default=1)),
        migrations.AddField("seal", "server", models.BigIntegerField(db_default=models.Func(function="guard.server_number"))),
        migrations.AddField("seal", "afterwards", models.BooleanField(db_default=False)),
    ]
