"""The monorepo: a backend cut by technical layer, what stands around it, and a database that nobody owns."""

from portal.demo.company import people as p
from portal.demo.company import teams as t
from portal.demo.company.common import OPENAPI, codeowners, rotate
from portal.demo.entities import api, at_folder, component, on_call, resource
from portal.demo.model import Codebase, Edit, Entity, RawDocument, Repository, Work

_LAYERS = ("auth", "user", "notifications", "billing")
_COMMONS = "component:default/shop-commons"


def _at(name: str) -> dict[str, str]:
    return at_folder("backend", f"services/{name}")


AUTH = component(
    "auth",
    t.IDENTITY,
    "Signs customers in.",
    system="customer-backend",
    depends_on=(
        "component:default/user",
        "resource:default/legacy-user-db",
        "resource:default/session-cache",
        _COMMONS,
    ),
    provides=("auth-api",),
    calls={"component:default/user": "sync"},
    annotations=_at("auth") | on_call("identity-primary"),
)
USER = component(
    "user",
    t.IDENTITY,
    "Names and addresses of customers.",
    system="customer-backend",
    depends_on=("resource:default/legacy-user-db", _COMMONS),
    provides=("user-api",),
    annotations=_at("user"),
)
NOTIFICATIONS = component(
    "notifications",
    t.MESSAGING,
    "Sends what the other layers want to say.",
    system="customer-backend",
    depends_on=("resource:default/event-bus", _COMMONS),
    annotations=_at("notifications"),
)
BILLING = component(
    "billing",
    t.BILLING,
    "Bills for orders and subscriptions.",
    system="customer-backend",
    depends_on=("component:default/notifications", "component:default/invoices", _COMMONS),
    calls={"component:default/notifications": "async", "component:default/invoices": "sync"},
    annotations=_at("billing"),
)
AUDIT_LOG = component(
    "audit-log", t.IDENTITY, "Who did what to whose account.", system="back-office", annotations=_at("audit-log")
)
FEATURE_FLAGS = component(
    "feature-flags", t.PLATFORM, "Which customer sees what.", system="back-office", annotations=_at("feature-flags")
)
MAIL_RENDERER = component(
    "mail-renderer", t.MESSAGING, "Turns templates into mail.", system="back-office", annotations=_at("mail-renderer")
)
INVOICES = component(
    "invoices",
    t.BILLING,
    "Numbers, prints and archives invoices.",
    system="back-office",
    depends_on=("component:default/ledger", _COMMONS),
    calls={"component:default/ledger": "sync"},
    annotations=_at("invoices"),
)
TESTKIT = component(
    "backend-testkit",
    t.IDENTITY,
    "Fakes and fixtures.",
    type="library",
    annotations=at_folder("backend", "libs/testkit"),
)
LEGACY_USER_DB = resource(
    "legacy-user-db",
    "database",
    None,
    "Customers from before 2019. Still read at every sign-in.",
    title="Legacy User-Db",
    system="customer-backend",
)
_APIS = {
    "auth": api("auth-api", t.IDENTITY, "Sessions and tokens.", {"$text": "./openapi.yaml"}, system="customer-backend"),
    "user": api("user-api", t.IDENTITY, "Customer records.", {"$openapi": "./openapi.yaml"}, system="customer-backend"),
}
# Left behind when clickstream moved to its own repository: a second descriptor of one ref.
CLICKSTREAM_LEFT_BEHIND = component(
    "clickstream", t.DATA, "Collects what happens in the shop.", type="data-pipeline", system="insight"
)
SERVICES = (AUTH, USER, NOTIFICATIONS, BILLING, AUDIT_LOG, FEATURE_FLAGS, MAIL_RENDERER, INVOICES)

_TOPICS = {
    "auth": ("sessions", "password reset", "token refresh", "lockout"),
    "user": ("addresses", "profile", "consent", "deletion"),
    "notifications": ("templates", "delivery", "opt out", "retries"),
    "billing": ("dunning", "credit notes", "due dates", "tax lines"),
    "audit-log": ("search", "retention", "export"),
    "feature-flags": ("rollouts", "segments", "overrides", "expiry"),
    "mail-renderer": ("layouts", "inline styles", "previews", "plain text"),
    "invoices": ("numbering", "printing", "archive", "corrections"),
}
_OWNERS = {service.name: service.owner for service in SERVICES}
_TEAMS = {team.name: team for team in t.TEAMS}
_BUMPED = ("auth", "user", "notifications", "billing", "invoices")


def _codebase(name: str) -> Codebase:
    authors = _TEAMS[_OWNERS[name]].authors
    return Codebase(name, f"services/{name}", _TOPICS[name], bumped_by=authors if name in _BUMPED else ())


