import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0002_protect"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AboutMe",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to="people.person"
                    ),
                ),
                ("hours", models.CharField(blank=True, max_length=300)),
                ("i_decide", models.CharField(blank=True, max_length=300)),
                ("i_do_not_decide", models.CharField(blank=True, max_length=300)),
                ("my_judgement", models.CharField(blank=True, max_length=300)),
                ("my_organisation_needs", models.CharField(blank=True, max_length=300)),
                ("changed_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
            ],
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("code", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=200)),
                ("country", models.CharField(max_length=2)),
                ("time_zone", models.CharField(default="Europe/Copenhagen", max_length=40)),
                ("language", models.CharField(default="en", max_length=5)),
                ("citizen_word", models.CharField(default="citizen", max_length=40)),
                ("emergency", models.JSONField(default=list)),
                ("consent_text", models.TextField()),
                ("consent_version", models.CharField(default="1", max_length=20)),
                ("if_no_text", models.TextField()),
                ("fixed_goal", models.TextField(blank=True)),
                ("fixed_goal_owner", models.CharField(blank=True, max_length=200)),
                ("fixed_goal_source", models.CharField(blank=True, max_length=200)),
                ("answer_days", models.PositiveSmallIntegerField(default=7)),
                ("steps_text", models.TextField(blank=True)),
                ("eligibility", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("code", models.SlugField()),
                ("name", models.CharField(max_length=120)),
                ("authority", models.BooleanField(default=False)),
                ("clinical", models.BooleanField(default=False)),
                ("safeguarding", models.BooleanField(default=False)),
                ("decides", models.TextField(blank=True)),
                ("programme", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="programmes.programme")),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("team", models.CharField(blank=True, max_length=60)),
                ("leads", models.BooleanField(default=False)),
                ("manages", models.BooleanField(db_default=False, default=False)),
                ("hours_a_week", models.PositiveSmallIntegerField(default=37)),
                ("from_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("until_at", models.DateTimeField(null=True)),
                ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="organisations.organisation")),
                ("person", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="people.person")),
                ("programme", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="programmes.programme")),
                ("role", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="programmes.role")),
            ],
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("first_day", models.DateField()),
                ("back_on", models.DateField()),
                ("said_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("ended_at", models.DateTimeField(null=True)),
                ("cover", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                (
                    "person",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "said_by",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "back_on"], name="absence_person"),
                    models.Index(condition=models.Q(("ended_at__isnull", True)), fields=["back_on"], name="absence_open"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("back_on__gt", models.F("first_day"))), name="absence_some_days"),
                    models.CheckConstraint(
                        condition=models.Q(("cover", models.F("person")), _negated=True), name="absence_covered_by_another"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.UniqueConstraint(fields=("programme", "code"), name="role_code_in_programme"),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["person"], name="membership_person"),
        ),
    ]
