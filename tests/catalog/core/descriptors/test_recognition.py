"""Templates of descriptors and other tools' files are recognised; broken descriptors are never mistaken for them."""

from __future__ import annotations

import pytest

from catalog.core.descriptors import Document, DocumentClass, parse_file

TEMPLATE = "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: {name: a}\n"
HEAD = "apiVersion: backstage.io/v1alpha1\nkind: Component\n"


def read_one(text: str, path: str = "catalog-info.yaml") -> Document:
    return parse_file(path, text.encode()).documents[0]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "metadata:\n  name: ${{ values.name }}\nspec: {}\n",
        HEAD + "metadata:\n  name: ${{ values.name | dump }}\nspec: {type: x, lifecycle: y, owner: z}\n",
        HEAD + "metadata:\n  name: {{ cookiecutter.name }}\nspec: {}\n",
        HEAD + "metadata:\n  name: {{ values.name }}-api\nspec: {}\n",
        HEAD + "metadata:\n  name: a\n  {%- if values.description %}\n  description: x\n  {%- endif %}\n",
        HEAD + "metadata:\n  name: <%= name %>\nspec: {}\n",
        HEAD + "metadata:\n  name: a\n  namespace: '{{ ns }}'\nspec: {}\n",
        HEAD + "metadata:\n  name: a\n  tags: ['${{ values.tag }}']\nspec: {}\n",
        HEAD + "metadata:\n  name: __SERVICE_NAME__\nspec: {}\n",
        "apiVersion: backstage.io/v1alpha1\nkind: {{ values.kind }}\nmetadata: {name: a}\n",
        "{{ include 'descriptor' }}",
        "{% raw %}\n" + HEAD,
    ],
)
def test_an_unrendered_template_is_a_skeleton(text: str) -> None:
    document = read_one(text)
    assert document.error is not None
    assert document.document_class is DocumentClass.SKELETON
    assert not document.is_broken


def test_a_path_with_an_expression_in_it_makes_a_skeleton() -> None:
    text = HEAD + "metadata: {name: a}\n"
    assert read_one(text, "skeleton/${{values.name}}/catalog-info.yaml").document_class is DocumentClass.SKELETON
    assert read_one(text, "skeleton/catalog-info.yaml").document_class is DocumentClass.DESCRIPTOR


@pytest.mark.parametrize(
    "text",
    [
        "name: CI\non: [push]\njobs: {}\n",
        "spec:\n  inputs:\n    stage: {default: test}\n",
        "- a\n- b\n",
        "just a text",
        "version: '3'\nservices: {}\n",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {}\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
    ],
)
def test_another_tools_file_is_foreign(text: str) -> None:
    document = read_one(text)
    assert document.error is not None
    assert document.document_class is DocumentClass.FOREIGN
    assert not document.is_broken


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: backstage.io/v1alpha1\nmetadata: {name: a}\nspec: {}\n",
        "kind: Component\nmetadata: {name: a}\nspec: {}\n",
        "apiVersion: backstage.io/v1alpha1\nmeta: {name: a}\n",
        "apiVersion: backstage.io/v1alpha1\nkind: Component\n",
        "apiVersion: v1\nkind: Component\nmetadata: {name: a}\n",
        "apiVersion: backstage.io/v1alpha1\nkind: Plugin\nmetadata: {name: a}\n",
        "apiVersion: extensions.backstage.io/v1alpha1\nkind: Plugin\nmetadata: {name: a}\n",
        HEAD + "metadata: {name: a b}\n",
        HEAD + "metadata:\n  name: a\n  description: use {{ x }} here\n",
        HEAD + "metadata: {name: a}\nspec: {type: a, lifecycle: b, owner: c, dependsOn: [d]}\n",
        HEAD + "metadata:\n  links:''\n",
        TEMPLATE + "spec:\n  type: x\n  steps:\n    - id: ${{ x }}\n",
        TEMPLATE + "spec:\n  x: ${{ y }}\n {%- if z %}\n",
    ],
)
def test_a_broken_descriptor_stays_one(text: str) -> None:
    assert read_one(text).is_broken


def test_an_accepted_document_is_always_a_descriptor() -> None:
    text = HEAD + "metadata: {name: a, description: '{{ x }}'}\nspec: {type: a, lifecycle: b, owner: '${{ c }}'}\n"
    document = read_one(text, "{{ path }}/catalog-info.yaml")
    assert document.ok
    assert document.document_class is DocumentClass.DESCRIPTOR
