"""Addresses and logins of people that somebody added, beside those that files name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0014_listed_entities"),
    ]

    operations = [
        migrations.CreateModel(
            name="AddedAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(blank=True)),
                ("decided_by_ref", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by_ref", models.CharField(blank=True, max_length=200)),
                ("end_reason", models.TextField(blank=True)),
                ("entity_ref", models.CharField(db_index=True, max_length=500)),
                ("scheme", models.CharField(max_length=40)),
                ("value", models.CharField(max_length=500)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("scheme", "value", "entity_ref"),
                        name="added_alias_once_while_valid",
                    )
                ],
            },
        ),
    ]
