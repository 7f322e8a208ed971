import django.contrib.postgres.fields
import django.contrib.postgres.functions
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
            name="Draft",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("made_for", models.CharField(max_length=12)),
                ("place", models.CharField(blank=True, max_length=12)),
                ("about", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                ("to", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("how", models.CharField(max_length=12)),
                ("begins_at", models.DateTimeField()),
                ("people", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
            ],
            options={
                "indexes": [models.Index(fields=["case", "begins_at"], name="contact_case")],
            },
        ),
        migrations.CreateModel(
            name="ContactChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("state", models.CharField(max_length=12)),
                ("minutes", models.PositiveSmallIntegerField(null=True)),
                ("moved_to", models.DateTimeField(null=True)),
                ("noted_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("item", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="seats.item")),
                ("noted_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
            options={
                "indexes": [models.Index(fields=["item", "id"], name="contactchange_item")],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="seats.item"
                    ),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case")),
                (
                    "citizen",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                ("corrects", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item")),
                ("line", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item")),
                (
                    "professional",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "kind"], name="note_case_kind"),
                    models.Index(fields=["scope_id", "kind"], name="note_scope_kind"),
                    models.Index(condition=models.Q(("kind", "message")), fields=["professional"], name="note_professional"),
                    models.Index(condition=models.Q(("corrects__isnull", False)), fields=["corrects"], name="note_corrects"),
                    models.Index(condition=models.Q(("line__isnull", False)), fields=["line"], name="note_line"),
                ],
            },
        ),
    ]
