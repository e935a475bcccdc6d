"""Decisions of people, and what the change log needs to show them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_served_entities"),
    ]

    operations = [
        migrations.CreateModel(
            name="DescriptorChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(blank=True)),
                ("decided_by_ref", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by_ref", models.CharField(blank=True, max_length=200)),
                ("end_reason", models.TextField(blank=True)),
                ("ref", models.CharField(max_length=500)),
                ("origin_name", models.CharField(max_length=500)),
                ("path", models.CharField(max_length=1000)),
                ("doc_index", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Keeping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(blank=True)),
                ("decided_by_ref", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by_ref", models.CharField(blank=True, max_length=200)),
                ("end_reason", models.TextField(blank=True)),
                ("ref", models.CharField(max_length=500)),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Rename",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(blank=True)),
                ("decided_by_ref", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by_ref", models.CharField(blank=True, max_length=200)),
                ("end_reason", models.TextField(blank=True)),
                ("old_ref", models.CharField(max_length=500)),
                ("new_ref", models.CharField(db_index=True, max_length=500)),
                (
                    "basis",
                    models.CharField(
                        choices=[("detected", "Detected"), ("descriptor", "Descriptor"), ("person", "Person")],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("confirmed", "Confirmed"), ("declined", "Declined")],
                        default="proposed",
                        max_length=20,
                    ),
                ),
                ("commit", models.CharField(blank=True, max_length=64)),
                ("path", models.CharField(blank=True, max_length=1000)),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="changelog",
            name="former_origin",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.origin",
            ),
        ),
        migrations.AlterField(
            model_name="changelog",
            name="action",
            field=models.CharField(
                choices=[
                    ("added", "Added"),
                    ("changed", "Changed"),
                    ("removed", "Removed"),
                    ("revived", "Revived"),
                    ("decided", "Decided"),
                    ("withdrawn", "Withdrawn"),
                    ("purged", "Purged"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="changelog",
            name="subject_ref",
            field=models.CharField(max_length=500),
        ),
        migrations.AddIndex(
            model_name="changelog",
            index=models.Index(fields=["subject_ref", "at"], name="catalog_cha_subject_072e15_idx"),
        ),
        migrations.AddIndex(
            model_name="entity",
            index=models.Index(
                condition=models.Q(("removed_at__isnull", False)), fields=["removed_at"], name="entity_removed"
            ),
        ),
        migrations.AddField(
            model_name="descriptorchoice",
            name="origin",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="catalog.origin"
            ),
        ),
        migrations.AddField(
            model_name="keeping",
            name="origin",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="catalog.origin"
            ),
        ),
        migrations.AddField(
            model_name="rename",
            name="origin",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="catalog.origin"
            ),
        ),
        migrations.AddIndex(
            model_name="descriptorchoice",
            index=models.Index(fields=["ref", "decided_at"], name="catalog_des_ref_e25c54_idx"),
        ),
        migrations.AddConstraint(
            model_name="descriptorchoice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("ref",), name="choice_one_current_per_ref"
            ),
        ),
        migrations.AddConstraint(
            model_name="keeping",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("ref",), name="keeping_one_current_per_ref"
            ),
        ),
        migrations.AddConstraint(
            model_name="rename",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("old_ref", "new_ref"),
                name="rename_once_while_valid",
            ),
        ),
    ]
