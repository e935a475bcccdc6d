"""Find the few contenders among many descriptors."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0009_url_memory_and_trust"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="descriptor",
            index=models.Index(fields=["state", "ref"], name="descriptor_by_state"),
        ),
    ]
