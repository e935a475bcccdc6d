import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_location_of_descriptor"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("path", models.CharField(max_length=1000)),
                ("commit", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("text", models.TextField(blank=True)),
                ("problem", models.TextField(blank=True)),
                ("first_seen_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="kept_files", to="catalog.origin"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("origin", "kind", "path"), name="kept_file_once"),
                ],
            },
        ),
    ]
