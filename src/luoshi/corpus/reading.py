"""One file, read for a dataset (读一个文件): the pure function that every engine runs, bytes in, an entry out.

An entry is two msgpack documents: a small ``Digest`` that the build looks at for every file, and the readings
themselves, compressed, that only the bucket they fall into opens.
"""

from __future__ import annotations

import traceback
import zlib
from hashlib import blake2b, sha256
from typing import Any, Literal

import msgspec

from luoshi.corpus.filenames import flags, named
from luoshi.corpus.sketch import sketch, text_hash
from luoshi.errors import LuoshiError, MissingExtra, NoReportFound, UnreadableFile
from luoshi.report.report import Completeness

ErrorKind = Literal["unreadable", "not_a_report", "missing_extra", "internal"]
_MAGIC = b"LSE1"
_HEAD = 8 + 16  # two lengths of four bytes, the checksum


class Found(msgspec.Struct, frozen=True):
    """One report of a file in brief: what is needed to tell copies from one another and to choose among them."""

    report: str
    part: int
    jurisdiction: str | None
    path: tuple[str, ...]
    code: str | None
    level: str | None
    work_year: int | None
    completeness: Completeness
    chars: int
    text_hash: str
    sketch: tuple[int, ...]
    flags: tuple[str, ...]


class Failure(msgspec.Struct, frozen=True):
    """Why a file gave no report; ``reason`` is for the person who gave it."""

    kind: ErrorKind
    reason: str


class Digest(msgspec.Struct, frozen=True):
    """What became of one file: its reports in brief, or the failure; ``file_place``, ``file_year`` from its name."""

    name: str
    sha256: str
    size: int
    file_place: str | None
    file_year: int | None
    reports: tuple[Found, ...] = ()
    failure: Failure | None = None

    @property
    def lasting(self) -> bool:
        """Whether reading the same bytes again would give the same: a missing package or our own fault may be mended."""
        return self.failure is None or self.failure.kind in ("unreadable", "not_a_report")


class BadEntry(LuoshiError):
    """A cached entry that is torn or of another make; it is read anew."""


def report_id(digest: str, part: int) -> str:
    """The id of a report: its file's hash and its part of the file, whatever the file is called."""
    return f"{digest[:12]}-{part}"


def read_entry(name: str, data: bytes) -> bytes:
    """The entry of one file (``name`` relative, with ``/``). Never raises for what is in the file."""
    from luoshi.facts.reading import Reading, read_bytes

    digest = sha256(data).hexdigest()
    of_name = named(name)
    readings: tuple[Reading, ...] = ()
    failure = None
    try:
        readings = read_bytes(name, data)
    except NoReportFound as e:
        failure = Failure("not_a_report", e.reason)
    except MissingExtra as e:
        failure = Failure("missing_extra", e.reason)
    except UnreadableFile as e:
        failure = Failure("unreadable", e.reason)
    except Exception as e:  # a bug in one rule must not cost the other files
        where = traceback.extract_tb(e.__traceback__)[-1]
        failure = Failure("internal", f"{type(e).__name__}: {e} ({where.name}:{where.lineno})"[:300])
    found = tuple(
        Found(
            report=report_id(digest, r.source.part),
            part=r.source.part,
            jurisdiction=r.header.jurisdiction,
            path=r.header.path,
            code=r.header.code,
            level=r.header.level,
            work_year=r.header.work_year,
            completeness=r.source.completeness,
            chars=len(r.text),
            text_hash=text_hash(r.text),
            sketch=sketch(r.text),
            flags=flags(of_name, r.header),
        )
        for r in readings
    )
    brief = Digest(name, digest, len(data), of_name.place, of_name.year, found, failure)
    # The map leads back to the raw characters; a dataset does not hold the raw files, `luoshi read` gives it again.
    whole = tuple(
        msgspec.structs.replace(r, source=msgspec.structs.replace(r.source, map=())) for r in readings
    )
    return _packed(brief, zlib.compress(msgspec.msgpack.encode(whole), 1))


def failed_entry(name: str, digest: str, size: int, failure: Failure) -> bytes:
    """The entry of a file whose reading died or took too long."""
    of_name = named(name)
    return _packed(Digest(name, digest, size, of_name.place, of_name.year, failure=failure), b"")


def digest_of(entry: bytes) -> Digest:
    """The small part of an entry. Raises BadEntry for a torn or foreign one (lengths and checksum)."""
    brief, _ = _parts(entry)
    try:
        return msgspec.msgpack.decode(brief, type=Digest)
    except msgspec.DecodeError as e:
        raise BadEntry(f"缓存条目不认得：{e}") from None


def readings_of(entry: bytes) -> list[dict[str, Any]]:
    """The readings of an entry as plain dicts, field by field as in ``luoshi.report/1``. Raises BadEntry."""
    _, body = _parts(entry)
    if not body:
        return []
    found: list[dict[str, Any]] = msgspec.msgpack.decode(zlib.decompress(body))
    return found


def _packed(brief: Digest, body: bytes) -> bytes:
    head = msgspec.msgpack.encode(brief)
    sizes = len(head).to_bytes(4, "big") + len(body).to_bytes(4, "big")
    check = blake2b(sizes + head + body, digest_size=16).digest()
    return b"".join((_MAGIC, sizes, check, head, body))


def _parts(entry: bytes) -> tuple[bytes, bytes]:
    start = len(_MAGIC) + _HEAD
    sizes, check = entry[4:12], entry[12:start]
    if entry[:4] != _MAGIC or len(entry) < start:
        raise BadEntry("缓存条目不完整")
    n = int.from_bytes(sizes[:4], "big")
    if blake2b(sizes + entry[start:], digest_size=16).digest() != check:
        raise BadEntry("缓存条目已损坏")
    return entry[start : start + n], entry[start + n :]
