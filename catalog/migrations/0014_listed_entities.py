"""Count what a list holds, and what it can be filtered by, without a look at the long rows of entities."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0013_named_files"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entity",
            index=models.Index(
                condition=models.Q(("removed_at__isnull", True)),
                fields=["kind", "type", "lifecycle", "source"],
                name="entity_listed",
            ),
        ),
    ]
