import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0004_one_index_each"),
        ("referrals", "0003_time"),
        ("seats", "0007_own_login"),
    ]

    operations = [
        migrations.AlterField(
            model_name="referral",
            name="programme",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.programme"
            ),
        ),
        migrations.AlterField(
            model_name="referralconsent",
            name="case",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case"),
        ),
        migrations.AlterField(
            model_name="referralconsent",
            name="referral",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="referrals.referral"),
        ),
        migrations.AlterField(
            model_name="referralevent",
            name="case",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case"),
        ),
        migrations.AlterField(
            model_name="referralevent",
            name="referral",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="referrals.referral"),
        ),
        migrations.AlterField(
            model_name="referrallink",
            name="case",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="seats.case"),
        ),
    ]
