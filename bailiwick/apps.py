"""The wiring app: connects what catalog records with those who consume it."""

from django.apps import AppConfig


class BailiwickConfig(AppConfig):
    """Registers the consumers of changes and the readers of reports once all apps are loaded; settles the heap then."""

    name = "bailiwick"

    def ready(self) -> None:
        """Wire the apps together and settle the memory; nothing here touches the database."""
        from bailiwick.heap import settle_heap
        from bailiwick.wiring import connect_consumers, connect_kept_files, connect_readers

        connect_consumers()
        connect_readers()
        connect_kept_files()
        settle_heap()
