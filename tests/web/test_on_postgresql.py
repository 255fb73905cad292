"""The pages on PostgreSQL (同页两库): every page opens, and what hangs on queries, orders and sums is tested there too.

The tests themselves stand in the files from which they come, where they run on SQLite.
"""

from __future__ import annotations

from typing import Any

import pytest
from test_board_order import (
    many,
    test_a_search_is_one_condition_and_opens_what_it_counts,
    test_counts_from_states_are_those_of_the_conditions,
    test_slices_are_those_of_the_whole_order,
)
from test_check_queue import (
    test_extensions_and_wrong_units_wait_at_their_own_desks,
    test_the_queue_costs_the_same_queries_however_much_waits,
)
from test_departments_table import (
    test_an_extension_is_counted_and_the_original_date_kept,
    test_every_number_opens_the_list_that_it_counted,
    test_on_time_is_told_against_the_original_and_the_current_date,
    test_the_table_costs_the_same_queries_however_many_units,
)
from test_documents import test_a_circular_is_not_approved_with_figures_that_are_not_the_ledgers
from test_other_doors import test_an_alike_item_stops_the_opening_until_somebody_has_looked
from test_pages import (
    test_a_list_costs_the_same_queries_however_long,
    test_the_items_page_costs_the_same_queries_however_much_hangs_on_it,
)
from test_read_api import (
    test_filters_are_the_boards_and_unknown_ones_are_refused,
    test_pages_hold_all_rows_once_at_a_constant_number_of_queries,
)
from test_rounds import (
    test_all_that_did_not_change_is_reported_in_one_step,
    test_not_reported_is_counted_as_that_and_never_as_behind,
    test_rounds_cost_the_same_queries_however_much_is_reported,
)
from test_route_matrix import GETS, PEOPLE, address, test_lists_hold_only_what_their_reader_may_see

__all__ = [
    "many",
    "test_a_circular_is_not_approved_with_figures_that_are_not_the_ledgers",
    "test_a_list_costs_the_same_queries_however_long",
    "test_a_search_is_one_condition_and_opens_what_it_counts",
    "test_all_that_did_not_change_is_reported_in_one_step",
    "test_an_alike_item_stops_the_opening_until_somebody_has_looked",
    "test_an_extension_is_counted_and_the_original_date_kept",
    "test_counts_from_states_are_those_of_the_conditions",
    "test_every_number_opens_the_list_that_it_counted",
    "test_extensions_and_wrong_units_wait_at_their_own_desks",
    "test_filters_are_the_boards_and_unknown_ones_are_refused",
    "test_lists_hold_only_what_their_reader_may_see",
    "test_not_reported_is_counted_as_that_and_never_as_behind",
    "test_on_time_is_told_against_the_original_and_the_current_date",
    "test_pages_hold_all_rows_once_at_a_constant_number_of_queries",
    "test_rounds_cost_the_same_queries_however_much_is_reported",
    "test_slices_are_those_of_the_whole_order",
    "test_the_items_page_costs_the_same_queries_however_much_hangs_on_it",
    "test_the_queue_costs_the_same_queries_however_much_waits",
    "test_the_table_costs_the_same_queries_however_many_units",
]


@pytest.fixture
def vendor() -> str:
    """Instead of SQLite."""
    return "postgresql"


def test_every_page_opens(stage: Any, client_of: Any) -> None:
    from django.db import connection

    assert connection.vendor == "postgresql"
    wrong = []
    for name, (ids, allowed) in GETS.items():
        person = next(p for p in PEOPLE if p in allowed)
        answer = client_of(stage.c.users[person]).get(address(stage, name, ids), follow=name == "start")
        if answer.status_code != 200:
            wrong.append((name, answer.status_code))
    assert not wrong
