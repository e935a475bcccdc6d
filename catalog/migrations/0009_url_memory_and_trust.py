from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0008_url_registered_once"),
    ]

    operations = [
        migrations.AddField("origin", "url_state", models.JSONField(default=dict)),
        migrations.AddField("origin", "is_trusted", models.BooleanField(default=False)),
        migrations.AddField("scanjob", "finished_at", models.DateTimeField(blank=True, null=True)),
    ]
