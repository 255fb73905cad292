"""Names of units (单位名称): what a text calls them, matched with the units of a government."""

from __future__ import annotations

from luoshi.ledger.models import Department
from luoshi.ledger.offices import plain_name


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
