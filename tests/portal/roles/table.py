"""Every address of the product with what it needs. A URL without a row here fails the tests; add yours to its part.

The kinds and actions are those of `catalog.core.access.PERMISSIONS`, which says what roles may do. The world in which
the addresses are asked, and its places in braces, are in `tests.portal.roles.world`.
"""

from __future__ import annotations

from tests.portal.roles.api import API
from tests.portal.roles.backstage import BACKSTAGE
from tests.portal.roles.pages import PAGES

TABLE = (*PAGES, *API, *BACKSTAGE)

#: URLs that are asked elsewhere, with the reason and the place.
ELSEWHERE = {
    "sign-in": "tests/portal/views/test_sign_in.py: it is how a stranger becomes somebody",
    "override-add": "tests/portal/views/test_schedules.py: it depends on whose shift it is; the API's twin is here",
    "feed": "tests/portal/views/test_feeds.py: the address is the right to it, and many wrong ones are refused",
    "api:docs": "tests/portal/api/test_docs.py: a page for people, who are asked to sign in",
    "api:redoc": "tests/portal/api/test_docs.py: likewise",
    "sign-out": "tests/portal/views/test_sign_in.py: whoever asks is nobody afterwards",
}
