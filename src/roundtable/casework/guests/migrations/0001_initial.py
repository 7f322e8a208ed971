import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("plans", "0001_initial"),
        ("roundtables", "0001_initial"),
        ("seats", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="GuestLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("said_how", models.CharField(max_length=12)),
                ("secret_hash", models.CharField(max_length=64)),
                ("browser_hash", models.CharField(blank=True, db_default="", max_length=64)),
                ("made_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("opened_at", models.DateTimeField(null=True)),
                (
                    "asked",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item"),
                ),
                (
                    "by",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                ("place", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.seat")),
                (
                    "roundtable",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="roundtables.roundtable",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.step"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case"], name="guest_link_case"),
                    models.Index(fields=["roundtable"], name="guest_link_meeting"),
                    models.Index(fields=["step"], name="guest_link_step"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("roundtable__isnull", True), ("step__isnull", True), _connector="XOR"),
                        name="guest_of_one_thing",
                    ),
                    models.CheckConstraint(condition=models.Q(("said_how__in", ["self", "telephone", "together"])), name="guest_said_how"),
                ],
            },
        ),
    ]
