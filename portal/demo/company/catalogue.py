"""Products, prices and search: a file that no longer parses, an owner nobody knows, and four false alarms."""

from portal.demo.catalog_files import format_catalog
from portal.demo.company import people as p
from portal.demo.company import teams as t
from portal.demo.company.common import OPENAPI, codeowners
from portal.demo.entities import api, component, on_call, resource
from portal.demo.model import Codebase, Document, Edit, RawDocument, Releases, Repository, Work

_COMMONS = "component:default/shop-commons"
_TRAIN = "resource:default/thursday-train"

PRODUCT_INFO = component(
    "product-info",
    t.CATALOGUE,
    "What we sell.",
    system="range",
    depends_on=("resource:default/product-db", "resource:default/image-store", _COMMONS, _TRAIN),
    provides=("product-api",),
    annotations=on_call("catalogue-primary"),
)
PRICING = component(
    "pricing",
    t.CATALOGUE,
    "What it costs.",
    system="range",
    depends_on=("resource:default/product-db", "component:default/price-rules", _COMMONS),
    calls={"component:default/price-rules": "sync"},
)
PRICE_RULES = component(
    "price-rules",
    t.CATALOGUE,
    "Discounts, written by whoever needs one.",
    system="range",
    labels={"bailiwick.dev/inner-source": "true"},
    tags=("inner-source",),
)
PRICE_ALERTS = component(
    "price-alerts",
    "group:default/phoenix",
    "Tells customers when something gets cheaper.",
    lifecycle="experimental",
    system="range",
)
SEARCH = component(
    "search",
    t.CATALOGUE,
    "Finds things by name, colour and purpose.",
    system="range",
    depends_on=(_COMMONS,),
    provides=("search-api",),
)
SEARCH_API = api("search-api", t.CATALOGUE, "Queries and suggestions.", {"$text": "./openapi.yaml"}, system="range")
_RECOMMENDATIONS = component("recommendations", t.CATALOGUE, "What else they bought.", system="range")
_RECOMMENDATIONS_BROKEN = RawDocument(
    """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: recommendations
  description: What else they bought.
  tags: [python, ranking
spec:
  type: service
  lifecycle: production
  owner: catalogue
  system: range
"""
)
_SEARCH_GOOD: tuple[Document, ...] = (SEARCH, _RECOMMENDATIONS, SEARCH_API)
_SEARCH_NOW: tuple[Document, ...] = (SEARCH, _RECOMMENDATIONS_BROKEN, SEARCH_API)

# Tomas sits at a machine that Jun set up: the name is right, the address is not, .mailmap knows.
_TOMAS_AT_JUNS = p.TOMAS.writing_as(p.JUN.email)
_PRICING = (_TOMAS_AT_JUNS, p.FREYA.author, _TOMAS_AT_JUNS, p.WEI.author, _TOMAS_AT_JUNS)

CATALOGUE_REPOSITORY = Repository(
    "catalogue",
    "Products, prices, search.",
    p.FREYA.author,
    first_ticket=8000,
    catalog={
        "product-info/catalog-info.yaml": (
            PRODUCT_INFO,
            api("product-api", t.CATALOGUE, "Products.", {"$text": "./openapi.yaml"}, system="range"),
            resource("product-db", "database", t.CATALOGUE, "Products and prices.", system="range"),
            resource("image-store", "s3-bucket", t.CATALOGUE, "Pictures of products.", system="range"),
        ),
        "pricing/catalog-info.yaml": (PRICING,),
        "price-rules/catalog-info.yaml": (PRICE_RULES,),
        "price-alerts/catalog-info.yaml": (PRICE_ALERTS,),
        "search/catalog-info.yaml": _SEARCH_NOW,
    },
    first_catalog={"search/catalog-info.yaml": _SEARCH_GOOD},
    files={
        "CODEOWNERS": codeowners("* @brindlemoor/catalogue"),
        ".mailmap": f"{p.TOMAS.name} <{p.TOMAS.email}> {p.TOMAS.name} <{p.JUN.email}>\n",
        "product-info/openapi.yaml": OPENAPI.format(title="Products", path="products"),
        "search/openapi.yaml": OPENAPI.format(title="Queries and suggestions", path="results"),
    },
    codebases=(
        Codebase(
            "product-info", "product-info", ("descriptions", "variants", "pictures"), bumped_by=t.CATALOGUE.authors
        ),
        Codebase("pricing", "pricing", ("currencies", "rounding", "lists"), bumped_by=t.CATALOGUE.authors),
        Codebase("price-rules", "price-rules", ("bundles", "seasons", "staff discount", "clearance")),
        Codebase("price-alerts", "price-alerts", ("subscriptions", "thresholds")),
        Codebase("search", "search", ("ranking", "synonyms", "facets", "typing"), bumped_by=t.CATALOGUE.authors),
    ),
    works=(
        # Handed over half a year ago: the storefront wrote it, the catalogue team writes it now.
        Work(("product-info",), t.STOREFRONT.authors, 40, 390, 200, "WEB"),
        Work(("product-info",), t.CATALOGUE.authors, 30, 172, 4, "CAT"),
        Work(("pricing",), _PRICING, 40, 350, 5, "CAT"),
        Work(("price-rules",), t.CHECKOUT.authors, 44, 350, 6, "CHK"),
        Work(("price-rules",), t.CATALOGUE.authors, 16, 345, 10, "CAT"),
        Work(("price-alerts",), t.CATALOGUE.authors, 12, 340, 200, "CAT"),
        Work(("price-alerts",), t.CATALOGUE.authors, 4, 170, 30, "CAT"),
        Work(("search",), t.CATALOGUE.authors, 40, 352, 7, "CAT"),
        Work(("search", "pricing"), (p.RENOVATOR,), 12, 335, 11, dependency="indexkit"),
    ),
    edits=(
        Edit(
            20,
            p.WEI.author,
            "Tag the recommendations",
            {"search/catalog-info.yaml": format_catalog(_SEARCH_NOW)},
        ),
    ),
    releases=(Releases("product-info-v7.{n}.0", p.FREYA.author, 14, 21, 1, 628, on_thursdays=True),),
)
