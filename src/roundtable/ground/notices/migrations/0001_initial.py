import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("case_id", models.UUIDField(null=True)),
                ("kind", models.CharField(max_length=20)),
                ("cause", models.CharField(db_default="", max_length=20)),
                ("about", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("read_at", models.DateTimeField(null=True)),
                ("sends", models.BooleanField(db_default=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("texted_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(db_default=0)),
                ("trouble", models.CharField(db_default="", max_length=8)),
                ("trouble_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                ("sender", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
            options={
                "indexes": [models.Index(fields=["person", "made_at"], name="notice_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cause", ""), _negated=True), fields=("person", "cause", "about"), name="told_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("trouble__in", ["", "waiting", "returned"])), name="notice_trouble"),
                ],
            },
        ),
    ]
