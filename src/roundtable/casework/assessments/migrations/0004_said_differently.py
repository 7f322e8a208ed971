from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_saidso")]

    operations = [migrations.AddField(model_name="saidso", name="so", field=models.BooleanField(db_default=True))]
