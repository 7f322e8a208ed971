import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0002_protect"),
        ("people", "0001_initial"),
        ("programmes", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("opened_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("programme", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="programmes.programme")),
            ],
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("wall", models.SmallIntegerField(default=0)),
                ("scope_kind", models.CharField(default="", max_length=12)),
                ("about", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ("kind", models.CharField(max_length=20)),
                ("author_hat", models.CharField(max_length=20)),
                ("held", models.BooleanField(default=False)),
                ("moved_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                (
                    "author",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                ("case", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="seats.case")),
                (
                    "said_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("ground", models.CharField(max_length=20)),
                ("from_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("until_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.case")),
                ("given_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="organisations.organisation")),
                (
                    "person",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
        ),
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
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("early", models.BooleanField(default=False)),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.case")),
            ],
        ),
        migrations.CreateModel(
            name="Scope",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=12)),
                ("about", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ("holder_hat", models.CharField(blank=True, max_length=20)),
                ("wall", models.SmallIntegerField()),
                ("case", models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="seats.case")),
                (
                    "holder",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("side", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="organisations.organisation")),
            ],
        ),
        migrations.AddField(
            model_name="item",
            name="scope",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.scope"),
        ),
        migrations.CreateModel(
            name="ScopeKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ring", models.CharField(max_length=12)),
                ("wrapped", models.BinaryField()),
                ("scope", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="seats.scope")),
            ],
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("hat", models.CharField(max_length=20)),
                ("authority", models.BooleanField(default=False)),
                ("powers", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=list, size=None)),
                (
                    "power_kinds",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None),
                ),
                ("ground", models.CharField(default="programme", max_length=40)),
                ("from_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("until_at", models.DateTimeField(null=True)),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.case")),
                (
                    "for_person",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "organisation",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="organisations.organisation"),
                ),
                (
                    "person",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                ("role", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="programmes.role")),
                (
                    "seated_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="item",
            name="author_seat",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.seat"),
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("about", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ("side_ids", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ("given_hat", models.CharField(max_length=20)),
                ("basis", models.CharField(max_length=10)),
                ("how", models.CharField(max_length=20)),
                ("purpose", models.CharField(max_length=40)),
                ("text_version", models.CharField(blank=True, max_length=40)),
                ("from_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("until_at", models.DateTimeField()),
                ("paragraph", models.CharField(blank=True, max_length=120)),
                ("urgent", models.BooleanField(default=False)),
                ("countersign_by", models.DateTimeField(null=True)),
                ("told_from", models.DateTimeField(null=True)),
                ("deferral_ground", models.CharField(blank=True, max_length=120)),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.case")),
                (
                    "countersigner",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                ("given_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                (
                    "reason_item",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.item"),
                ),
                (
                    "to_seat",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.seat"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Withholding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("paragraph", models.CharField(max_length=120)),
                ("from_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("until_at", models.DateTimeField()),
                ("countersigned_at", models.DateTimeField(null=True)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.case")),
                ("countersigner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("item", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="seats.item")),
            ],
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("from_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("until_at", models.DateTimeField(null=True)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                (
                    "noted_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "opened_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("case", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.case")),
            ],
            options={
                "indexes": [models.Index(fields=["case", "person"], name="block_case_person")],
            },
        ),
        migrations.CreateModel(
            name="DisclosureEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.CharField(max_length=20)),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("disclosure", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.disclosure")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("disclosure", "event"), name="one_event_a_kind")],
            },
        ),
        migrations.CreateModel(
            name="DisclosureYes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_hat", models.CharField(max_length=20)),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("disclosure", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.disclosure")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("disclosure", "person"), name="one_yes_a_person")],
            },
        ),
        migrations.CreateModel(
            name="Text",
            fields=[
                (
                    "item",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to="seats.item"),
                ),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("headline", models.CharField(blank=True, max_length=300)),
                ("body", models.TextField(blank=True)),
                ("sealed", models.BinaryField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["scope_id"], name="text_scope")],
            },
        ),
        migrations.CreateModel(
            name="DisclosedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("disclosure", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.disclosure")),
                ("item", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.item")),
            ],
            options={
                "indexes": [models.Index(fields=["item"], name="disclosed_item")],
                "constraints": [models.UniqueConstraint(fields=("disclosure", "item"), name="disclosed_once")],
            },
        ),
        migrations.CreateModel(
            name="ItemKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope_id", models.IntegerField()),
                ("wall", models.SmallIntegerField()),
                ("ring", models.CharField(blank=True, max_length=12)),
                ("wrapped", models.BinaryField()),
                ("item", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="seats.item")),
            ],
            options={
                "indexes": [models.Index(fields=["scope_id"], name="wrap_scope")],
                "constraints": [models.UniqueConstraint(fields=("item", "ring"), name="one_wrap_a_ring")],
            },
        ),
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(fields=["person"], name="mandate_person"),
        ),
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(fields=["case"], name="mandate_case"),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(condition=models.Q(("until_at__gt", models.F("from_at"))), name="mandate_some_time"),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("given_by", models.F("person")), _negated=True), name="mandate_has_two_people"
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("ground__in", ["complaint", "incident", "supervision", "absence"])), name="mandate_ground"
            ),
        ),
        migrations.AddConstraint(
            model_name="mandateyes",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("mandate", "item", "person"), name="one_yes_to_a_manager"
            ),
        ),
        migrations.AddIndex(
            model_name="opening",
            index=models.Index(fields=["case"], name="opening_case"),
        ),
        migrations.AddIndex(
            model_name="scope",
            index=models.Index(fields=["case"], name="scope_case"),
        ),
        migrations.AddIndex(
            model_name="scope",
            index=models.Index(fields=["holder"], name="scope_holder"),
        ),
        migrations.AddConstraint(
            model_name="scope",
            constraint=models.UniqueConstraint(
                fields=("case", "kind", "about", "holder", "holder_hat", "side"), name="one_scope", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="scope",
            constraint=models.UniqueConstraint(fields=("id", "wall"), name="scope_wall"),
        ),
        migrations.AddConstraint(
            model_name="scope",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["draft", "own", "confidence", "side", "team", "table"])), name="scope_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="scopekey",
            constraint=models.UniqueConstraint(fields=("scope", "ring"), name="one_key_a_ring"),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(fields=["person", "hat"], name="seat_person_hat"),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(fields=["case"], name="seat_case"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["scope", "made_at", "id"], name="item_scope_made"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["case", "kind", "made_at"], name="item_case_kind"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["author"], name="item_author"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(condition=models.Q(("held", True)), fields=["case"], name="item_held"),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["to_seat"], name="disclosure_to"),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["case"], name="disclosure_case"),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(condition=models.Q(("until_at__gt", models.F("from_at"))), name="disclosure_some_time"),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(condition=models.Q(("basis__in", ["consent", "law"])), name="disclosure_basis"),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "law"), _negated=True),
                    models.Q(
                        ("countersigner__isnull", False),
                        models.Q(("paragraph", ""), _negated=True),
                        models.Q(("countersigner", models.F("given_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="law_has_two_people",
            ),
        ),
        migrations.AddIndex(
            model_name="withholding",
            index=models.Index(fields=["case"], name="withholding_case"),
        ),
        migrations.AddConstraint(
            model_name="withholding",
            constraint=models.CheckConstraint(
                condition=models.Q(("countersigner", models.F("by")), _negated=True), name="withholding_has_two_people"
            ),
        ),
    ]
