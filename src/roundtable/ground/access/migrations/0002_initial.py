import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_protect"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=models.Func(function="clock_timestamp"))),
                ("xid", models.BigIntegerField(db_default=models.Func(function="guard.transaction_number"))),
                ("person_id", models.UUIDField()),
                ("hat", models.CharField(max_length=20)),
                ("seat_id", models.UUIDField(null=True)),
                ("case_id", models.UUIDField(null=True)),
                ("item_id", models.UUIDField()),
                ("scope_id", models.IntegerField()),
                ("about", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("purpose", models.CharField(max_length=20)),
                ("basis", models.CharField(max_length=20)),
                ("show_from", models.DateTimeField(null=True)),
                ("server", models.BigIntegerField(db_default=models.Func(function="guard.server_number"))),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case_id", "at"], name="access_event_case"),
                    models.Index(fields=["xid", "id"], name="access_event_xid"),
                    models.Index(fields=["item_id"], name="access_event_item"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=models.Func(function="clock_timestamp"))),
                ("epoch", models.IntegerField(db_default=1)),
                ("server", models.BigIntegerField(db_default=models.Func(function="guard.server_number"))),
                ("afterwards", models.BooleanField(db_default=False)),
                ("xid_from", models.BigIntegerField()),
                ("xid_until", models.BigIntegerField()),
                ("rows", models.IntegerField()),
                ("digest", models.BinaryField(max_length=32)),
            ],
        ),
    ]
