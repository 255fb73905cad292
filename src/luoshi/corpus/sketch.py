"""The sketch of a text (文本指纹): hashes of a sample of its clauses, so that copies are found without comparing all.

A shingle is a clause of at least ten characters, blanks left out; of all shingles those whose hash falls on zero
modulo ``_ONE_IN`` are kept. The sample is the same in every text, so shares of common shingles can be read off two sketches,
also where one text is a part of the other.
"""

from __future__ import annotations

import re
from hashlib import blake2b

_ONE_IN = 8
_BLANKS = re.compile(r"\s+")
_CLAUSE = re.compile(r"[一-鿿㐀-䶿0-9A-Za-z.%〇]{10,}")


def sketch(text: str) -> tuple[int, ...]:
    """The kept shingle hashes of ``text``, sorted, each once; 63 bits."""
    kept = set()
    for clause in _CLAUSE.findall(_BLANKS.sub("", text)):
        value = int.from_bytes(blake2b(clause.encode(), digest_size=8).digest(), "big") >> 1
        if value % _ONE_IN == 0:
            kept.add(value)
    return tuple(sorted(kept))


def text_hash(text: str) -> str:
    """One hash for all copies of a text that differ only in blanks and line breaks: 16 hex digits."""
    return blake2b(_BLANKS.sub("", text).encode(), digest_size=8).hexdigest()
