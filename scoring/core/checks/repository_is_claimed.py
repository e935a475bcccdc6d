"""Repository is claimed.

What it checks
    A repository with commits holds a descriptor, or code that a descriptor elsewhere claims, or CODEOWNERS names a
    team for it.

Why it matters
    Code that is in no catalog is in no list: nobody patches it, nobody pays for it on purpose, and the next incident
    starts with asking around.

How to fix
    Add a ``catalog-info.yaml`` that names the owner, archive the repository on its host, or let the descriptor that
    it belongs to say so with ``backstage.io/source-location``.

Known limits
    Archived repositories, forks and templates are left out, as far as the host says which they are. A descriptor
    without an owner counts here: that is for ``owner-is-declared``. A descriptor that cannot be read, or CODEOWNERS
    that names only strangers, makes the answer unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.core.ownership import bind_claims
from scoring.core.evidence import CommitSeen, CommitsEvidence, Evidence, PeopleEvidence, PersonSeen
from scoring.core.snapshot import AuthorWork, Repository, Snapshot
from scoring.core.topic import Topic
from scoring.core.verdicts import SomeEvidence, Verdict, failed, not_applicable, passed, unknown
from scoring.core.work import WorkSharer

SUBJECTS = ("repository",)
TOPIC = Topic.ORPHANS
LABEL = "Repository unclaimed"
PEOPLE_SHOWN = 5
REMEDY = "Add a catalog-info.yaml that names the owner, or archive the repository."


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """One verdict on each repository."""
    sharer = snapshot.once(WorkSharer)
    for origin_id in sorted(snapshot.repositories):
        yield _judge(snapshot, sharer, snapshot.repositories[origin_id])


def _judge(snapshot: Snapshot, sharer: WorkSharer, repository: Repository) -> Verdict:
    if repository.is_archived or repository.is_fork or repository.is_template:
        return not_applicable(repository.ref, "It is archived, a fork or a template.")
    if repository.descriptors:
        return passed(repository.ref, "It holds a descriptor.")
    if roots := snapshot.roots_in(repository.id):
        return passed(repository.ref, f"It holds code of {roots[0].entity_ref}.")
    if gap := _find_gap(repository):
        return unknown(repository.ref, gap)
    if not repository.tip:
        return not_applicable(repository.ref, "It has no commits.")
    return _judge_claims(snapshot, sharer, repository)


def _find_gap(repository: Repository) -> str:
    """Why it may be claimed all the same; empty where nothing speaks for that."""
    if repository.scan_error:
        return f"The repository cannot be read: {repository.scan_error}"
    if not repository.is_scanned:
        return "The repository has not been read yet."
    return f"Its descriptor cannot be read: {repository.broken[0].path}." if repository.broken else ""


def _judge_claims(snapshot: Snapshot, sharer: WorkSharer, repository: Repository) -> Verdict:
    bound = bind_claims(snapshot.claims.get(repository.ref, ()), snapshot.directory)
    for item in bound:
        if item.binding.team_ref:
            return passed(repository.ref, f"{snapshot.teams[item.binding.team_ref].shown_name} is named for it.")
    if bound:
        named = "; ".join(f'"{item.claim.owner_text}" {item.binding.why_unknown}' for item in bound)
        return unknown(repository.ref, f"Whom CODEOWNERS names for it is not known: {named}.")
    sentence = f"Nobody claims the repository {repository.name}: it has no descriptor and no owner."
    return failed(repository.ref, sentence, REMEDY, _show(snapshot, sharer, repository))


def _show(snapshot: Snapshot, sharer: WorkSharer, repository: Repository) -> SomeEvidence:
    """The last commit, by a person if there is one, and the people who know it best: whom to ask."""
    work = snapshot.work_in(repository.id)
    people = [author for author in work if not author.is_bot]
    last = max(people or work, key=lambda author: (author.last_committed_at, author.last_commit), default=None)
    more: list[Evidence] = []
    if people:
        more.append(PeopleEvidence("People who know it", _list_people(snapshot, sharer, people)))
    if last is None:
        tip = CommitSeen(repository.tip, "", repository.tip_committed_at or snapshot.now)
        return (CommitsEvidence("The newest commit", repository.id, (tip,)),)
    seen = CommitSeen(last.last_commit, last.name, last.last_committed_at)
    says = "The last commit of a person" if people else "The last commit, by a bot"
    return (CommitsEvidence(says, repository.id, (seen,)), *more)


def _list_people(snapshot: Snapshot, sharer: WorkSharer, people: list[AuthorWork]) -> tuple[PersonSeen, ...]:
    """Names and teams of those with the most commits, by name: who made how many is nobody's business."""
    commits: dict[str, int] = {}
    for author in people:
        commits[author.email] = commits.get(author.email, 0) + author.commits
    by_email = {author.email: author for author in people}
    first = sorted(by_email, key=lambda email: (-commits[email], email))[:PEOPLE_SHOWN]
    described = (_describe(snapshot, sharer, by_email[email]) for email in first)
    return tuple(sorted(described, key=lambda person: (person.name.casefold(), person.ref)))


def _describe(snapshot: Snapshot, sharer: WorkSharer, author: AuthorWork) -> PersonSeen:
    ref = sharer.find_person(author.email)
    if not ref:
        return PersonSeen("", author.name, "not in the catalog")
    teams = sorted(sharer.teams_on(ref, snapshot.now.date()))
    return PersonSeen(
        ref, snapshot.people[ref].shown_name, ", ".join(snapshot.teams[team].shown_name for team in teams)
    )
