"""Who withdrew an exemption, and why."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scoring", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="exemption",
            name="withdrawal_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="exemption",
            name="withdrawn_by_ref",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddIndex(
            model_name="exemption",
            index=models.Index(fields=["subject_ref", "check_id"], name="scoring_exe_subject_64d466_idx"),
        ),
        migrations.AddConstraint(
            model_name="exemption",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="exemption_has_reason"
            ),
        ),
    ]
