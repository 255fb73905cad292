"""Readings against hand-made gold: precision, recall and F1 per field, as GUIDE and CONTRACT define a match.

Works on plain JSON of either side, so that any program's output in the contract's vocabulary can be scored.
"""
