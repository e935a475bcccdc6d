"""Which tickets people worked on of late."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0010_descriptor_by_state"),
        ("scoring", "0002_withdrawn_exemptions"),
    ]

    operations = [
        migrations.CreateModel(
            name="TicketActivity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ticket", models.CharField(max_length=40)),
                ("author_email", models.CharField(max_length=320)),
                ("day_date", models.DateField(db_index=True)),
                ("commits", models.PositiveIntegerField()),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.origin"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("origin", "ticket", "author_email", "day_date"), name="ticket_activity_once_a_day"
                    )
                ],
            },
        ),
    ]
