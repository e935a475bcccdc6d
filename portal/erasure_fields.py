"""Every column that holds text, and whether it may name a person: what erasing one goes through. A new column that is
not listed here fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Holds(StrEnum):
    """What a column holds, and with that how it is cleaned."""

    TEXT = "text"  # names, addresses and refs may stand anywhere in it
    JSON = "json"  # as in texts, in data
    JSON_TEXT = "json text"  # the same, stored as text
    BODY = "body"  # a descriptor's body, of which little is left where it is that of the person
    DERIVED = "derived"  # made again from what was cleaned, by those who consume changes
    DIGEST = "digest"  # of what stands in the same row: computed anew
    OWN = "own"  # of the person's own account or history: `portal.actions.forgotten_rows` sees to it
    NOBODY = "nobody"  # a word of ours, a place, a number or a secret: it names no person


CLEANED = frozenset({Holds.TEXT, Holds.JSON, Holds.JSON_TEXT, Holds.BODY})
CLEANED_OR_OWN = CLEANED | {Holds.OWN}
TEXT, JSON, JSON_TEXT, BODY = Holds.TEXT, Holds.JSON, Holds.JSON_TEXT, Holds.BODY
DERIVED, DIGEST, OWN, NOBODY = Holds.DERIVED, Holds.DIGEST, Holds.OWN, Holds.NOBODY

_DECISION = {"reason": TEXT, "decided_by_ref": NOBODY, "ended_by_ref": NOBODY, "end_reason": TEXT}

CATALOG: Mapping[str, Mapping[str, Holds]] = {
    "catalog.Source": {
        "kind": NOBODY, "name": NOBODY, "location": NOBODY, "list_error": TEXT, "created_by_ref": NOBODY,
    },
    "catalog.SourceReader": {"team_ref": NOBODY},
    # name and address of a repository are where it is: with others it would not be found
    "catalog.Origin": {
        "kind": NOBODY, "provider_id": NOBODY, "name": NOBODY, "location": NOBODY, "remote_url": NOBODY,
        "branch": NOBODY, "tip": NOBODY, "read_digest": NOBODY, "codeowners": JSON, "scan_error": TEXT,
        "url_state": JSON,
    },
    "catalog.Entity": {
        "ref": TEXT, "kind": NOBODY, "namespace": NOBODY, "name": OWN, "title": TEXT, "description": TEXT,
        "type": NOBODY, "lifecycle": NOBODY, "owner_text": TEXT, "body_json": BODY, "relations_json": JSON_TEXT,
        "etag": NOBODY, "error": TEXT,
    },
    "catalog.Descriptor": {
        "path": TEXT, "location_ref": TEXT, "ref": TEXT, "state": NOBODY, "digest": DIGEST, "commit": NOBODY,
        "body_json": BODY, "stage": NOBODY, "error": TEXT, "error_commit": NOBODY, "warnings": JSON,
    },
    "catalog.Edge": {"source_ref": TEXT, "type": NOBODY, "target_ref": TEXT},
    "catalog.Alias": {"scheme": NOBODY, "value": TEXT, "entity_ref": TEXT, "record_ref": TEXT},
    "catalog.AddedAlias": {**_DECISION, "entity_ref": TEXT, "scheme": NOBODY, "value": TEXT},
    "catalog.CodeRoot": {"entity_ref": TEXT, "path_prefix": TEXT, "basis": NOBODY},
    "catalog.ChangeLog": {
        "subject_ref": TEXT, "action": NOBODY, "fields": JSON, "actor_ref": NOBODY, "commit": NOBODY, "path": TEXT,
    },
    "catalog.PendingChange": {"consumer": NOBODY, "subject_ref": TEXT},
    "catalog.DescriptorChoice": {**_DECISION, "ref": TEXT, "origin_name": NOBODY, "path": TEXT},
    "catalog.Rename": {
        **_DECISION, "old_ref": TEXT, "new_ref": TEXT, "basis": NOBODY, "state": NOBODY, "commit": NOBODY,
        "path": TEXT,
    },
    "catalog.PersonMerge": {
        **_DECISION, "first_ref": TEXT, "second_ref": TEXT, "kept_ref": TEXT, "state": NOBODY, "likeness": NOBODY,
    },
    "catalog.Keeping": {**_DECISION, "ref": TEXT},
    "catalog.KeptFile": {
        "kind": NOBODY, "path": TEXT, "commit": NOBODY, "digest": DIGEST, "text": TEXT, "problem": TEXT,
    },
    "catalog.NamedFile": {"kind": NOBODY, "path": TEXT},
    "catalog.Lease": {"name": NOBODY, "holder": NOBODY},
    "catalog.Claim": {
        "subject_ref": TEXT, "basis": NOBODY, "scope": TEXT, "role": NOBODY, "owner_text": TEXT, "evidence": JSON,
    },
    "catalog.Ownership": {"subject_ref": TEXT, "owner_ref": TEXT, "reasons": JSON},
    "catalog.ScanJob": {"leased_by": NOBODY, "last_error": TEXT},
    "catalog.Scan": {"commit": NOBODY, "error": TEXT},
    "catalog.SearchEntry": {
        "ref": TEXT, "kind": NOBODY, "type": NOBODY, "name": DERIVED, "names": DERIVED, "handles": DERIVED,
        "tags": DERIVED, "rest": DERIVED, "fields": DERIVED,
    },
    "catalog.ServedVersion": {"token": NOBODY, "guarded": NOBODY},
    # the ref leads to the row whoever makes the rest again
    "catalog.ServedEntity": {
        "ref": TEXT, "etag": NOBODY, "text": DERIVED, "guarded": DERIVED, "last_good": JSON_TEXT, "place": DERIVED,
        "search_text": DERIVED,
    },
    "catalog.SearchKey": {"key": NOBODY, "posting": NOBODY, "token": NOBODY},
    "catalog.SearchTerm": {"key": NOBODY, "value": DERIVED, "original": DERIVED, "posting": NOBODY},
    "catalog.Erasure": {"ref": NOBODY, "code": NOBODY, "erased_by_ref": NOBODY},
    "catalog.ErasedText": {"digest": NOBODY, "reach": NOBODY, "replacement": NOBODY},
}  # fmt: skip

TEAMS: Mapping[str, Mapping[str, Holds]] = {
    "teams.Team": {
        "ref": NOBODY, "name": NOBODY, "title": TEXT, "type": NOBODY, "focus": TEXT, "email": TEXT,
        "parent_ref": NOBODY, "channels": JSON,
    },
    "teams.Person": {"ref": TEXT, "name": OWN, "shown_name": OWN, "email": OWN},
    "teams.Membership": {},
    "teams.MembershipDecision": {**_DECISION, "says": NOBODY},
    "teams.OnCallSource": {
        "kind": NOBODY, "name": NOBODY, "title": TEXT, "owner_ref": TEXT, "url": NOBODY, "stack_url": NOBODY,
        "content": TEXT, "file_name": TEXT, "zone": NOBODY, "added_by": NOBODY, "leased_by": NOBODY, "error": TEXT,
        "unmatched": JSON, "links": NOBODY,
    },
    "teams.Schedule": {
        "kind": NOBODY, "ref": NOBODY, "owner_ref": TEXT, "title": TEXT, "zone": NOBODY, "document": JSON,
        "imported": JSON, "decided": JSON, "commit": NOBODY, "path": TEXT, "vendor_id": NOBODY, "url": NOBODY,
        "problem": TEXT,
    },
    "teams.Override": {
        "schedule_ref": NOBODY, "mode": NOBODY, "people": JSON, "replaces": TEXT, "reason": TEXT,
        "made_by_ref": NOBODY, "undone_by_ref": NOBODY,
    },
    # who answered is a digest that differs from quarter to quarter: nobody can tell whose it was
    "teams.SurveyAnswer": {"quarter": NOBODY, "answered_by": NOBODY, "answers": NOBODY},
    "teams.TeamApiVersion": {
        "team_ref": NOBODY, "declared_ref": TEXT, "path": TEXT, "commit": NOBODY, "text": TEXT, "dialect": NOBODY,
        "problems": JSON, "owns": JSON, "digest": DIGEST, "refusal": NOBODY,
    },
}  # fmt: skip

SCORING: Mapping[str, Mapping[str, Holds]] = {
    "scoring.FactState": {
        "collector": NOBODY, "fingerprint": NOBODY, "commit": NOBODY, "error": TEXT, "data": JSON,
    },
    "scoring.AuthorActivity": {
        "path_prefix": TEXT, "author_email": OWN, "author_name": OWN, "last_commit": NOBODY,
    },
    "scoring.TicketActivity": {"ticket": NOBODY, "author_email": OWN},
    "scoring.Finding": {
        "check_id": NOBODY, "subject_ref": TEXT, "subject_kind": NOBODY, "key": TEXT, "team_ref": NOBODY,
        "state": NOBODY, "sentence": TEXT, "remedy": TEXT, "evidence": JSON, "guards": NOBODY,
    },
    "scoring.FindingEvent": {"event": NOBODY, "actor_ref": NOBODY, "note": TEXT},
    "scoring.Exemption": {
        "check_id": NOBODY, "subject_ref": TEXT, "key": TEXT, "reason": TEXT, "decided_by_ref": NOBODY,
        "withdrawn_by_ref": NOBODY, "withdrawal_reason": TEXT,
    },
    "scoring.Unknown": {"check_id": NOBODY, "subject_ref": TEXT, "reason": TEXT, "last_known": NOBODY},
    "scoring.ReportState": {"week": NOBODY, "scope": TEXT, "state": JSON},
    "scoring.ReportDelivery": {
        "week": NOBODY, "scope": TEXT, "recipient": TEXT, "state": NOBODY, "message_id": NOBODY, "error": TEXT,
    },
    "scoring.ScoringRun": {"state": NOBODY, "error": TEXT},
    "scoring.Score": {"subject_ref": TEXT, "scorecard": NOBODY, "level": NOBODY, "points": JSON},
    "scoring.ScoreDay": {"subject_ref": TEXT, "scorecard": NOBODY},
}  # fmt: skip

PORTAL: Mapping[str, Mapping[str, Holds]] = {
    "portal.Account": {
        "password": OWN, "username": OWN, "first_name": OWN, "last_name": OWN, "email": OWN, "person_ref": TEXT,
    },
    "portal.ApiToken": {"name": OWN, "prefix": NOBODY, "digest": NOBODY, "scopes": NOBODY},
    "portal.Feed": {"subject_ref": TEXT, "title": TEXT, "digest": NOBODY, "published": JSON},
    "portal.SignInLink": {"digest": NOBODY},
    "portal.AuditEvent": {"actor_ref": NOBODY, "action": NOBODY, "subject": TEXT, "detail": JSON},
    # of Django: a session holds the id of an account, signed
    "sessions.Session": {"session_key": NOBODY, "session_data": NOBODY},
    "auth.Permission": {"name": NOBODY, "codename": NOBODY},
    "auth.Group": {"name": NOBODY},
    "contenttypes.ContentType": {"app_label": NOBODY, "model": NOBODY},
}  # fmt: skip

FIELDS: Mapping[str, Mapping[str, Holds]] = {**CATALOG, **TEAMS, **SCORING, **PORTAL}
