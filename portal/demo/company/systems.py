"""Domains and Systems, and the repository that defines them together with the Groups and Users."""

from portal.demo.company import people as p
from portal.demo.company import teams as t
from portal.demo.entities import domain, system
from portal.demo.model import Edit, Repository
from portal.demo.organisation_files import format_again, format_groups, format_users
from portal.demo.team_files import format_turns

DOMAINS = (
    domain("selling", t.SELLING, "What a customer clicks on."),
    domain("money", t.MONEY, "Taking it, keeping it, explaining it."),
    domain("delivery", t.DELIVERY, "From shelf to doorstep."),
    domain("foundations", t.FOUNDATIONS, "What the other teams stand on."),
)

SYSTEMS = (
    system("shop", t.SELLING, "selling", "The shop: pages, cart, checkout."),
    system("range", t.CATALOGUE, "selling", "Products, prices and search."),
    system("rewards", t.STOREFRONT, "selling", "Points, vouchers and referrals."),
    system("payments", t.PAYMENTS, "money", "Payments and the ledger."),
    system("dispatch", t.DISPATCH, "delivery", "Orders, stock and shipping."),
    system("customer-backend", t.IDENTITY, "foundations", "Accounts, mails and bills, one layer each."),
    system("back-office", t.IDENTITY, "foundations", "Audit log, flags, mail rendering, invoices."),
    system("runtime", t.PLATFORM, "foundations", "The edge, the clusters, the pipeline."),
    system("insight", t.DATA, "foundations", "Clickstream, warehouse, reports."),
)

_SYNC_MESSAGE = "Copy groups and people from the directory"

ORG_REPOSITORY = Repository(
    "org",
    "Who we are: groups, people, domains and systems.",
    p.NADIA.author,
    catalog={"domains/catalog-info.yaml": (*DOMAINS, *SYSTEMS)},
    edits=(
        Edit(
            700,
            p.ORG_SYNC,
            _SYNC_MESSAGE,
            {
                "groups/catalog-info.yaml": format_groups(t.GROUPS),
                "people/catalog-info.yaml": format_users(t.GROUPS, {t.GROWTH: p.LEAVERS}),
            },
        ),
        Edit(
            150,
            p.ORG_SYNC,
            "Remove the accounts of those who left",
            {"people/catalog-info.yaml": format_users(t.GROUPS)},
        ),
        Edit(
            140,
            p.ORG_SYNC,
            "Copy people from the directory of the parcel carriers",
            # Sofia is in both: one person, two Users.
            {"carriers/catalog-info.yaml": format_again(p.SOFIA, t.CARRIERS)},
        ),
        Edit(
            130,
            p.NADIA.author,
            "Say who decides when things are down, and who answers for orders",
            {
                # Keir has left. The schedule is a department's, so that it stands by for no team's services.
                "incidents/oncall.yaml": format_turns(
                    "incident-managers", t.FOUNDATIONS.ref, (p.NADIA, p.FELIX, p.KEIR), "Incident managers"
                ),
                # Three turns of five are Inka's.
                "order-desk/oncall.yaml": format_turns(
                    "order-desk", t.SELLING.ref, (p.INKA, p.ZOE, p.INKA, p.PIA, p.INKA), "Order desk"
                ),
            },
        ),
        *(
            Edit(day, author, message, {"docs/joining.md": f"# Joining a team\n\n{message}.\n"})
            for day, author, message in (
                (320, p.NADIA.author, "Say whom to ask for access"),
                (240, p.INKA.author, "Explain the review rules"),
                (120, p.GRETA.author, "Name the on-call training"),
                (60, p.OTTILIE.author, "Link the data glossary"),
            )
        ),
    ),
)
