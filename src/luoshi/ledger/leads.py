"""Names of units (单位名称): what a text calls them, matched with the units of a government."""

from __future__ import annotations

from luoshi.ledger.models import Department, Item
from luoshi.ledger.offices import plain_name
from luoshi.ledger.suggesting import Earlier, Memory


class Units:
    """The units of one government by every name that they go by."""

    def __init__(self, rows: list[Department]) -> None:
        self.by_name: dict[str, int] = {}
        for unit in rows:
            for name in (unit.name, unit.short, *unit.aliases.splitlines()):
                if name.strip():
                    self.by_name.setdefault(plain_name(name), unit.pk)

    def find(self, name: str) -> int | None:
        """The id of the unit that this name stands for; None where there is none."""
        return self.by_name.get(plain_name(name))


def match_units(government_id: int) -> Units:
    """The units of a government, ready to be looked up by name."""
    return Units(
        list(Department.objects.filter(government_id=government_id, active=True).order_by("order", "pk"))
    )


def memory_of(government_id: int, years: int = 3) -> Memory:
    """The rows of the government's issued tables of the last years, as what earlier division of work there was."""
    rows = (
        Item.objects.filter(government_id=government_id, document__kind="decomposition", lead__isnull=False)
        .order_by("-document__year", "pk")
        .values_list("title", "lead__name", "document__title", "document__year")
    )
    latest = max((year for *_, year in rows), default=0)
    return Memory(Earlier(title, lead, table) for title, lead, table, year in rows if year > latest - years)
