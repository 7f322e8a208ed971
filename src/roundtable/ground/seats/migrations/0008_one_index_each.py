import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_one_index_each"),
        ("seats", "0007_own_login"),
    ]

    operations = [
        migrations.AlterField(
            model_name="block",
            name="case",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.case"),
        ),
        migrations.AlterField(
            model_name="discloseditem",
            name="disclosure",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.disclosure"),
        ),
        migrations.AlterField(
            model_name="discloseditem",
            name="item",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.item"),
        ),
        migrations.AlterField(
            model_name="disclosure",
            name="case",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.case"),
        ),
        migrations.AlterField(
            model_name="disclosure",
            name="to_seat",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.seat"),
        ),
        migrations.AlterField(
            model_name="disclosureevent",
            name="disclosure",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.disclosure"),
        ),
        migrations.AlterField(
            model_name="disclosureyes",
            name="disclosure",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.disclosure"),
        ),
        migrations.AlterField(
            model_name="item",
            name="author",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AlterField(
            model_name="item",
            name="case",
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="seats.case"),
        ),
        migrations.AlterField(
            model_name="item",
            name="scope",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.scope"),
        ),
        migrations.AlterField(
            model_name="itemkey",
            name="item",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="seats.item"),
        ),
        migrations.AlterField(
            model_name="mandate",
            name="case",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.case"),
        ),
        migrations.AlterField(
            model_name="mandate",
            name="person",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AlterField(
            model_name="opening",
            name="case",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.case"),
        ),
        migrations.AlterField(
            model_name="scope",
            name="case",
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="seats.case"),
        ),
        migrations.AlterField(
            model_name="scope",
            name="holder",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AlterField(
            model_name="scopekey",
            name="scope",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="seats.scope"),
        ),
        migrations.AlterField(
            model_name="seat",
            name="case",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.case"),
        ),
        migrations.AlterField(
            model_name="seat",
            name="person",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AlterField(
            model_name="withholding",
            name="case",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="seats.case"),
        ),
    ]
