"""``luoshi attention``: how much of each report speaks of a thing, by a dictionary, section by section."""

from __future__ import annotations

import click
import msgspec


class ShareRow(msgspec.Struct, frozen=True):
    """One row of shares; see luoshi.corpus.attention.Share."""

    province_code: str | None
    province: str | None
    city_code: str | None
    city: str | None
    county_code: str | None
    county: str | None
    level: str | None
    code: str | None
    place: str | None
    year: int | None
    role: str
    topic: str
    share_chars: float
    share_sentences: float
    chars: int
    hit_chars: int
    sentences: int
    hit_sentences: int
    hits: int
    dictionary: str
    dictionary_sha256: str
    completeness: str
    report: str
    path: str


class HitRow(msgspec.Struct, frozen=True):
    """One word found, with its sentence."""

    place: str | None
    year: int | None
    role: str
    topic: str
    term: str
    start: int
    end: int
    sentence: str
    report: str
    path: str


@click.command()
@click.argument("dataset", metavar="DATASET")
@click.option(
    "--dictionary", "-d", required=True, metavar="NAME|FILE",
    help="自带的 environment、digital、livelihood，或自己的文件：一行一词，或表头为 term topic without 的表"
    " · one of ours, or a file: a term a line, or a table with these columns",
)  # fmt: skip
@click.option("--out", "-o", required=True, metavar="OUT", help="占比：.csv .xlsx .dta .parquet · the shares")
@click.option(
    "--hits", metavar="HITS", help="每一处命中，附原句和位置，格式同上 · every hit with sentence and span"
)
def attention(dataset: str, dictionary: str, out: str, hits: str | None) -> None:
    """按词典计算注意力：各篇章占比与命中 · shares of text by dictionary and section

    \b
    占比按字（share_chars）和按句（share_sentences）两种；空格、换行、标点不计入字数，
    句子只以句末标点断开，所以排版不影响结果。role 为篇章角色，all 为全文。
    Shares per character and per sentence; blanks, line breaks and punctuation do not count.
    Copies of the same place and year are left out; see completeness for abridged texts.
    """
    from luoshi.cli.opened import opened
    from luoshi.corpus.attention import Lookup, load
    from luoshi.corpus.panel import place_of
    from luoshi.corpus.reading import report_id
    from luoshi.export.flat import columns_of, write, writer

    writer(out)
    if hits is not None:
        writer(hits)
    words = load(dictionary)
    data = opened(dataset)
    aside = {r["report"] for r in data.rows("duplicates") if r["same_place"] and r["same_year"]}
    lookup = Lookup(words)
    shares: list[tuple[str | int | float | None, ...]] = []
    found: list[tuple[str | int | float | None, ...]] = []
    for r in data.readings(("sections",)):
        report = report_id(r.source.sha256, r.source.part)
        if report in aside:
            continue
        place, year = place_of(r.header), r.header.work_year
        head = msgspec.structs.astuple(place)
        for s in (counted := lookup.count(r))[0]:
            shares.append(
                (*head, year, s.role, s.topic, s.by_char, s.by_sentence, s.chars, s.hit_chars, s.sentences,
                 s.hit_sentences, s.hits, words.name, words.sha256, r.source.completeness, report, r.source.path)
            )  # fmt: skip
        if hits is not None:
            for h in counted[1]:
                sentence = r.text[h.sentence_start : h.sentence_end]
                found.append(
                    (
                        place.place,
                        year,
                        h.role,
                        h.topic,
                        h.term,
                        h.start,
                        h.end,
                        sentence,
                        report,
                        r.source.path,
                    )
                )
    write(out, columns_of(ShareRow), shares)
    click.echo(f"已写 {out}：{len(shares)} 行")
    if hits is not None:
        write(hits, columns_of(HitRow), found)
        click.echo(f"已写 {hits}：{len(found)} 处命中")
