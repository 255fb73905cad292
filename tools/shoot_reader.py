"""Take docs/images/reader.png anew: the reader on the project's own sample, in Chromium, light.

``--dark``, ``--phone`` and ``--top`` write reader-dark.png and so on beside it, to look at; they are not committed.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from luoshi.export.html import render
from luoshi.facts.reading import read

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "src" / "luoshi" / "sample"
IMAGES = ROOT / "docs" / "images"
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
SIZE = {"width": 1360, "height": 860}
PHONE = {"width": 390, "height": 844}


def main(options: list[str]) -> None:
    """Render, open, put one figure of the review in sight, shoot."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("no chromium here: tools/install_browser.sh installs it")
    (reading,) = read(max(SAMPLE.glob("*.txt"), key=lambda p: p.name))
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as p:
        page_file = Path(folder) / "reader.html"
        page_file.write_text(render(reading), "utf-8")
        browser = p.chromium.launch(executable_path=chromium, args=ARGS)
        dark, phone, top = (o in options for o in ("--dark", "--phone", "--top"))
        page = browser.new_page(viewport=PHONE if phone else SIZE, color_scheme="dark" if dark else "light")
        page.goto(page_file.as_uri())
        if not top:
            page.evaluate("document.querySelector('.panes').scrollIntoView()")
            page.evaluate("window.scrollBy(0, 900)")
            page.wait_for_timeout(200)
            seen = page.locator(".text .m.k-measure")
            for i in range(seen.count()):
                box = seen.nth(i).bounding_box()
                if box and box["y"] > SIZE["height"] / 2:
                    seen.nth(i).click()
                    page.mouse.move(5, 5)
                    break
        page.wait_for_timeout(300)
        name = "-".join(["reader", *(o.strip("-") for o in options)])
        page.screenshot(path=IMAGES / f"{name}.png")
        browser.close()
    shrink(IMAGES / f"{name}.png")


def shrink(file: Path) -> None:
    """A page has few colours: a palette makes the picture a third of its size. Left as it is without Pillow."""
    try:
        from PIL import Image
    except ModuleNotFoundError:
        return
    with Image.open(file) as image:
        small = image.convert("RGB").quantize(96, dither=Image.Dither.NONE)
    small.save(file, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
