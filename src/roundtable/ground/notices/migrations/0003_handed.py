from django.db import migrations, models


class Migration(migrations.Migration):
    """Since when a mail server may have a notice: written before it is handed over, so that a worker that dies sends nothing twice."""

    dependencies = [("notices", "0002_protect")]
    operations = [
        migrations.AddField("notice", "handed_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("notice", "notice_trouble"),
        migrations.AddConstraint(
            "notice",
            models.CheckConstraint(condition=models.Q(trouble__in=["", "waiting", "returned", "perhaps"]), name="notice_trouble"),
        ),
        migrations.RunSQL("GRANT UPDATE (handed_at) ON notices_notice TO worker", migrations.RunSQL.noop),
    ]
