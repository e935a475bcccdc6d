from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0010_descriptor_by_state"),
    ]

    operations = [
        migrations.AlterField(
            model_name="claim",
            name="subject_ref",
            field=models.CharField(max_length=500),
        ),
        migrations.AlterField(
            model_name="coderoot",
            name="entity_ref",
            field=models.CharField(max_length=500),
        ),
        migrations.AlterField(
            model_name="descriptor",
            name="ref",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AlterField(
            model_name="edge",
            name="source_ref",
            field=models.CharField(max_length=500),
        ),
        migrations.AlterField(
            model_name="edge",
            name="target_ref",
            field=models.CharField(max_length=500),
        ),
        migrations.AlterField(
            model_name="entity",
            name="ref",
            field=models.CharField(max_length=500),
        ),
        migrations.AlterField(
            model_name="ownership",
            name="owner_ref",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AlterField(
            model_name="ownership",
            name="subject_ref",
            field=models.CharField(max_length=500),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["subject_ref"], name="claim_by_subject"),
        ),
        migrations.AddIndex(
            model_name="descriptor",
            index=models.Index(fields=["ref"], name="descriptor_by_ref"),
        ),
        migrations.AddIndex(
            model_name="edge",
            index=models.Index(fields=["source_ref"], name="edge_by_source"),
        ),
        migrations.AddIndex(
            model_name="edge",
            index=models.Index(fields=["target_ref"], name="edge_by_target"),
        ),
        migrations.AddIndex(
            model_name="ownership",
            index=models.Index(fields=["subject_ref"], name="ownership_by_subject"),
        ),
        migrations.AddIndex(
            model_name="ownership",
            index=models.Index(fields=["owner_ref"], name="ownership_by_owner"),
        ),
        migrations.AddConstraint(
            model_name="entity",
            constraint=models.UniqueConstraint(fields=("ref",), name="entity_ref_once"),
        ),
    ]
