"""Readings to files people use: JSON Lines, self-contained html, xlsx."""
