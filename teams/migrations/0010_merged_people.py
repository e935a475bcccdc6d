"""People who have several records: which one holds the memberships of all."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0009_membership_decisions"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_one_current",
        ),
        migrations.AddField(
            model_name="membership",
            name="is_shadowed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="membership",
            name="record",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="own_memberships",
                to="teams.person",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="merged", to="teams.person"
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="own_left_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_shadowed", False), ("until__isnull", True)),
                fields=("team", "person"),
                name="membership_one_current",
            ),
        ),
    ]
