from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_mail")]
    operations = [
        migrations.AddField("notice", "cause", models.CharField(db_default="", max_length=20)),
        migrations.AddField("notice", "about", models.UUIDField(null=True)),
        migrations.AddConstraint(
            "notice",
            models.UniqueConstraint(
                condition=models.Q(("cause", ""), _negated=True), fields=("person", "cause", "about"), name="told_once"
            ),
        ),
        migrations.RunSQL((SQL / "0004_reminders.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
