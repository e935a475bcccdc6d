"""Records of people that are one person, and aliases that say of which record they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0016_erasures"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(blank=True)),
                ("decided_by_ref", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by_ref", models.CharField(blank=True, max_length=200)),
                ("end_reason", models.TextField(blank=True)),
                ("first_ref", models.CharField(max_length=500)),
                ("second_ref", models.CharField(db_index=True, max_length=500)),
                ("kept_ref", models.CharField(blank=True, max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("confirmed", "Confirmed"), ("declined", "Declined")],
                        default="proposed",
                        max_length=20,
                    ),
                ),
                ("likeness", models.JSONField(default=list)),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="alias",
            name="alias_once_while_valid",
        ),
        migrations.AddField(
            model_name="alias",
            name="record_ref",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddConstraint(
            model_name="alias",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to__isnull", True)),
                fields=("scheme", "value", "entity_ref", "record_ref"),
                name="alias_once_while_valid",
            ),
        ),
        migrations.AddConstraint(
            model_name="personmerge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("first_ref", "second_ref"),
                name="person_merge_once_while_valid",
            ),
        ),
    ]
