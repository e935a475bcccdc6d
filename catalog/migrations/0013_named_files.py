import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0012_trigrams_in_bulk"),
    ]

    operations = [
        migrations.CreateModel(
            name="NamedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("path", models.CharField(max_length=1000)),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.origin"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("origin", "kind", "path"), name="named_file_once"),
                ],
            },
        ),
    ]
