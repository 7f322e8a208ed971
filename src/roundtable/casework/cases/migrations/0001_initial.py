import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("seats", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("outcome", models.CharField(max_length=20)),
                ("shares_ended", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("by_hat", models.CharField(max_length=20)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                ("item", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item")),
            ],
            options={
                "indexes": [models.Index(fields=["case"], name="closing_case")],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("told", models.CharField(max_length=12)),
                ("batch", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("by_hat", models.CharField(max_length=20)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                ("coming", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("leaving", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
            options={
                "indexes": [models.Index(fields=["case"], name="hand_over_case")],
            },
        ),
        migrations.CreateModel(
            name="PhaseEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("phase", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("by_hat", models.CharField(max_length=20)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "number"), name="one_phase_at_a_time")],
            },
        ),
    ]
