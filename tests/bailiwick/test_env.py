import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from bailiwick.env import Environment
from bailiwick.secret import read_or_make_secret_key
from catalog.http.settings import parse_hosts, parse_tokens
from tests.bailiwick.installation import ROOT


def fault(**values: str) -> str:
    """What is said about the environment after everything below was asked for."""
    env = Environment(values)
    env.integer("PORT", 8000, 1, 65535)
    env.boolean("BAILIWICK_DEBUG", False)
    env.choice("BAILIWICK_LOG_LEVEL", "INFO", ("INFO", "ERROR"))
    env.url("BAILIWICK_BROKER_URL", "", ("redis", "rediss"))
    env.folder("BAILIWICK_VAR", Path("/var/empty"))
    try:
        env.finish()
    except ImproperlyConfigured as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("PORT", "99999", "a whole number from 1 to 65535"),
        ("PORT", "eight", "a whole number from 1 to 65535"),
        ("PORT", "\uff18\uff10", "a whole number"),
        ("BAILIWICK_DEBUG", "maybe", "yes"),
        ("BAILIWICK_LOG_LEVEL", "loud", "INFO, ERROR"),
        ("BAILIWICK_BROKER_URL", "amqp://x", "redis or rediss"),
        ("BAILIWICK_VAR", __file__, "a folder"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(name: str, value: str, allowed: str) -> None:
    message = fault(**{name: value})
    assert name in message
    assert allowed in message


def test_all_faults_are_named_at_once() -> None:
    message = fault(PORT="0", BAILIWICK_DEBUG="perhaps")
    assert "PORT" in message
    assert "BAILIWICK_DEBUG" in message


def test_a_misspelt_name_is_a_fault_and_other_programs_names_are_not() -> None:
    assert "BAILIWICK_LOGLEVEL is not a setting" in fault(BAILIWICK_LOGLEVEL="INFO")
    assert fault(PATH="/bin", DJANGO_DEBUG="1", LOG_LEVEL="x") == ""


def test_no_password_is_repeated_in_a_fault() -> None:
    message = fault(BAILIWICK_BROKER_URL="amqp://user:geheim@host/0")
    assert "geheim" not in message
    assert "host" in message


@pytest.mark.parametrize(("text", "value"), [("1", True), ("Yes", True), ("off", False), ("", True), ("FALSE", False)])
def test_booleans_are_read_as_people_write_them(text: str, value: bool) -> None:
    assert Environment({"X": text}).boolean("X", True) is value


def test_words_are_separated_by_commas() -> None:
    assert Environment({"X": " a, b ,,c "}).words("X", ()) == ("a", "b", "c")
    assert Environment({"X": " , "}).words("X", ("d",)) == ("d",)


def test_a_database_is_read_from_its_url() -> None:
    env = Environment({"DATABASE_URL": "postgres://u:p%40ss@db.example:5433/name"})
    read = env.database("DATABASE_URL", "sqlite:///x")
    assert (read["HOST"], read["PORT"], read["NAME"], read["PASSWORD"]) == ("db.example", 5433, "name", "p@ss")


def test_the_secret_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    made = read_or_make_secret_key(path)
    assert len(made) >= 50
    assert read_or_make_secret_key(path) == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]


def test_a_secret_that_is_wrong_is_not_repeated() -> None:
    environment = Environment({"BAILIWICK_OUTBOUND_TOKENS": "s3cret", "BAILIWICK_OUTBOUND_HOSTS": "a b"})
    assert environment.parsed("BAILIWICK_OUTBOUND_TOKENS", parse_tokens, is_secret=True) == ()
    assert environment.parsed("BAILIWICK_OUTBOUND_HOSTS", parse_hosts) == frozenset()
    with pytest.raises(ImproperlyConfigured, match="host=token") as caught:
        environment.finish()
    assert "s3cret" not in str(caught.value)
    assert "'a b'" in str(caught.value)


def test_a_command_says_what_is_wrong_and_not_where_that_was_found_out(tmp_path: Path) -> None:
    given = os.environ | {"BAILIWICK_VAR": str(tmp_path), "BAILIWICK_TIMEZONE": "Mars"}
    ended = subprocess.run(
        [sys.executable, "manage.py", "checks"], cwd=ROOT, env=given, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("Wrong settings in the environment:\n  BAILIWICK_TIMEZONE is not a setting")
    assert "Traceback" not in ended.stderr
