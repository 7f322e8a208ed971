import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("roundtables", "0001_initial"),
        ("seats", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("channel", models.UUIDField(default=uuid.uuid4)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                (
                    "roundtable",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="roundtables.roundtable"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Box",
            fields=[
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=12)),
                ("noted", models.BooleanField(default=False)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("settled", models.TextField(blank=True)),
                ("whole", models.BinaryField(default=b"")),
                ("text", models.TextField(blank=True)),
                ("day", models.DateField(null=True)),
                (
                    "last_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "who",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("whose", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                (
                    "sheet",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cowriting.sheet"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Signal",
            fields=[
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=8)),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                (
                    "sheet",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cowriting.sheet"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("edit", models.BinaryField()),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("box", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cowriting.box")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                (
                    "sheet",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cowriting.sheet"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sheet"], name="cowriting_change_sheet")],
            },
        ),
        migrations.AddIndex(
            model_name="box",
            index=models.Index(fields=["sheet"], name="cowriting_box_sheet"),
        ),
        migrations.AddConstraint(
            model_name="box",
            constraint=models.CheckConstraint(
                condition=models.Q(("noted", False), ("whose__isnull", False), _connector="OR"), name="noted_for_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="box",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "step"), _negated=True),
                fields=("sheet", "kind", "whose", "noted"),
                name="one_box_of_each",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(fields=["sheet", "at"], name="cowriting_signal_sheet"),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", ["pause", "go_on", "stop"])), name="signal_kind"),
        ),
    ]
