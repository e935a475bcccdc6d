from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0006_survey_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="teamapiversion",
            name="refusal",
            field=models.CharField(blank=True, max_length=40),
        ),
    ]
