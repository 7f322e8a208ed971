import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_one_index_each"),
        ("plans", "0010_own_party"),
    ]

    operations = [
        migrations.AlterField(
            model_name="answer",
            name="call",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="plans.call"),
        ),
        migrations.AlterField(
            model_name="answer",
            name="plan",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan"),
        ),
        migrations.AlterField(
            model_name="call",
            name="plan",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan"),
        ),
        migrations.AlterField(
            model_name="goal",
            name="plan",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan"),
        ),
        migrations.AlterField(
            model_name="saying",
            name="plan",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan"),
        ),
        migrations.AlterField(
            model_name="step",
            name="plan",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan"),
        ),
        migrations.AlterField(
            model_name="version",
            name="plan",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.plan"),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["plan"], name="answer_plan"),
        ),
    ]
