"""Every address: the portal, the API, health."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/catalog/", include("portal.catalog_api")),
    path("api/", include("portal.api.urls")),
    path("", include("portal.urls")),
]

handler400 = "portal.refusals.refuse"
