import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0003_time"),
        ("seats", "0007_own_login"),
    ]

    operations = [
        migrations.AlterField(
            model_name="proposal",
            name="case",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case"),
        ),
        migrations.AlterField(
            model_name="request",
            name="case",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case"),
        ),
    ]
