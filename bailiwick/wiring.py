"""What the apps do not know of each other: who consumes changes, in what order, and who reads reports."""

from __future__ import annotations


def connect_consumers() -> None:
    """Register the consumers of pending changes. Called once, when all apps are loaded."""
    from catalog.actions.aliases import sync_aliases
    from catalog.actions.code import sync_code
    from catalog.actions.descriptor_claims import claim_descriptors
    from catalog.actions.merge_sync import sync_merges
    from catalog.actions.ownership import CONSUMER as OWNERSHIP
    from catalog.actions.ownership import resolve_ownerships
    from catalog.actions.pending import ANY_REF, Change, Consumer, register_consumers
    from catalog.actions.rename_sync import sync_renames
    from catalog.actions.search import index_search
    from catalog.actions.stitch import stitch_entities
    from scoring.actions.scoring import request_scoring
    from teams.actions.pager_claims import claim_pagers
    from teams.actions.people import sync_people
    from teams.actions.schedules import sync_schedules
    from teams.actions.team_apis import sync_team_apis

    entity, relations = {Change.ENTITY: ANY_REF}, {Change.RELATIONS: ANY_REF}
    claims, files = {Change.CLAIMS: ANY_REF}, {Change.FILES: ANY_REF}
    people, code, owners = ("group:", "user:"), ("component:", "repository:"), ("group:", "repository:")
    register_consumers(
        [
            Consumer("stitch", stitch_entities, entity | relations),
            Consumer("people", sync_people, {Change.ENTITY: people, Change.RELATIONS: people}),
            Consumer("aliases", sync_aliases, {Change.ENTITY: people}),
            Consumer("renames", sync_renames, entity),
            Consumer("merges", sync_merges, {Change.ENTITY: ("user:",)}),
            Consumer("search", index_search, entity),
            Consumer("code", sync_code, {Change.ENTITY: code}),
            Consumer("descriptor claims", claim_descriptors, entity),
            Consumer("schedules", sync_schedules, files),
            Consumer("pager claims", claim_pagers, entity | files),
            Consumer("team apis", sync_team_apis, {Change.ENTITY: owners, Change.CLAIMS: owners} | files),
            # anything's owner may be another one when teams and people are; otherwise it comes from its claims
            Consumer(OWNERSHIP, resolve_ownerships, {Change.ENTITY: people} | claims),
            Consumer("scoring", request_scoring, entity | relations | claims | files, needs_refs=False),
        ]
    )


def connect_readers() -> None:
    """Let the report on the organisation go to the administrators: scoring knows no accounts."""
    from portal.selectors.accounts import list_administrator_addresses
    from scoring.selectors.report_readers import register_administrators

    register_administrators(list_administrator_addresses)


def connect_kept_files() -> None:
    """Let scans keep the files that teams read: Team APIs and on-call schedules."""
    from catalog.sources.kept import register_kept_files
    from teams.core.files import KEPT_FILES

    register_kept_files(KEPT_FILES)
