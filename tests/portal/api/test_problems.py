"""Every error is a problem after RFC 9457, whatever went wrong."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404
from django.test import Client, RequestFactory
from rest_framework import exceptions
from rest_framework.request import Request

from portal.api import me
from portal.api.problems import BadParametersError, PreconditionFailedError, problem_details
from portal.api.shapes import Fault, Problem
from tests.portal.api.world import ROOT, Script


def _answer(error: Exception) -> Any:
    request = Request(RequestFactory().get("/api/v1/x"))
    return problem_details(error, {"request": request, "view": None})


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (BadParametersError([Fault(parameter="limit", detail="Must be less.")]), 400, "Bad Request"),
        (exceptions.ParseError(), 400, "Bad Request"),
        (exceptions.ValidationError({"a": ["b"]}), 400, "Bad Request"),
        (BadRequest("inner words"), 400, "Bad Request"),
        (SuspiciousOperation("inner words"), 400, "Bad Request"),
        (exceptions.NotAuthenticated(), 401, "Unauthorized"),
        (exceptions.AuthenticationFailed(), 401, "Unauthorized"),
        (exceptions.PermissionDenied(), 403, "Forbidden"),
        (PermissionDenied("inner words"), 403, "Forbidden"),
        (exceptions.NotFound("inner words"), 404, "Not Found"),
        (Http404("inner words"), 404, "Not Found"),
        (exceptions.MethodNotAllowed("POST"), 405, "Method Not Allowed"),
        (exceptions.NotAcceptable(), 406, "Not Acceptable"),
        (PreconditionFailedError(), 412, "Precondition Failed"),
        (exceptions.UnsupportedMediaType("text/csv"), 415, "Unsupported Media Type"),
        (exceptions.Throttled(wait=3), 429, "Too Many Requests"),
    ],
)
def test_each_kind_of_error_has_its_problem(error: Exception, status: int, title: str) -> None:
    answer = _answer(error)
    problem = answer.data
    assert isinstance(problem, Problem)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert (problem.status, problem.title, problem.instance) == (status, title, "/api/v1/x")
    assert problem.detail
    assert "inner words" not in problem.detail, "what an exception says is for the log"


def test_who_is_throttled_is_told_for_how_long() -> None:
    assert _answer(exceptions.Throttled(wait=3)).headers["Retry-After"] == "3"


def test_an_error_nobody_foresaw_is_a_problem_too_and_is_reported(
    owners_script: Script, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_view: object) -> None:
        raise ZeroDivisionError("a password")

    told = []
    monkeypatch.setattr(me.GetMe, "read", fail)
    monkeypatch.setattr(owners_script, "client", Client(raise_request_exception=False))
    got_request_exception.connect(lambda **given: told.append(given["request"].path), weak=False, dispatch_uid="test")
    try:
        with caplog.at_level(logging.ERROR, "django.request"):
            response = owners_script.get("/me")
    finally:
        got_request_exception.disconnect(dispatch_uid="test")
    assert (response.status_code, response.headers["Content-Type"]) == (500, "application/problem+json")
    assert b"password" not in response.content
    assert told == ["/api/v1/me"]
    assert "ZeroDivisionError" in caplog.text


def test_who_does_not_take_json_is_told_406_in_json(owners_script: Script) -> None:
    for accept in ("text/html", "application/xml", "application/problem+json", "image/*;q=0.8", "nonsense", "a/b/c;;"):
        response = owners_script.get("/me", Accept=accept)
        assert (response.status_code, response.headers["Content-Type"]) == (406, "application/problem+json"), accept


def test_who_takes_json_gets_it(owners_script: Script) -> None:
    for accept in ("*/*", "application/json", "text/html,application/xml;q=0.9,*/*;q=0.8"):
        response = owners_script.get("/me", Accept=accept)
        assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json"), accept


def test_nothing_is_at_the_other_addresses_in_any_method(owners_script: Script) -> None:
    headers = {"Authorization": f"Bearer {owners_script.text}"}
    for method in ("get", "post", "put", "delete"):
        for address in (f"{ROOT}/entities/", f"{ROOT}/x?y=1", "/api/", "/api/v2/me", "/api/v1/entities%0a"):
            response = getattr(owners_script.client, method)(address, headers=headers)
            assert (response.status_code, response.json()["title"]) == (404, "Not Found"), (method, address)
