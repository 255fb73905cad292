"""How usual a run of characters is in work reports (语言模型), to choose among readings of damaged text."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from math import log2

import msgspec
import regex

from luoshi.lexicon.tables import rows

_NUMBER = regex.compile(r"[\d.]+")
_LETTERS = regex.compile(r"[A-Za-z]+")
_WIDE = str.maketrans(",;:!?()%", "，；：！？（）％")
_LEVELS = regex.compile(r"(\d+)(\D+)")
_RARE = -21.0  # log2 of how often a character comes that the table does not name
_UNSEEN = (
    -5.0
)  # log2 of what is left for pairs that the table does not name, shared by how often the second comes


def symbols(text: str) -> str:
    """``text`` as the table counts it: a number is N, a run of letters A, punctuation full-width, no blanks."""
    bare = "".join(text.split()).translate(_WIDE)
    return str(_LETTERS.sub("A", _NUMBER.sub("\0", bare)).replace("\0", "N"))


class Bigrams(msgspec.Struct, frozen=True):
    """The table: ``alone[c]`` is log2 of how often ``c`` comes, ``after[c]`` log2 of how often each follows ``c``."""

    alone: dict[str, float]
    after: dict[str, dict[str, float]]

    def step(self, a: str, b: str) -> float:
        """log2 of the probability that ``b`` follows ``a``; both are symbols."""
        after = self.after.get(a)
        if after is not None and b in after:
            return after[b]
        return _UNSEEN + self.alone.get(b, _RARE)

    def score(self, text: str) -> float:
        """log2 of the probability of ``text`` given its first character."""
        s = symbols(text)
        return sum(self.step(a, b) for a, b in pairwise(s))


@cache
def bigrams() -> Bigrams:
    """The table of the lexicon, read once, when the first damaged text needs it."""
    table = rows("damage_bigrams.tsv")
    alone = {row["first"]: float(row["total"]) for row in table}
    total = sum(2 ** (level / 2) for level in alone.values())
    whole = 2 * log2(total)
    after = {}
    for row in table:
        own = alone[row["first"]]
        after[row["first"]] = {
            c: (float(m[1]) - own) / 2 for m in _LEVELS.finditer(row["next"]) for c in m[2]
        }
    return Bigrams({c: (level - whole) / 2 for c, level in alone.items()}, after)
