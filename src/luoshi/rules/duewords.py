"""时限表述: “6月底前”, “上半年”, “三季度末”, “年底前”, “年内”, “持续推进” and the like, as dates of a work year."""

from __future__ import annotations

from luoshi.rules.matter import DueForm


def due_from_words(words: str | None, year: int) -> DueForm:
    """The due date that these words give in that work year; none, or words not understood: year end, ``inferred``.

    持续推进 and 长期坚持 are ``ongoing``: no last day, but the year end as the day to look again.
    """
    raise NotImplementedError
