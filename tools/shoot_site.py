"""Takes the picture of the board in the README (docs/images/board.png) from a running demo ledger.

make demo && python tools/shoot_site.py http://127.0.0.1:8000/
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "board.png"
PASSWORD = "luoshi-demo-2026"  # of the demo, printed by luoshi ledger load-demo


def main(site: str) -> None:
    """Log in as the 督查室 of the fictional county and look at its board."""
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
        page.goto(f"{site}login")
        page.fill("input[name=username]", "ducha")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_load_state("networkidle")
        page.goto(f"{site}board")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURE)
        browser.close()
    print(PICTURE)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000/")
