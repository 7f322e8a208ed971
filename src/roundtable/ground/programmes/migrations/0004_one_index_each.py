import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_one_index_each"),
        ("programmes", "0003_line_managers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="person",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"),
        ),
        migrations.AlterField(
            model_name="role",
            name="programme",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="programmes.programme"),
        ),
    ]
