"""The Groups of Brindlemoor: departments, teams, one sub-team, one guild, and one team that everyone has left."""

from portal.demo.company import people as p
from portal.demo.model import Team

COMPANY = Team("brindlemoor", "Brindlemoor", "organization", "", "Garden things, sold on the web")
SELLING = Team("selling", "Selling", "department", "brindlemoor", "Everything a customer clicks on")
MONEY = Team("money", "Money", "department", "brindlemoor", "Taking it, keeping it, explaining it")
DELIVERY = Team("delivery", "Delivery", "department", "brindlemoor", "From shelf to doorstep")
FOUNDATIONS = Team("foundations", "Foundations", "department", "brindlemoor", "What the other teams stand on")

STOREFRONT = Team(
    "storefront", "Storefront", "team", "selling", "The shop in the browser",
    (p.ZOE, p.ANTON, p.LEILA, p.HUGO, p.SUNNIVA),
)  # fmt: skip
CHECKOUT = Team(
    "checkout", "Checkout", "team", "selling", "From basket to confirmed order",
    (p.INKA, p.JUN, p.MATTHIAS, p.OLU),
)  # fmt: skip
BASKET = Team(
    "basket", "Basket", "team", "selling", "Carts and wishlists",
    (p.PIA, p.DMITRI, p.CARMEN, p.NOOR), slug="cart-crew",
)  # fmt: skip
CATALOGUE = Team(
    "catalogue", "Catalogue", "team", "selling", "Products, prices and search",
    (p.TOMAS, p.FREYA, p.WEI, p.SAMIRA),
)  # fmt: skip
GROWTH = Team("growth", "Growth", "team", "selling", "Vouchers and referrals")

PAYMENTS = Team(
    "payments", "Payments", "team", "money", "Card and wallet payments, the ledger",
    (p.JONAS, p.ADAEZE, p.BRUNO, p.MARTA),
)  # fmt: skip
RISK = Team(
    "risk", "Risk", "team", "money", "Telling fraud from customers",
    (p.HENRIK, p.PRIYA, p.COLM),
)  # fmt: skip
BILLING = Team(
    "billing", "Billing", "team", "money", "Invoices, credit notes, dunning",
    (p.CASIMIR, p.NGOZI, p.ELIN, p.RAFAEL),
)  # fmt: skip

DISPATCH = Team(
    "dispatch", "Dispatch", "team", "delivery", "Orders, stock and shipping",
    (p.GRETA, p.EMEKA, p.LUCA, p.ANOUK),
)  # fmt: skip
CARRIERS = Team(
    "carriers", "Carriers", "team", "dispatch", "Labels, tracking and pick-up",
    (p.VIKTOR, p.SOFIA, p.OMAR), slug="parcel-carriers",
)  # fmt: skip

IDENTITY = Team(
    "identity", "Identity", "team", "foundations", "Sign-in and customer accounts",
    (p.AURELIA, p.KWAME, p.PETRA, p.ISHAAN),
)  # fmt: skip
MESSAGING = Team(
    "messaging", "Messaging", "team", "foundations", "Mail, push and letters",
    (p.MIRELA, p.TOBIAS, p.YUKI, p.DALIA),
)  # fmt: skip
PLATFORM = Team(
    "platform", "Platform", "team", "foundations", "Clusters, delivery pipeline, shared libraries",
    (p.NADIA, p.ERIK, p.MEI, p.JOSS, p.RAVI),
)  # fmt: skip
DATA = Team(
    "data", "Data", "team", "foundations", "Clickstream, warehouse, reports",
    (p.OTTILIE, p.FELIX, p.HANA), slug="insight", lists_members=True,
)  # fmt: skip

ACCESSIBILITY = Team(
    "accessibility-guild", "Accessibility guild", "guild", "brindlemoor", "A shop that everyone can use",
    (p.ZOE, p.ANTON, p.FELIX),
)  # fmt: skip

DEPARTMENTS = (COMPANY, SELLING, MONEY, DELIVERY, FOUNDATIONS)
#: The teams that have people.
TEAMS = (
    STOREFRONT, CHECKOUT, BASKET, CATALOGUE, PAYMENTS, RISK, BILLING,
    DISPATCH, CARRIERS, IDENTITY, MESSAGING, PLATFORM, DATA,
)  # fmt: skip
GROUPS = (*DEPARTMENTS, *TEAMS, GROWTH, ACCESSIBILITY)
PEOPLE = tuple(person for team in TEAMS for person in team.members)
