"""`manage.py serve`: web and worker under one supervisor, with a link that signs the first administrator in."""

from __future__ import annotations

import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from bailiwick.supervisor import Supervisor
from portal.actions.accounts import ensure_first_administrator, make_sign_in_link
from portal.actions.demo import prepare_demo

WEB_THREADS = 4


class Command(BaseCommand):
    """Start Bailiwick: migrate, web server, worker with beat. Ctrl-C stops all of it."""

    help = "Start web and worker under one supervisor (the embedded mode). Ctrl-C stops all of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What `serve --help` shows."""
        parser.add_argument(
            "--with-demo", action="store_true", help="build the demo organisation if nothing is there yet"
        )
        parser.add_argument("--no-worker", action="store_true", help="start the web server only")
        parser.add_argument("--no-web", action="store_true", help="start the worker with beat only")

    def handle(self, *_: Any, with_demo: bool, no_worker: bool, no_web: bool, **__: Any) -> None:
        """Prepare the database, say where the portal is, and keep the processes alive."""
        _check_port_is_free()
        self.stdout.write("Preparing the database ...")
        call_command("migrate", interactive=False, verbosity=0)
        if with_demo:
            prepare_demo(settings.VAR / "demo", self.stdout.write)
        self._greet()
        commands = {}
        if not no_web:
            commands["web"] = web_command()
        if not no_worker:
            commands["worker"] = worker_command()
        Supervisor(commands, self.stdout.write).run()
        self.stdout.write("Stopped. Start again and it continues where it was.")

    def _greet(self) -> None:
        account = ensure_first_administrator()
        self.stdout.write("")
        self.stdout.write(self.style.SUCCESS(f"Bailiwick is at {settings.BASE_URL}/"))
        if account is not None:
            self.stdout.write(f"Sign in as administrator, once, with: {make_sign_in_link(account)}")
        self.stdout.write(f"Data is under {settings.VAR}. Ctrl-C stops everything.")
        self.stdout.write("")


def web_command() -> list[str]:
    """The web server for this installation."""
    return [
        str(Path(sys.executable).with_name("granian")),
        "--interface", "wsgi", "--host", settings.HOST, "--port", str(settings.PORT),
        "--workers", "1", "--blocking-threads", str(WEB_THREADS), "--log-level", "warning", "--no-ws",
        "bailiwick.wsgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """One worker with beat, for both queues."""
    return [
        sys.executable, "-m", "celery", "--app", "bailiwick", "--quiet", "worker", "--beat", "--queues", "scan,history",
        "--loglevel", "WARNING", "--without-gossip", "--without-mingle",
    ]  # fmt: skip


def _check_port_is_free() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.HOST, settings.PORT))
        except OSError as error:
            message = f"Port {settings.PORT} on {settings.HOST} is taken ({error.strerror}). Set PORT to another one."
            raise CommandError(message) from error
