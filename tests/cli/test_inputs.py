"""What the caller named, as files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from luoshi.cli.inputs import gather, printable


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")


def test_folders_are_walked_in_a_fixed_order_without_hidden_files(tmp_path: Path) -> None:
    make(
        tmp_path,
        "b.txt",
        "a.TXT",
        "2023/c.pdf",
        "2023/.d.txt",
        ".git/e.txt",
        "10/f.html",
        "2/g.docx",
        "h.md",
        "i.doc",
        "j",
    )
    found = gather([str(tmp_path)])
    assert [str(Path(f).relative_to(tmp_path)) for f in found.files] == [
        "a.TXT", "b.txt", "h.md", "10/f.html", "2/g.docx", "2023/c.pdf",
    ]  # fmt: skip
    assert found.skipped == ((".doc", 1), ("无后缀", 1))
    assert found.empty == ()


def test_a_file_named_outright_is_tried_whatever_its_name_and_only_once(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.odd")
    odd, txt = str(tmp_path / "b.odd"), str(tmp_path / "a.txt")
    assert gather([odd, "-", str(tmp_path), txt, "-"]).files == (odd, "-", txt)


def test_missing_files_are_left_to_the_reader_and_empty_folders_are_told(tmp_path: Path) -> None:
    gone, empty = str(tmp_path / "gone.txt"), tmp_path / "empty"
    empty.mkdir()
    found = gather([gone, str(empty)])
    assert found.files == (gone,)
    assert [path for path, _ in found.empty] == [str(empty)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root opens every folder")
def test_a_folder_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "shut/b.txt")
    (tmp_path / "shut").chmod(0)
    try:
        found = gather([str(tmp_path)])
    finally:
        (tmp_path / "shut").chmod(0o755)
    assert [Path(p).name for p, _ in found.empty] == ["shut"]
    assert len(found.files) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_a_folder_is_passed_over_and_a_broken_link_is_left_to_the_reader(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "endless.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    found = gather([str(tmp_path)])
    assert [Path(f).name for f in found.files] == ["a.txt", "gone.txt"]
    assert found.skipped == (("管道或设备", 1),)


def test_names_cannot_drive_the_terminal() -> None:
    assert printable("a\x1b[31mb\nc\u202ed县") == "a�[31mb�c�d县"
