"""Points, vouchers and referrals: a repository that says two things about one owner, and a team that is gone."""

from portal.demo.company import people as p
from portal.demo.company import teams as t
from portal.demo.company.common import codeowners
from portal.demo.entities import component, on_call
from portal.demo.model import Codebase, Repository, Work
from portal.demo.team_files import format_turns

LOYALTY_POINTS = component(
    "loyalty-points",
    t.STOREFRONT,
    "A point for every euro.",
    system="rewards",
    depends_on=("component:default/user",),
    calls={"component:default/user": "sync"},
)
VOUCHERS = component(
    "vouchers",
    t.GROWTH,
    "Codes that make things cheaper.",
    system="rewards",
    # Nobody is left in Growth: Leila of Storefront stands by for it, alone.
    annotations=on_call("vouchers-for-now"),
)
REFERRALS = component("referrals", t.GROWTH, "Bring a friend.", lifecycle="deprecated", system="rewards")

_GROWTH_THEN = (p.SILAS.author, p.WANDA.author, p.KEIR.author)
_STOREFRONT_OUTSIDE_GUILD = (p.LEILA.author, p.HUGO.author, p.SUNNIVA.author)

LOYALTY_REPOSITORY = Repository(
    "loyalty",
    "Points, vouchers, referrals.",
    p.SILAS.author,
    first_ticket=6000,
    catalog={
        "points/catalog-info.yaml": (LOYALTY_POINTS,),
        "vouchers/catalog-info.yaml": (VOUCHERS,),
        "referrals/catalog-info.yaml": (REFERRALS,),
    },
    files={
        "CODEOWNERS": codeowners("/points/ @brindlemoor/payments"),
        "vouchers/oncall.yaml": format_turns("vouchers-for-now", t.GROWTH.ref, (p.LEILA,), "Vouchers, for now"),
    },
    codebases=(
        Codebase("loyalty-points", "points", ("earning", "spending", "balance")),
        # More than 50 source files, and everyone who wrote them has left.
        Codebase(
            "vouchers",
            "vouchers",
            ("codes", "batches", "limits", "expiry", "stacking", "fraud", "gifts", "refunds", "reports", "import"),
            areas=("src/api", "src/rules", "src/storage", "src/mail", "src/jobs", "src/admin"),
        ),
        Codebase("referrals", "referrals", ("links", "bonuses", "friends")),
    ),
    works=(
        # Below ten commits each in the last 180 days: whoever is taken for the owner, nobody else does the work.
        Work(("loyalty-points",), _STOREFRONT_OUTSIDE_GUILD, 14, 350, 190, "LOY"),
        Work(("loyalty-points",), t.PAYMENTS.authors, 8, 340, 195, "LOY"),
        Work(("loyalty-points",), _STOREFRONT_OUTSIDE_GUILD, 8, 170, 10, "LOY"),
        Work(("loyalty-points",), t.PAYMENTS.authors, 8, 168, 8, "LOY"),
        Work(("loyalty-points",), (p.CONTRACTOR,), 3, 150, 60),
        Work(("vouchers",), _GROWTH_THEN, 90, 715, 200, "LOY"),
        Work(("vouchers",), (p.LEILA.author,), 3, 140, 30),
        Work(("referrals",), _GROWTH_THEN, 40, 710, 400, "LOY"),
        Work(("referrals",), (p.RENOVATOR,), 30, 360, 5, dependency="httpkit"),
    ),
)
