"""What we know, as data: indicators, units, hedges, organs, divisions by year, section roles, damage tables.

The files lie in ``data/``; each starts with comment lines that say what it is and where it comes from.
"""
