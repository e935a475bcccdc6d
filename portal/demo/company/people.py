"""Who works, or worked, at Brindlemoor. All invented."""

from portal.demo.model import DOMAIN, Author, Person

LONDON, BERLIN, HELSINKI, NEW_YORK, KOLKATA = 0, 60, 120, -300, 330

AURELIA = Person("Aurelia Thornquist", BERLIN)
KWAME = Person("Kwame Oderberg", BERLIN)
PETRA = Person("Petra Vanhollow", BERLIN)
ISHAAN = Person("Ishaan Brackwell", KOLKATA)

MIRELA = Person("Mirela Fennock", HELSINKI)
TOBIAS = Person("Tobias Quarrindale", BERLIN)
YUKI = Person("Yuki Halvarstein", BERLIN)
DALIA = Person("Dalia Ostermere", BERLIN)

CASIMIR = Person("Casimir Lodewell", BERLIN)
NGOZI = Person("Ngozi Pemberlane", LONDON)
ELIN = Person("Elin Straubyn", BERLIN)
RAFAEL = Person("Rafael Dunmarrow", LONDON)

ZOE = Person("Zoë Calderwick", BERLIN)
ANTON = Person("Anton Fairbrisk", BERLIN)
LEILA = Person("Leila Morvane", LONDON)
# Commits from home as well; his User names the address, so that no repository has to.
HUGO = Person("Hugo Pellingar", BERLIN, ("hugo@pellingar-pottery.example",))
SUNNIVA = Person("Sunniva Arkwold", BERLIN)

INKA = Person("Inka Carroweld", BERLIN)
JUN = Person("Jun Satterfold", NEW_YORK)
MATTHIAS = Person("Matthias Greblinger", BERLIN)
OLU = Person("Olu Fenwrighton", LONDON)

PIA = Person("Pia Lundermoor", BERLIN)
DMITRI = Person("Dmitri Hawksbeck", HELSINKI)
CARMEN = Person("Carmen Ellestrand", BERLIN)
NOOR = Person("Noor Vaskerville", BERLIN)

TOMAS = Person("Tomas Brandelius", BERLIN)
FREYA = Person("Freya Ockenfold", LONDON)
WEI = Person("Wei Larchmoor", BERLIN)
SAMIRA = Person("Samira Holdcrest", BERLIN)

JONAS = Person("Jonas Weiricht", BERLIN)
ADAEZE = Person("Adaeze Kinnockson", LONDON)
BRUNO = Person("Bruno Abbotsleigh", BERLIN)
MARTA = Person("Marta Skovlinden", BERLIN)

HENRIK = Person("Henrik Aldousen", BERLIN)
PRIYA = Person("Priya Nordahlen", KOLKATA)
COLM = Person("Colm Bettridger", LONDON)

GRETA = Person("Greta Rosenhagen", BERLIN)
EMEKA = Person("Emeka Valdernes", LONDON)
LUCA = Person("Luca Ferrowin", BERLIN)
ANOUK = Person("Anouk Desmarrow", BERLIN)

VIKTOR = Person("Viktor Haldringer", HELSINKI)
SOFIA = Person("Sofia Brennickova", BERLIN)
OMAR = Person("Omar Tessalyn", BERLIN)

NADIA = Person("Nadia Kestrelov", BERLIN)
ERIK = Person("Erik Wolfhartsen", BERLIN)
MEI = Person("Mei Tanaquillan", LONDON)
JOSS = Person("Joss Underbeck", NEW_YORK)
RAVI = Person("Ravi Penhallowick", KOLKATA)

OTTILIE = Person("Ottilie Cranmoor", BERLIN)
FELIX = Person("Felix Abarwen", BERLIN)
HANA = Person("Hana Dvorellova", BERLIN)

# They left: their commits stay, their User entities are gone.
SILAS = Person("Silas Marchwood", BERLIN)
WANDA = Person("Wanda Brightholm", LONDON)
KEIR = Person("Keir Sandower", LONDON)
PAOLO = Person("Paolo Giunterri", BERLIN)
LEAVERS = (SILAS, WANDA, KEIR, PAOLO)

# Never employed: no User, another domain.
CONTRACTOR = Author("Theo Quickenden", "theo@quickenden-consulting.example", LONDON)

RENOVATOR = Author("renovator[bot]", f"renovator[bot]@noreply.{DOMAIN}", 0)
ORG_SYNC = Author("org-sync[bot]", f"org-sync[bot]@noreply.{DOMAIN}", 0)
# Its address is the payments team's own: only the name says that nobody wrote this.
PAYMENTS_CI = Author("payments-ci[bot]", f"payments@{DOMAIN}", 0)
