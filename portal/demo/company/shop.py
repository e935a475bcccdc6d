"""Checkout and cart, which share a database, and the storefront in front of them."""

from portal.demo.company import people as p
from portal.demo.company import teams as t
from portal.demo.company.common import OPENAPI, codeowners
from portal.demo.entities import api, component, in_project, on_call, resource
from portal.demo.model import Codebase, Releases, Repository, Work

_COMMONS = "component:default/shop-commons"
_TRAIN = "resource:default/thursday-train"
_SHOP_DB = "resource:default/shop-db"
# The same ticket ids on both sides: what checkout and cart do, they do together.
_SHOP_TICKETS = 400

CHECKOUT = component(
    "checkout",
    t.CHECKOUT,
    "Takes a cart to a confirmed order.",
    system="shop",
    # Nothing is called tax-engine any more.
    depends_on=(_SHOP_DB, "component:default/orders", "component:default/tax-engine", _COMMONS, _TRAIN),
    provides=("checkout-api",),
    consumes=("payments-api",),
    calls={"component:default/orders": "async", "component:default/payments": "sync"},
    annotations=in_project("checkout") | on_call("checkout-primary") | {"bailiwick.dev/latency-ms": "120"},
    tags=("python", "pci"),
    links=(("https://wiki.brindlemoor.example/checkout", "Runbook"),),
)
ADDRESS_LOOKUP = component(
    "address-lookup", t.CHECKOUT, "Completes addresses while they are typed.", lifecycle="experimental", system="shop"
)
CART = component(
    "cart",
    t.BASKET,
    "What customers want to buy.",
    system="shop",
    depends_on=(_SHOP_DB, "resource:default/session-cache", "component:default/pricing", _COMMONS, _TRAIN),
    provides=("cart-api",),
    calls={"component:default/pricing": "sync"},
    annotations=in_project("cart") | on_call("basket-primary"),
    tags=("python",),
)
WISHLIST = component("wishlist", t.BASKET, "What customers would like to be given.", system="shop")

CHECKOUT_REPOSITORY = Repository(
    "checkout",
    "Checkout, address lookup, and the schema of the shop database.",
    p.INKA.author,
    first_ticket=3000,
    catalog={
        "catalog-info.yaml": (
            CHECKOUT,
            api("checkout-api", t.CHECKOUT, "Orders in the making.", {"$openapi": "./openapi.yaml"}, system="shop"),
            resource("shop-db", "database", t.CHECKOUT, "Carts and orders in the making.", system="shop"),
        ),
        "address-lookup/catalog-info.yaml": (ADDRESS_LOOKUP,),
    },
    files={
        "CODEOWNERS": codeowners(
            "*           @brindlemoor/checkout",
            "/docs/      @brindlemoor/storefront",
            "*.sql       @brindlemoor/platform",
        ),
        "openapi.yaml": OPENAPI.format(title="Orders in the making", path="checkouts"),
        "docs/flow.md": "# The flow\n\nCart, address, payment, confirmation.\n",
        "schema/shop.sql": "CREATE TABLE cart (id bigint);\nCREATE TABLE checkout (id bigint);\n",
    },
    codebases=(
        Codebase("checkout", "", ("steps", "totals", "addresses", "confirmation"), bumped_by=t.CHECKOUT.authors),
        Codebase("address-lookup", "address-lookup", ("suggestions", "postcodes", "countries")),
    ),
    works=(
        Work(("checkout",), t.CHECKOUT.authors, 24, 350, 5, "SHOP", _SHOP_TICKETS),
        Work(("checkout",), t.CHECKOUT.authors, 8, 330, 20, "CHK"),
        Work(("address-lookup",), t.CHECKOUT.authors, 40, 345, 4, "CHK"),
        Work(("checkout",), (p.RENOVATOR,), 8, 340, 12, dependency="httpkit"),
    ),
    releases=(Releases("v2.{n}.0", p.INKA.author, 14, 21, 1, 600, on_thursdays=True),),
)

