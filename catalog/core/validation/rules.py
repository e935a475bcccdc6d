"""Every code that `validate` may print, with what it means in a sentence. Codes are never renamed."""

from __future__ import annotations

RULES = {
    "refused-by-yaml": "The document is not YAML that can be read safely.",
    "refused-by-envelope": "The document lacks its apiVersion, kind or name.",
    "refused-by-preprocess": "A placeholder such as $text cannot be resolved.",
    "refused-by-policy": "A field outside spec is unknown, of the wrong type or badly spelled.",
    "refused-by-kind-schema": "The spec lacks a field of its kind, or one has the wrong type.",
    "refused-by-unknown-kind": "The kind does not exist in this version.",
    "refused-by-relations": "A reference to another entity cannot be read.",
    "unknown-field": "A field does nothing and looks like one that would.",
    "owner-is-user": "The owner is a person; people leave, teams stay.",
    "owner-is-email": "The owner is an e-mail address instead of a team.",
    "owner-is-not-a-team": "The owner is neither a team nor a person.",
    "unrendered-expression": "A value still holds a template expression.",
    "unknown-lifecycle": "The lifecycle is not one of those in use.",
    "unknown-type": "The type is not one of those in use.",
    "placeholder-not-read": "A file that a placeholder names could not be looked at.",
    "repeated-ref": "Two documents declare the same entity.",
    "dangling-ref": "A reference names an entity that nothing declares.",
    "target-missing": "A target of a Location names no file.",
    "template-skeleton": "An unrendered template of a descriptor; left alone.",
    "file-of-another-tool": "Another tool's file of the same name; left alone.",
}
