from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("notices", "0006_own_login")]
    operations = [
        migrations.AddField("notice", "sends", models.BooleanField(db_default=True)),
        migrations.AddField("notice", "texted_at", models.DateTimeField(null=True)),
        migrations.AddField("notice", "tries", models.PositiveSmallIntegerField(db_default=0)),
        migrations.AddField("notice", "trouble", models.CharField(db_default="", max_length=8)),
        migrations.AddField("notice", "trouble_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "notice", models.CheckConstraint(condition=models.Q(("trouble__in", ["", "waiting", "returned"])), name="notice_trouble")
        ),
        migrations.RunSQL((SQL / "0007_sending.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