CART_REPOSITORY = Repository(
    "cart",
    "Cart and wishlist.",
    p.PIA.author,
    first_ticket=4000,
    catalog={
        "catalog-info.yaml": (
            CART,
            api("cart-api", t.BASKET, "Carts.", {"$text": "./openapi.yaml"}, system="shop"),
        ),
        "wishlist/catalog-info.yaml": (WISHLIST,),
    },
    files={
        # The team's name on the Git host, in the spelling of whoever wrote it.
        "CODEOWNERS": codeowners("* @Brindlemoor/cart-crew"),
        "openapi.yaml": OPENAPI.format(title="Carts", path="carts"),
    },
    codebases=(
        Codebase("cart", "", ("lines", "merging", "expiry", "totals"), bumped_by=t.BASKET.authors),
        Codebase("wishlist", "wishlist", ("lists", "sharing", "reminders")),
    ),
    works=(
        Work(("cart",), t.BASKET.authors, 24, 350, 5, "SHOP", _SHOP_TICKETS),
        Work(("cart",), t.BASKET.authors, 8, 335, 18, "CRT"),
        Work(("wishlist",), t.BASKET.authors, 40, 342, 6, "CRT"),
        Work(("cart",), (p.RENOVATOR,), 8, 338, 15, dependency="httpkit"),
    ),
    releases=(Releases("v5.{n}.0", p.PIA.author, 14, 21, 1, 609, on_thursdays=True),),
)

SHOP_WEB = component(
    "shop-web",
    t.STOREFRONT,
    "The shop in the browser.",
    type="website",
    system="shop",
    depends_on=("component:default/web-bff", "component:default/storefront-ui", _TRAIN),
    calls={"component:default/web-bff": "sync"},
    annotations=on_call("storefront-primary") | {"bailiwick.dev/latency-ms": "40"},
    tags=("typescript",),
    links=(("https://www.brindlemoor.example", "The shop"),),
)
WEB_BFF = component(
    "web-bff",
    t.STOREFRONT,
    "Everything a page needs, in one answer.",
    system="shop",
    depends_on=("resource:default/session-cache", _COMMONS),
    consumes=("checkout-api", "cart-api", "product-api", "search-api", "auth-api"),
    calls={
        "component:default/checkout": "sync",
        "component:default/cart": "sync",
        "component:default/product-info": "sync",
        "component:default/search": "sync",
        "component:default/auth": "sync",
    },
    annotations={"bailiwick.dev/latency-ms": "25"},
    tags=("typescript",),
)
STOREFRONT_UI = component("storefront-ui", t.STOREFRONT, "Buttons, forms, price tags.", type="library")

# Two of the five, who also sit in the accessibility guild, write most of the pages.
_PAGES = (p.ZOE.author, p.ANTON.author, p.LEILA.author, p.ANTON.author, p.ZOE.author, p.HUGO.author)

STOREFRONT_REPOSITORY = Repository(
    "storefront",
    "The shop in the browser and what serves it.",
    p.ANTON.author,
    first_ticket=5000,
    catalog={
        "web/catalog-info.yaml": (SHOP_WEB,),
        "bff/catalog-info.yaml": (WEB_BFF,),
        "ui/catalog-info.yaml": (STOREFRONT_UI,),
    },
    files={
        ".github/CODEOWNERS": codeowners("* @brindlemoor/storefront"),
        # Forgotten here; a Git host reads the one in .github first.
        "CODEOWNERS": codeowners("* @brindlemoor/growth"),
    },
    codebases=(
        Codebase("shop-web", "web", ("home page", "product page", "basket page", "footer"), "typescript"),
        Codebase("web-bff", "bff", ("page data", "caching", "sessions"), "typescript", bumped_by=t.STOREFRONT.authors),
        Codebase("storefront-ui", "ui", ("buttons", "forms", "price tags"), "typescript"),
    ),
    works=(
        Work(("shop-web",), _PAGES, 54, 355, 3, "WEB"),
        Work(("web-bff",), t.STOREFRONT.authors, 40, 350, 5, "WEB"),
        Work(("storefront-ui",), t.STOREFRONT.authors, 30, 340, 9, "WEB"),
        Work(("shop-web", "web-bff"), (p.RENOVATOR,), 14, 345, 7, dependency="fastrender"),
    ),
    releases=(Releases("shop-web-v3.{n}.0", p.ZOE.author, 14, 21, 1, 617, on_thursdays=True),),
)
