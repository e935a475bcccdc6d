"""`/people/…/forget`: erasing a person, or saying what that would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from django.http import Http404, HttpResponse
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from catalog.actions.decisions import DecisionError
from catalog.core.access import Subject, may
from portal.actions.decisions import spread_decision
from portal.actions.forget import Forgotten, NobodyError, forget_person
from portal.api.problems import BadParametersError, ConflictError
from portal.api.shapes import Fault, Shape
from portal.api.writing import Write, WriteView
from teams.selectors.teams import get_person

MAY_NOT = "Only administrators erase people."
MOST_TEXTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetBody(Shape):
    """Whom to erase, said once more, since it cannot be undone."""

    confirm: Annotated[str, "The ref of the person, as in `user:default/jane`."]
    also: Annotated[list[str] | None, "Addresses, logins and names of theirs that the catalog does not know."] = None
    dry_run: Annotated[bool | None, "Change nothing, and say what would change."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRows(Shape):
    """Rows of one table that changed."""

    table: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingFile(Shape):
    """A line in Git that names the person still; nothing changes there."""

    repository: str
    path: str
    line: int
    commit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftRows(Shape):
    """Rows that hold a text they were known by, and why."""

    table: str
    field: str
    rows: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenPerson(Shape):
    """What erasing somebody did, or would do."""

    ref: Annotated[str, "The pseudonym; of a dry run one that is given to nobody."]
    records: Annotated[list[str], "All records of theirs, the kept one first; of a dry run as they are called now."]
    dry_run: bool
    changed: list[ChangedRows]
    mails: Annotated[int, "Written mails that were deleted."]
    spared: Annotated[list[str], "What others are known by too; it was left alone."]
    files: list[NamingFile]
    commits: Annotated[int, "Commits that carry their addresses, in Git."]
    repositories: Annotated[int, "In so many repositories."]
    left: Annotated[list[LeftRows], "Empty: nothing in our tables names them."]


class ForgetPerson(WriteView):
    """One person, to erase."""

    http_method_names = ("post",)
    subject = "person"
    writes: ClassVar[Mapping[str, Write]] = {
        "post": Write(
            "forget_person",
            "Erase a person: names and addresses go, what was counted stays under a pseudonym. For administrators.",
            ForgetBody,
            ForgottenPerson,
        )
    }

    def post(self, _request: Request, **_kwargs: str) -> HttpResponse:
        """Erase them."""
        ref = f"user:{self.kwargs['namespace']}/{self.kwargs['name']}".lower()
        if not may(self.actor, "delete", Subject("person")):
            if get_person(self.actor, ref) is None:
                raise Http404
            raise PermissionDenied(MAY_NOT)
        body = self._read(ref)
        try:
            found = forget_person(
                self.actor, ref, also=body.get("also", ()), is_trial=body.get("dry_run", False) is True
            )
        except NobodyError as error:
            raise Http404 from error
        except DecisionError as error:
            raise ConflictError(str(error)) from error
        if not found.is_trial:
            spread_decision()
        return self.answer_with(_describe(found))

    def _read(self, ref: str) -> dict[str, Any]:
        body = self.read_body()
        faults = []
        if body["confirm"] != ref:
            faults.append(Fault(parameter="confirm", detail=f"Must be {ref}."))
        also = body.get("also", [])
        if not isinstance(also, list) or len(also) > MOST_TEXTS or not all(isinstance(text, str) for text in also):
            faults.append(Fault(parameter="also", detail=f"Must be a list of at most {MOST_TEXTS} texts."))
        if not isinstance(body.get("dry_run", False), bool):
            faults.append(Fault(parameter="dry_run", detail="Must be true or false."))
        if faults:
            raise BadParametersError(faults)
        return body


def _describe(found: Forgotten) -> ForgottenPerson:
    return ForgottenPerson(
        ref=found.ref,
        records=list(found.records),
        dry_run=found.is_trial,
        changed=[ChangedRows(table=label, rows=number) for label, number in found.rows.items()],
        mails=found.mails,
        spared=list(found.spared),
        files=[NamingFile(repository=f.repository, path=f.path, line=f.line, commit=f.commit) for f in found.files],
        commits=found.commits,
        repositories=found.repositories,
        left=[LeftRows(table=each.model, field=each.field, rows=each.rows, why=each.why) for each in found.left],
    )
