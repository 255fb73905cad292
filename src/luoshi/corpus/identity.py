"""What made a dataset (版本标识): the version, the lexicon and the code of the reading rooms, as hashes.

A cached reading is good only under the very same identity: a changed word in the lexicon or rule in the code makes
every file new, also between two releases with the same version number.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec

from luoshi import __version__

_ROOMS = (
    "text",
    "report",
    "facts",
)  # whatever can change a reading, besides the lexicon and the corpus' own reader
_OWN = ("reading.py", "sketch.py", "filenames.py")


class Identity(msgspec.Struct, frozen=True):
    """``version`` of the package, ``lexicon`` and ``code`` hashes (12 hex digits), ``packs`` the rule packs it knows."""

    version: str
    lexicon: str
    code: str
    packs: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"luoshi {self.version}（词表 {self.lexicon}，规则 {self.code}）"

    @property
    def stamp(self) -> str:
        """What the key of a cached reading holds; rule packs do not change a reading."""
        return f"{self.version}:{self.lexicon}:{self.code}"


@cache
def identity() -> Identity:
    """The identity of this installation."""
    from luoshi.rules.packs import packs

    root = files("luoshi")
    code = [f for room in _ROOMS for f in _below(root / room, ".py")]
    code += [(name, root / "corpus" / name) for name in _OWN]
    return Identity(
        version=__version__,
        lexicon=_hash(_below(root / "lexicon" / "data", "")),
        code=_hash(code),
        packs=tuple(sorted(p.ref for p in packs())),
    )


def _below(folder: Traversable, suffix: str, prefix: str = "") -> list[tuple[str, Traversable]]:
    """Files below ``folder`` with their names, sorted; caches and the attention dictionaries left out."""
    found: list[tuple[str, Traversable]] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        name = f"{prefix}{entry.name}"
        if entry.name in ("__pycache__", "attention", "packs", "calendar"):
            continue
        if entry.is_dir():
            found += _below(entry, suffix, f"{name}/")
        elif entry.name.endswith(suffix):
            found.append((name, entry))
    return found


def _hash(entries: list[tuple[str, Traversable]]) -> str:
    digest = blake2b(digest_size=6)
    for name, entry in entries:
        data = entry.read_bytes()
        digest.update(f"{name}:{len(data)}:".encode())
        digest.update(data)
    return digest.hexdigest()
