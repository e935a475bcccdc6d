"""Orders, stock and shipping: a department's worth of work by a team and its sub-team, and an undeclared bridge."""

from portal.demo.company import people as p
from portal.demo.company import teams as t
from portal.demo.company.common import OPENAPI, codeowners
from portal.demo.entities import api, component, on_call, resource
from portal.demo.model import Codebase, Releases, Repository, Work

_COMMONS = "component:default/shop-commons"
_BUS = "resource:default/event-bus"
_CARRIER_EVENTS = """\
asyncapi: 2.6.0
info:
  title: Carrier events
  version: 0.9.0
channels:
  parcel.moved:
    subscribe:
      message:
        name: ParcelMoved
"""

ORDERS = component(
    "orders",
    t.DISPATCH,
    "What was bought, and how far it got.",
    system="dispatch",
    depends_on=("resource:default/orders-db", _BUS, "component:default/stock", "component:default/shipping", _COMMONS),
    provides=("orders-api",),
    calls={"component:default/stock": "sync", "component:default/shipping": "async"},
    annotations=on_call("dispatch-primary"),
)
STOCK = component(
    "stock",
    t.DISPATCH,
    "What is on which shelf.",
    system="dispatch",
    depends_on=("component:default/orders",),
    calls={"component:default/orders": "sync"},
)
SHIPPING = component(
    "shipping",
    t.DISPATCH,
    "Parcels and their labels.",
    system="dispatch",
    depends_on=(_BUS, "component:default/carrier-gateway", _COMMONS),
    calls={"component:default/carrier-gateway": "sync"},
)
CARRIER_GATEWAY = component(
    "carrier-gateway",
    t.CARRIERS,
    "Speaks the carriers' dialects.",
    system="dispatch",
    provides=("carrier-events",),
    annotations=on_call("carriers-primary"),
)

DISPATCH_REPOSITORY = Repository(
    "dispatch",
    "Orders, stock, shipping, carriers.",
    p.GRETA.author,
    first_ticket=9000,
    catalog={
        "orders/catalog-info.yaml": (
            ORDERS,
            api("orders-api", t.DISPATCH, "Orders.", {"$text": "./openapi.yaml"}, system="dispatch"),
            resource("orders-db", "database", t.DISPATCH, "Orders.", system="dispatch"),
        ),
        "stock/catalog-info.yaml": (STOCK,),
        "shipping/catalog-info.yaml": (SHIPPING,),
        "carrier-gateway/catalog-info.yaml": (
            CARRIER_GATEWAY,
            api(
                "carrier-events",
                t.CARRIERS,
                "Where parcels are.",
                _CARRIER_EVENTS,
                type="asyncapi",
                system="dispatch",
            ),
        ),
    },
    files={
        "CODEOWNERS": codeowners(
            "*                  @brindlemoor/dispatch",
            "/carrier-gateway/  @brindlemoor/parcel-carriers",
        ),
        "orders/openapi.yaml": OPENAPI.format(title="Orders", path="orders"),
    },
    codebases=(
        Codebase("orders", "orders", ("states", "returns", "history"), bumped_by=t.DISPATCH.authors),
        Codebase("stock", "stock", ("counts", "reservations", "shelves")),
        Codebase("shipping", "shipping", ("parcels", "weights", "labels"), bumped_by=t.DISPATCH.authors),
        Codebase("carrier-gateway", "carrier-gateway", ("tracking", "pick-up", "tariffs"), "go"),
    ),
    works=(
        Work(("orders",), t.DISPATCH.authors, 32, 350, 6, "FUL"),
        # More commits than people make, from an address of the payments team: still nobody's work.
        Work(("orders",), (p.PAYMENTS_CI,), 80, 355, 3, dependency="payment-client"),
        # The owner's own sub-team counts shelves.
        Work(("stock",), t.CARRIERS.authors, 40, 345, 5, "FUL"),
        Work(("stock",), t.DISPATCH.authors, 16, 340, 9, "FUL"),
        Work(("shipping",), t.DISPATCH.authors, 40, 348, 7, "FUL"),
        Work(("carrier-gateway",), t.CARRIERS.authors, 40, 342, 8, "FUL"),
        Work(("shipping", "carrier-gateway"), (p.RENOVATOR,), 10, 330, 14, dependency="httpkit"),
    ),
    releases=(Releases("orders-v4.{n}.0", p.LUCA.author, 19, 13, 5, 555),),
)

# It works, everybody has mended it once, and no file says whose it is.
TILL_BRIDGE_REPOSITORY = Repository(
    "till-bridge",
    "Carries sales from the tills of the garden centres to the shop.",
    p.PAOLO.author,
    codebases=(Codebase("till-bridge", "", ("receipts", "returns", "closing", "tills")),),
    works=(
        Work(("till-bridge",), (p.PAOLO.author,), 48, 710, 300),
        Work(("till-bridge",), (p.GRETA.author, p.INKA.author, p.OTTILIE.author), 9, 250, 40),
        Work(("till-bridge",), (p.RENOVATOR,), 10, 340, 20, dependency="serialkit"),
    ),
)
