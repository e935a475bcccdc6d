"""The platform, the shared library, the edge, analytics, and repositories that only look unclaimed."""

from portal.demo.company import people as p
from portal.demo.company import teams as t
from portal.demo.company.common import codeowners
from portal.demo.entities import at_folder, component, in_project, on_call, resource
from portal.demo.model import Codebase, Document, Entity, RawDocument, Releases, Repository, Work

SHOP_COMMONS = component(
    "shop-commons",
    t.PLATFORM,
    "Logging, money, dates, and whatever else two services ever needed.",
    type="library",
    annotations=in_project("shop-commons"),
)
EDGE_PROXY = component(
    "edge-proxy",
    t.PLATFORM,
    "The first machine a request meets.",
    system="runtime",
    # Declared here, its code stands in another repository.
    annotations=at_folder("edge-proxy") | on_call("platform-primary"),
)
DEPLOY_AGENT = component("deploy-agent", t.PLATFORM, "Puts new versions in place.", type="worker", system="runtime")
RESOURCES: tuple[Entity, ...] = (
    resource("event-bus", "kafka-cluster", t.PLATFORM, "What happened, in order.", system="runtime"),
    resource("session-cache", "cache", t.PLATFORM, "Redis for everyone; holds nothing for long.", system="runtime"),
    resource(
        "thursday-train", "release-train", t.PLATFORM, "Every other Thursday at ten: all aboard.", system="runtime"
    ),
)

_TEMPLATE = Entity(
    "Template",
    "new-service",
    {
        "owner": "platform",
        "type": "service",
        "parameters": [{"title": "About it", "properties": {"name": {"type": "string"}}}],
        "steps": [{"id": "fetch", "name": "Fetch", "action": "fetch:template", "input": {"url": "./skeleton"}}],
    },
    title="A new service",
    api_version="scaffolder.backstage.io/v1beta3",
)
_SKELETON = RawDocument(
    """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${{ values.name }}
  description: ${{ values.description }}
spec:
  type: service
  lifecycle: experimental
  owner: ${{ values.owner }}
"""
)
_PLATFORM_CATALOG: dict[str, tuple[Document, ...]] = {
    "edge-proxy/catalog-info.yaml": (EDGE_PROXY,),
    "deploy-agent/catalog-info.yaml": (DEPLOY_AGENT,),
    "resources/catalog-info.yaml": RESOURCES,
    "templates/new-service/catalog-info.yaml": (_TEMPLATE,),
    "templates/new-service/skeleton/catalog-info.yaml": (_SKELETON,),
}

PLATFORM_REPOSITORY = Repository(
    "platform",
    "Clusters, pipeline, templates.",
    p.NADIA.author,
    first_ticket=10000,
    catalog=_PLATFORM_CATALOG,
    files={"CODEOWNERS": codeowners("* @brindlemoor/platform")},
    codebases=(
        Codebase("deploy-agent", "deploy-agent", ("waves", "rollback", "health"), "go"),
        Codebase("clusters", "clusters", ("nodes", "quotas", "certificates")),
    ),
    works=(
        Work(("deploy-agent",), t.PLATFORM.authors, 20, 350, 192, "PLAT"),
        # Most of the recent work is another team's, and it is seven commits.
        Work(("deploy-agent",), t.DATA.authors, 7, 165, 15, "DATA"),
        Work(("deploy-agent",), t.PLATFORM.authors, 4, 160, 20, "PLAT"),
        Work(("clusters",), t.PLATFORM.authors, 50, 355, 4, "PLAT"),
    ),
)

#: After each of these, everybody who uses the library takes it within the week.
COMMONS_RELEASES = Releases("v4.{n}.0", p.ERIK.author, 92, 4, 44, 780)

COMMONS_REPOSITORY = Repository(
    "shop-commons",
    "The shared library.",
    p.ERIK.author,
    first_ticket=11000,
    catalog={"catalog-info.yaml": (SHOP_COMMONS,)},
    files={"CODEOWNERS": codeowners("* @brindlemoor/platform")},
    codebases=(Codebase("shop-commons", "", ("logging", "money", "dates", "retries", "text")),),
    works=(
        Work(("shop-commons",), t.PLATFORM.authors, 56, 700, 4, "PLAT"),
        Work(("shop-commons",), (p.RENOVATOR,), 8, 300, 25, dependency="clockwork"),
    ),
    releases=(COMMONS_RELEASES,),
)

EDGE_REPOSITORY = Repository(
    "edge-proxy",
    "The first machine a request meets.",
    p.MEI.author,
    first_ticket=12000,
    codebases=(Codebase("edge-proxy", "", ("routes", "limits", "headers", "certificates"), "go"),),
    works=(
        Work(("edge-proxy",), t.PLATFORM.authors, 60, 500, 5, "PLAT"),
        Work(("edge-proxy",), (p.RENOVATOR,), 6, 320, 30, dependency="tlskit"),
    ),
)

DNS_REPOSITORY = Repository(
    "dns-zones",
    "Names and addresses.",
    p.JOSS.author,
    first_ticket=13000,
    files={"CODEOWNERS": codeowners("* @brindlemoor/platform"), "zones/brindlemoor.zone": "@ IN SOA ns hostmaster 1\n"},
    codebases=(
        Codebase(
            "zones",
            "scripts",
            ("checks", "transfers"),
        ),
    ),
    works=(Work(("zones",), t.PLATFORM.authors, 60, 600, 12, "PLAT"),),
)

CLICKSTREAM = component(
    "clickstream",
    t.DATA,
    "Collects what happens in the shop.",
    type="data-pipeline",
    system="insight",
    depends_on=("resource:default/event-bus", "resource:default/events-warehouse"),
    annotations=on_call("data-primary"),
)
SALES_REPORTS = component(
    "sales-reports",
    t.DATA,
    "Yesterday, in numbers.",
    type="data-pipeline",
    system="insight",
    depends_on=("resource:default/events-warehouse",),
)

ANALYTICS_REPOSITORY = Repository(
    "analytics",
    "Clickstream, warehouse, reports.",
    p.OTTILIE.author,
    first_ticket=14000,
    catalog={
        "clickstream/catalog-info.yaml": (CLICKSTREAM,),
        "sales-reports/catalog-info.yaml": (SALES_REPORTS,),
        "warehouse/catalog-info.yaml": (
            resource("events-warehouse", "database", t.DATA, "Everything that happened.", system="insight"),
        ),
    },
    # The team's name on the Git host, which is not its name in the catalog.
    files={"CODEOWNERS": codeowners("* @brindlemoor/insight")},
    codebases=(
        Codebase("clickstream", "clickstream", ("events", "sessions", "consent")),
        Codebase("sales-reports", "sales-reports", ("daily sales", "returns", "forecast"), "sql"),
    ),
    works=(
        Work(("clickstream",), t.DATA.authors, 40, 350, 5, "DATA"),
        Work(("sales-reports",), t.DATA.authors, 30, 345, 8, "DATA"),
        Work(("clickstream",), (p.RENOVATOR,), 10, 330, 13, dependency="streamkit"),
    ),
)

# An idea that nobody has committed to yet.
SCRATCHPAD_REPOSITORY = Repository("scratchpad", "Nothing yet.", None)
