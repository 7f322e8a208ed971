import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("seats", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkAbilityRange",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("from_hours", models.PositiveSmallIntegerField()),
                ("to_hours", models.PositiveSmallIntegerField()),
                ("sure", models.CharField(max_length=12)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("from_hours__lte", models.F("to_hours"))), name="ability_range")
                ],
            },
        ),
    ]
