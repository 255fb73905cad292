"""The departments' table (单位): who leads what, who owes a report, who finished in time, against both dates."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from luoshi.ledger import clock, registers
from luoshi.ledger.visibility import process_items, visible_documents
from luoshi.web import filters, kinds, standings
from luoshi.web.http import actor, page
from luoshi.web.sheets.writing import workbook
from luoshi.web.views.files import download


def _found(request: HttpRequest) -> tuple[filters.Chosen, list[standings.Standing], standings.Standing, str]:
    """The filters that narrow the whole table (register, document, source), its rows and their sum."""
    given = filters.chosen(request.GET)
    c = filters.Chosen(register=given.register, document=given.document, source=given.source)
    today = clock.today()
    rows = standings.standings(filters.apply(process_items(actor(request)), c, today), today)
    sort = request.GET.get("sort", "")
    sort = sort if sort in standings.SORTS else "order"
    return c, standings.ordered(rows, sort), standings.summed(rows), sort


@require_GET
def departments(request: HttpRequest) -> HttpResponse:
    """单位情况."""
    c, rows, total, sort = _found(request)
    who = actor(request)

    def shown(row: standings.Standing) -> dict[str, Any]:
        return {
            "unit": row.unit,
            "cells": standings.cells(row, c),
            "rates": standings.rates(row, c),
            "co": row.co,
            "co_query": c.but(co=str(row.unit.pk)) if row.unit else "",
        }

    return page(
        request, "departments", c=c, sort=sort, rows=[shown(r) for r in rows], total=shown(total),
        columns=standings.COLUMNS, rate_columns=standings.RATES, registers=registers.registers(),
        documents=visible_documents(who).filter(kind="decomposition", state__in=("issued", "signed")).order_by("-year", "-pk")[:20],
        several=len({r.unit.government_id for r in rows if r.unit}) > 1,
    )  # fmt: skip


@require_GET
def departments_xlsx(request: HttpRequest) -> HttpResponse:
    """The same table as a sheet: numerators and denominators in columns of their own."""
    _c, rows, total, _sort = _found(request)
    head = [("单位", 24), *((str(k.words), 9) for k in standings.COLUMNS), ("配合", 9)]
    for _which, words in standings.RATES:
        head += [(f"{words}%", 14), ("按期办结", 10), ("应办结", 10)]
    lines = []
    for row in [*rows, total]:
        line: list[Any] = [row.unit.label if row.unit else gettext("合计")]
        line += [row.counts[k.name] for k in standings.COLUMNS]
        line.append(row.co if row.unit else None)
        for which, _words in standings.RATES:
            share = row.share(which)
            line += [round(share * 100, 1) if share is not None else None, *row.rates[which]]
        lines.append(line)
    note = f"截至{clock.today().isoformat()}。应办结＝已销号的，加上时限已过仍未办结的；合并、取消的不计。未报只说明没有报送，不等于滞后。"
    return download(
        workbook("单位情况", head, lines, note), f"单位情况{clock.today()}.xlsx", kinds.TYPES["xlsx"]
    )
