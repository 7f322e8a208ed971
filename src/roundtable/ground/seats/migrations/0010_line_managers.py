from pathlib import Path

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("people", "0007_own_asks"), ("seats", "0009_claimed_persons")]

    operations = [
        migrations.CreateModel(
            name="MandateYes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_hat", models.CharField(max_length=20)),
                ("from_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("ended_at", models.DateTimeField(null=True)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="seats.case")),
                ("item", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="seats.item")),
                ("mandate", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="seats.mandate")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("mandate", "item", "person"),
                        name="one_yes_to_a_manager",
                    )
                ],
            },
        ),
        migrations.RunSQL((SQL / "0011_line_managers.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
