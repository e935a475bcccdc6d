"""Payments, the ledger, and a fraud scoring that another team writes."""

from portal.demo.company import people as p
from portal.demo.company import teams as t
from portal.demo.company.common import OPENAPI, codeowners
from portal.demo.entities import api, component, on_call, resource
from portal.demo.model import Author, Codebase, Releases, Repository, Work

_COMMONS = "component:default/shop-commons"
_LEDGER_PROTO = """\
syntax = "proto3";
package ledger.v1;
service Ledger {
  rpc Book(Entry) returns (Receipt);
}
"""

PAYMENTS = component(
    "payments",
    t.PAYMENTS,
    "Takes money by card and wallet.",
    system="payments",
    depends_on=("resource:default/payments-db", "component:default/fraud-scoring", _COMMONS),
    provides=("payments-api",),
    calls={"component:default/fraud-scoring": "sync"},
    annotations=on_call("payments-primary") | {"bailiwick.dev/latency-ms": "180"},
    tags=("go", "pci"),
)
PAYMENT_WEBHOOKS = component(
    "payment-webhooks",
    "Group:Default/Payments",
    "Listens to the payment providers.",
    type="worker",
    system="payments",
    depends_on=("resource:default/payments-db", "resource:default/event-bus"),
)
LEDGER = component(
    "ledger",
    t.PAYMENTS,
    "Every amount, twice.",
    system="payments",
    depends_on=("resource:default/ledger-db", _COMMONS),
    provides=("ledger-api",),
    annotations={"pagerduty.com/service-id": "PBRNDL7", "bailiwick.dev/latency-ms": "15"},
)
FRAUD_SCORING = component(
    "fraud-scoring",
    t.RISK,
    "How likely an order is to be honest.",
    system="payments",
    consumes=("ledger-api",),
    calls={"component:default/ledger": "sync"},
    annotations=on_call("risk-primary") | {"bailiwick.dev/latency-ms": "60"},
)

# Two of the payments team commit from machines of their own; .mailmap says who they are.
_JONAS_AT_HOME = p.JONAS.writing_as("jonas@weiricht-garage.example")
_BRUNO_AT_HOME = p.BRUNO.writing_as("abbot@night-shift.example")
_FRAUD_WRITERS: tuple[Author, ...] = (p.BRUNO.author, _JONAS_AT_HOME, p.ADAEZE.author, _BRUNO_AT_HOME)

PAYMENTS_REPOSITORY = Repository(
    "payments",
    "Payments, ledger, fraud scoring.",
    p.JONAS.author,
    first_ticket=7000,
    catalog={
        "payments/catalog-info.yaml": (
            PAYMENTS,
            api("payments-api", t.PAYMENTS, "Charges and refunds.", {"$text": "./openapi.yaml"}, system="payments"),
            resource("payments-db", "database", t.PAYMENTS, "Charges and refunds.", system="payments"),
        ),
        "payment-webhooks/catalog-info.yaml": (PAYMENT_WEBHOOKS,),
        "ledger/catalog-info.yaml": (
            LEDGER,
            api("ledger-api", t.PAYMENTS, "Bookings.", _LEDGER_PROTO, type="grpc", system="payments"),
            resource("ledger-db", "database", t.PAYMENTS, "Bookings.", system="payments"),
        ),
        "fraud-scoring/catalog-info.yaml": (FRAUD_SCORING,),
    },
    files={
        "CODEOWNERS": codeowners(
            "*                @brindlemoor/payments",
            "/ledger/         @brindlemoor/payments @jonas-weiricht",
            "/fraud-scoring/  @brindlemoor/risk",
        ),
        ".mailmap": (
            f"{p.JONAS.name} <{p.JONAS.email}> <{_JONAS_AT_HOME.email}>\n"
            f"{p.BRUNO.name} <{p.BRUNO.email}> <{_BRUNO_AT_HOME.email}>\n"
        ),
        "payments/openapi.yaml": OPENAPI.format(title="Charges and refunds", path="charges"),
    },
    codebases=(
        Codebase(
            "payments", "payments", ("charges", "refunds", "wallets", "retries"), "go", bumped_by=t.PAYMENTS.authors
        ),
        Codebase("payment-webhooks", "payment-webhooks", ("signatures", "replays", "ordering"), "go"),
        Codebase("ledger", "ledger", ("bookings", "balances", "closing"), "go", bumped_by=t.PAYMENTS.authors),
        Codebase("fraud-scoring", "fraud-scoring", ("rules", "features", "thresholds", "appeals")),
    ),
    works=(
        Work(("payments",), t.PAYMENTS.authors, 40, 355, 4, "PAY"),
        Work(("payment-webhooks",), t.PAYMENTS.authors, 24, 350, 8, "PAY"),
        Work(("ledger",), t.PAYMENTS.authors, 30, 345, 6, "PAY"),
        Work(("fraud-scoring",), t.RISK.authors, 20, 350, 192, "RISK"),
        Work(("fraud-scoring",), _FRAUD_WRITERS, 28, 172, 4, "PAY"),
        Work(("fraud-scoring",), t.RISK.authors, 8, 168, 12, "RISK"),
        Work(("payments", "ledger"), (p.RENOVATOR,), 12, 340, 9, dependency="httpkit"),
    ),
    releases=(Releases("payments-v1.{n}.0", p.ADAEZE.author, 16, 14, 3, 822),),
)
