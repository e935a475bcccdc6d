"""Messages in a folder: whatever a killed process left there, the next one goes on."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from kombu import Connection

from bailiwick.celery_settings import celery_settings
from bailiwick.folder_transport import Channel, Transport

HALF = '{"body": "W1'


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    Transport.global_state.clear()  # what this process has bound, in whatever folder
    made = celery_settings(tmp_path, "", 2)
    options = made["CELERY_BROKER_TRANSPORT_OPTIONS"]
    with Connection(made["CELERY_BROKER_URL"], transport_options=options) as opened:
        yield opened


def test_a_message_arrives_once_and_leaves_nothing(connection: Connection, tmp_path: Path) -> None:
    with connection.SimpleQueue("scan") as scan:
        scan.put({"origin": 1})
        message = scan.get_nowait()
        message.ack()
        assert message.payload == {"origin": 1}
        with pytest.raises(queue.Empty):
            scan.get_nowait()
    assert list((tmp_path / "broker" / "queue").iterdir()) == []


@pytest.mark.parametrize("left", ["", HALF])
def test_half_a_message_is_dropped_and_the_next_one_arrives(connection: Connection, tmp_path: Path, left: str) -> None:
    with connection.SimpleQueue("scan") as scan:
        (tmp_path / "broker" / "queue" / "0_killed.scan.msg").write_text(left)
        scan.put("whole")
        assert scan.get_nowait().payload == "whole"


@pytest.mark.parametrize("left", ["", "[["])
def test_half_a_table_of_bindings_is_written_anew(connection: Connection, tmp_path: Path, left: str) -> None:
    (tmp_path / "broker" / "control" / "scan.exchange").write_text(left)
    with connection.SimpleQueue("scan") as scan:
        scan.put("whole")
        assert scan.get_nowait().payload == "whole"


def test_what_is_being_written_is_no_message(connection: Connection, tmp_path: Path) -> None:
    with connection.SimpleQueue("scan") as scan:
        (tmp_path / "broker" / "queue" / ".unfinished.scan.msg").write_text(HALF)
        with pytest.raises(queue.Empty):
            scan.get_nowait()


def test_bindings_made_at_once_are_all_kept(connection: Connection) -> None:
    channel = connection.default_channel
    assert isinstance(channel, Channel)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: channel._queue_bind("everybody", "", "", f"queue-{name}"), range(40)))
    assert {bound.queue for bound in channel.get_table("everybody")} == {f"queue-{name}" for name in range(40)}
    channel._delete("queue-7", "everybody", "", "")
    assert len(channel.get_table("everybody")) == 39
