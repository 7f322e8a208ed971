import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_invite"),
        ("plans", "0002_protect"),
        ("seats", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("state", models.CharField(max_length=8)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("step", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="progress", to="plans.step")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("wall", 1)), name="progress_behind_wall")],
            },
        ),
    ]
