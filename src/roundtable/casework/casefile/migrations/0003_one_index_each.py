import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casefile", "0002_protect"),
        ("people", "0008_one_index_each"),
    ]

    operations = [
        migrations.AlterField(
            model_name="visit",
            name="person",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
    ]
