"""One module per file format: bytes in, a traced text of paragraphs (a line each) out."""

from __future__ import annotations

import msgspec

from luoshi.text.traced import TracedText


class Extracted(msgspec.Struct, frozen=True):
    """What a format gives: the text, one paragraph or table row a line, and how it was decoded.

    ``text.raw`` is the decoded file. ``encoding`` names the decoding of the file (for docx and pdf that of their
    inner text). Nothing is repaired or judged yet.
    """

    text: TracedText
    format: str
    encoding: str
    warnings: tuple[str, ...] = ()
