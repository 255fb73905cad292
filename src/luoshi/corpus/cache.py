"""What was read before (缓存): one file per read file, named by the hash of name, content and identity.

An entry carries its own checksum, so that a torn one is noticed and read anew; what belongs to other versions or to files that
are gone is swept at the end of a build.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from luoshi.corpus.durable import write_whole
from luoshi.corpus.reading import BadEntry, Digest, digest_of

FOLDER = ".cache"


def key_of(stamp: str, name: str, sha256: str) -> str:
    """The key of a file's entry under an identity ``stamp``; the name counts because it may break a tie."""
    return blake2b(
        f"{stamp}\0{name}\0{sha256}".encode("utf-8", "surrogateescape"), digest_size=16
    ).hexdigest()


class Cache:
    """The entries of one dataset."""

    def __init__(self, dataset: Path) -> None:
        self._root = dataset / FOLDER

    def _path(self, key: str) -> Path:
        return self._root / key[:2] / key[2:]

    def entry(self, key: str) -> bytes:
        """The entry of that key. Raises FileNotFoundError."""
        return self._path(key).read_bytes()

    def digest(self, key: str) -> Digest | None:
        """The small part of an entry, None where there is none that is whole and lasting."""
        try:
            found = digest_of(self.entry(key))
        except (FileNotFoundError, BadEntry):
            return None
        return found if found.lasting else None

    def put(self, key: str, entry: bytes) -> None:
        """Keep an entry. Raises OSError."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, entry)

    def sweep(self, keep: Iterable[str]) -> None:
        """Remove everything but these entries; temporary files of a killed build, too."""
        kept = frozenset(keep)
        if not self._root.is_dir():
            return
        for folder in self._root.iterdir():
            for file in folder.iterdir() if folder.is_dir() else ():
                if f"{folder.name}{file.name}" not in kept:
                    file.unlink(missing_ok=True)