def _catalog() -> dict[str, tuple[Entity | RawDocument, ...]]:
    found: dict[str, tuple[Entity | RawDocument, ...]] = {
        f"services/{service.name}/catalog-info.yaml": tuple(
            entity for entity in (service, _APIS.get(service.name)) if entity is not None
        )
        for service in SERVICES
    }
    targets = [f"./{path}" for path in found]
    found["catalog-info.yaml"] = (Entity("Location", "backend", {"targets": targets}),)
    found["libs/testkit/catalog-info.yaml"] = (TESTKIT,)
    found["databases/legacy-user-db/catalog-info.yaml"] = (LEGACY_USER_DB,)
    found["services/clickstream/catalog-info.yaml"] = (CLICKSTREAM_LEFT_BEHIND,)
    return found


# Half of what Storefront does here comes from the address that stands in Hugo's User and in no .mailmap.
_HUGO_AT_HOME = p.HUGO.writing_as(p.HUGO.more_emails[0])
_FLAG_WRITERS = (p.LEILA.author, _HUGO_AT_HOME, p.SUNNIVA.author, _HUGO_AT_HOME)

BACKEND = Repository(
    "backend",
    "The customer backend and its neighbours.",
    p.PAOLO.author,
    first_ticket=1000,
    born=760,
    catalog=_catalog(),
    files={
        # No rule for everything, on purpose: nobody is made owner of what stands in databases/.
        ".github/CODEOWNERS": codeowners(
            "# Each service asks its own team.",
            "/services/auth/           @brindlemoor/identity",
            "/services/user/           @brindlemoor/identity",
            "/services/notifications/  @brindlemoor/messaging",
            "/services/billing/        @brindlemoor/billing",
            "/services/audit-log/      @brindlemoor/platform   # until the audit is over",
            "/services/feature-flags/  @brindlemoor/platform",
            "/services/mail-renderer/  @brindlemoor/messaging",
            "/services/invoices/       @brindlemoor/billing",
            "/libs/testkit/            @brindlemoor/identity",
        ),
        "services/auth/openapi.yaml": OPENAPI.format(title="Sessions and tokens", path="sessions"),
        "services/user/openapi.yaml": OPENAPI.format(title="Customer records", path="customers"),
        "services/clickstream/README.md": "# clickstream\n\nMoved to the repository `analytics`.\n",
    },
    codebases=(
        *(_codebase(service.name) for service in SERVICES),
        Codebase("backend-testkit", "libs/testkit", ("fakes", "fixtures")),
        Codebase("legacy-user-db", "databases/legacy-user-db", ("customers", "logins"), language="sql"),
    ),
    works=(
        # The layers change together, whoever asks: three teams in every one of them.
        Work(_LAYERS, rotate(t.IDENTITY, t.MESSAGING, t.BILLING), 60, 355, 4, "ACC"),
        Work(("auth",), t.IDENTITY.authors, 16, 350, 5, "ACC"),
        Work(("user",), t.IDENTITY.authors, 16, 349, 6, "ACC"),
        Work(("notifications",), t.MESSAGING.authors, 16, 348, 7, "ACC"),
        Work(("billing",), t.BILLING.authors, 16, 347, 8, "ACC"),
        # Most of it older than 180 days: the disagreement in CODEOWNERS is to stand alone.
        Work(("audit-log",), t.IDENTITY.authors, 30, 350, 190, "ACC"),
        Work(("audit-log",), t.IDENTITY.authors, 8, 172, 9, "ACC"),
        Work(("feature-flags",), t.PLATFORM.authors, 20, 350, 190),
        Work(("feature-flags",), _FLAG_WRITERS, 24, 170, 4, "WEB"),
        Work(("feature-flags",), t.PLATFORM.authors, 6, 165, 12),
        Work(("mail-renderer",), t.MESSAGING.authors, 40, 340, 5),
        Work(("invoices",), t.BILLING.authors, 40, 345, 6, "BIL"),
        Work(("backend-testkit",), t.IDENTITY.authors, 20, 330, 15),
        Work(("legacy-user-db",), (p.PAOLO.author,), 6, 650, 400),
        Work(("auth", "billing", "invoices"), (p.RENOVATOR,), 12, 350, 10, dependency="httpkit"),
    ),
    edits=(
        Edit(
            260,
            p.ERIK.author,
            "Write licence headers into every folder",
            # More than 30 files: such a commit couples nothing.
            {
                f"services/{name}/{file}": "All rights reserved by Brindlemoor.\n"
                for name in _TOPICS
                for file in ("LICENSE", "NOTICE", "SECURITY.md", "docs/licence.md")
            },
        ),
    ),
)
