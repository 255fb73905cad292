"""The Django app of the ledger (台账)."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    """App label ``ledger``; after every migrate the insert-only triggers and the search index are made anew."""

    name = "luoshi.ledger"
    label = "ledger"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from luoshi.ledger import guards

        post_migrate.connect(guards.after_migrate, sender=self, dispatch_uid="luoshi.ledger.guards")
