"""Owner does the work.

What it checks
    No other team made half or more, and ten or more, of the commits that people made to the code of a Component in the
    last 180 days. Commits of bots and merges do not count. People in a team below the owner work for the owner, and a
    team above it is no other team.

Why it matters
    Whoever changes the code knows it. If that is another team, the owner answers for what others know, and the others
    are not asked.

How to fix
    If the other team took it over, let ``spec.owner`` name that team. If the owner wants their contributions, say so
    with the label ``bailiwick.dev/inner-source: "true"``. Otherwise the boundary between the two teams runs through
    this component: move the work or move the component.

Known limits
    Commits are counted, not their size. People are found by their addresses, never by name: where those the catalog
    does not know could tip the balance, the answer is unknown. Somebody in several teams works for the owner if they
    are in its team, else for the smallest of their teams that owns something.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.core.evidence import CommitsEvidence, Evidence, NumberSeen, NumbersEvidence
from scoring.core.owners import Declared, find_declared_owner, is_alive
from scoring.core.snapshot import Entity, Snapshot, Team
from scoring.core.topic import Topic
from scoring.core.verdicts import SomeEvidence, Verdict, failed, not_applicable, passed, unknown
from scoring.core.work import INNER_SOURCE_LABEL, Shares, WorkSharer, find_history_gap

SUBJECTS = ("component",)
TOPIC = Topic.MISMATCHES
LABEL = "Another team does the work"
WINDOW_DAYS = 180
LEAST_SHARE = 0.5
LEAST_COMMITS = 10
COMMITS_SHOWN = 10
REMEDY = (
    "If they took it over, let spec.owner name them. If their contributions are wanted, add the label "
    f'{INNER_SOURCE_LABEL}: "true". Otherwise move the work or the component.'
)


def judge(snapshot: Snapshot) -> Iterator[Verdict]:
    """One verdict on each Component."""
    sharer = snapshot.once(WorkSharer)
    for entity in snapshot.of_kinds(*SUBJECTS):
        owner = find_declared_owner(snapshot, entity)
        if owner.how is not Declared.TEAM or owner.team is None or not is_alive(snapshot, owner.team):
            yield not_applicable(entity.ref, "Its owner is no team that could do the work.")
        elif entity.labels.get(INNER_SOURCE_LABEL) == "true":
            yield not_applicable(entity.ref, "It is inner source: other teams are invited to work on it.")
        else:
            yield _judge(snapshot, sharer, entity, owner.team)


def _judge(snapshot: Snapshot, sharer: WorkSharer, entity: Entity, owner: Team) -> Verdict:
    roots = snapshot.roots_of(entity.ref)
    if not roots:
        return not_applicable(entity.ref, "The catalog does not know where its code is.")
    gap = find_history_gap(snapshot, sorted({root.origin_id for root in roots}), WINDOW_DAYS)
    if gap:
        return unknown(entity.ref, gap)
    places = sorted({(root.origin_id, root.path_prefix) for root in roots})
    shares = sharer.share(places, WINDOW_DAYS, owner.ref)
    if not shares.total:
        return not_applicable(entity.ref, f"Nobody changed its code in the last {WINDOW_DAYS} days.")
    rival = _find_rival(snapshot, shares, owner)
    if _is_decisive(shares.by_team[rival], shares.total):
        evidence = _show(snapshot, shares, owner, rival, entity)
        return failed(entity.ref, _say(snapshot, entity, shares, owner, rival), REMEDY, evidence)
    if _is_decisive(shares.by_team[rival] + shares.unbound, shares.total):
        reason = (
            f"{shares.unbound} of the {shares.total} commits of the last {WINDOW_DAYS} days are by people the catalog "
            "does not know; they may decide whether another team does the work."
        )
        return unknown(entity.ref, reason)
    return passed(entity.ref, f"No other team made half of the commits of the last {WINDOW_DAYS} days.")


def _find_rival(snapshot: Snapshot, shares: Shares, owner: Team) -> str:
    """The other team with the most commits, empty if there is none. A team above the owner is no other team."""
    others = {ref: commits for ref, commits in shares.by_team.items() if owner.ref not in snapshot.teams_below(ref)}
    return min(others, key=lambda ref: (-others[ref], ref), default="")


def _is_decisive(commits: int, total: int) -> bool:
    return commits >= LEAST_COMMITS and commits >= LEAST_SHARE * total


def _say(snapshot: Snapshot, entity: Entity, shares: Shares, owner: Team, rival: str) -> str:
    return (
        f"{snapshot.teams[rival].shown_name} made {shares.by_team[rival]} of the {shares.total} commits to "
        f"{entity.shown_name} in the last {WINDOW_DAYS} days; {owner.shown_name}, who owns it, made "
        f"{shares.by_team[owner.ref]}."
    )


def _show(snapshot: Snapshot, shares: Shares, owner: Team, rival: str, entity: Entity) -> SomeEvidence:
    """The shares by team, the other team's last commits, and the line of the owner."""
    assert entity.place is not None  # noqa: S101  # of_kinds gives nothing else
    numbers = [
        NumberSeen(snapshot.teams[ref].shown_name, commits, "commits", ref)
        for ref, commits in sorted(shares.by_team.items(), key=lambda item: (-item[1], item[0]))
    ]
    if not shares.by_team[owner.ref]:
        numbers.append(NumberSeen(owner.shown_name, 0, "commits", owner.ref))
    if shares.unbound:
        numbers.append(NumberSeen("People the catalog does not know", shares.unbound, "commits"))
    others: list[Evidence] = [
        CommitsEvidence(
            f"Last commits of people in {snapshot.teams[rival].shown_name}", origin_id, seen[:COMMITS_SHOWN]
        )
        for origin_id, seen in shares.last_commits(rival).items()
    ]
    others.append(entity.place.shows_owner(f"spec.owner: {entity.owner_text}"))
    says = f"Commits of people in the last {WINDOW_DAYS} days, by team"
    return (NumbersEvidence(says, tuple(numbers)), *others)
