"""Sheets out and back in (表格): decomposition table, ledger, units' forms; read row by row, written with real numbers."""
