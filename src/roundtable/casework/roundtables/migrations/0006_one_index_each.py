import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("roundtables", "0005_earlier_no"),
        ("seats", "0007_own_login"),
    ]

    operations = [
        migrations.AlterField(
            model_name="invitationanswer",
            name="roundtable",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="roundtables.roundtable"
            ),
        ),
        migrations.AlterField(
            model_name="linecheck",
            name="line",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="roundtables.meetingline"
            ),
        ),
        migrations.AlterField(
            model_name="meetingline",
            name="roundtable",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="roundtables.roundtable"
            ),
        ),
        migrations.AlterField(
            model_name="meetingwishes",
            name="case",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case"),
        ),
        migrations.AlterField(
            model_name="roundtable",
            name="case",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case"),
        ),
        migrations.AlterField(
            model_name="roundtableevent",
            name="case",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case"),
        ),
        migrations.AlterField(
            model_name="roundtableevent",
            name="roundtable",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="events", to="roundtables.roundtable"
            ),
        ),
    ]
