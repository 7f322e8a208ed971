from pathlib import Path

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("people", "0004_invite"), ("seats", "0004_memberships")]

    operations = [
        migrations.CreateModel(
            name="DisclosureYes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_hat", models.CharField(max_length=20)),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("disclosure", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="seats.disclosure")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("disclosure", "person"), name="one_yes_a_person")],
            },
        ),
        migrations.RunSQL((SQL / "0007_everybodys_yes.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "0009_seated_by_another.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
