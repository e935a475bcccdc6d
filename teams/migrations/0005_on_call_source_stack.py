from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0004_on_call_sources"),
    ]

    operations = [
        migrations.AddField(
            model_name="oncallsource",
            name="stack_url",
            field=models.CharField(blank=True, max_length=2000),
        ),
    ]
