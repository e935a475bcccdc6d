"""Who did something, in words people know: `account:5` is Ann, `scan` is a scan."""

from __future__ import annotations

from collections.abc import Iterable

from portal.models import Account, ApiToken

_ACCOUNT, _TOKEN = "account:", "token:"
#: what is no person and no script
_MACHINES = {
    "scan": "A scan",
    "list-source": "A listing of its source",
    "command": "The command line",
    "system": "Bailiwick",
    "": "Nobody",
}


class ActorNames(dict[str, str]):
    """Names by actor ref; one that is not known any more is named by its ref."""

    def __missing__(self, ref: str) -> str:
        """The machine's name, else the ref itself."""
        return _MACHINES.get(ref, ref)


def get_actor_names(refs: Iterable[str]) -> ActorNames:
    """Names of accounts and tokens. At most one query for each of the two."""
    wanted = set(refs)
    names = ActorNames()
    accounts = _read_ids(wanted, _ACCOUNT)
    if accounts:
        names.update({f"{_ACCOUNT}{each.pk}": name_account(each) for each in Account.objects.filter(pk__in=accounts)})
    tokens = _read_ids(wanted, _TOKEN)
    if tokens:
        found = ApiToken.objects.filter(pk__in=tokens).select_related("account")
        names.update({f"{_TOKEN}{each.pk}": f"{name_account(each.account)}, by a script" for each in found})
    return names


def name_account(account: Account) -> str:
    """The name of whoever the account is of."""
    return account.get_full_name() or account.get_username()


def _read_ids(refs: Iterable[str], prefix: str) -> list[int]:
    rests = (ref.removeprefix(prefix) for ref in refs if ref.startswith(prefix))
    return [int(rest) for rest in rests if rest.isascii() and rest.isdigit() and len(rest) < 16]  # noqa: PLR2004  # digits of an id
