"""Every source that one has to see in order to see a finding, and not one of them alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Findings get their other restricted sources at the next run of the checks."""

    dependencies: ClassVar = [("scoring", "0003_ticket_activity")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="finding", name="guards", field=models.TextField(blank=True, default=""), preserve_default=False
        ),
    ]
