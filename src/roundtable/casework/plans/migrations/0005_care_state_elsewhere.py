from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from the move of what stood there: a table with rows that wait for their checks takes no new constraint."""

    dependencies = [("plans", "0004_protect_progress")]

    operations = [
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "care"), _negated=True),
                    models.Q(("state", "open"), ("state_at", None), ("state_by", None), ("state_reason", "")),
                    _connector="OR",
                ),
                name="care_state_elsewhere",
            ),
        ),
    ]
