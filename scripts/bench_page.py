"""Measure the page in Chromium: what it weighs, when it is there, how it moves.

A graph of a size is made by repeating the records and entities of the built graph under other ids,
the poles shared, each record tied to two entities of another copy. Nothing here is a test.

    scripts/bench-page                     the built graph, 1,000 and 10,000 nodes
    scripts/bench-page 1000                the built graph and this size
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from kg.build import build_store
from kg.network.lanes import POLES
from kg.page.data import page_data
from kg.page.render import render_data
from kg.store import open_store

Line = dict[str, Any]
ROOT = Path(__file__).resolve().parent.parent
SIZES = (1_000, 10_000)
_LOADED = """() => {
  const [load] = performance.getEntriesByType("navigation");
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return { paint: paint?.startTime ?? 0, ready: load.domComplete,
    heap: (performance.memory?.usedJSHeapSize ?? 0) / 1e6,
    drawn: window.page.drawn().length, lines: window.page.lines().length };
}"""
_FRAMES = """() => {
  window.frames_ = [];
  let last = performance.now();
  const next = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next);
}"""  # noqa: E501 - one line of script


def repeated(data: Line, nodes: int) -> Line:
    """Return *data* with about so many *nodes*."""
    entities, records = data["entities"], data["records"]
    copies = max(1, round(nodes / (len(entities) + len(records))))
    others = [entity for entity in entities if entity not in POLES]
    more: dict[str, Line] = {"entities": {}, "records": {}}
    for copy in range(copies):
        for entity, line in entities.items():
            of = line["of"] and _named(line["of"], copy)
            country = [_named(one, copy) for one in line["country"]]
            more["entities"][_named(entity, copy)] = {**line, "of": of, "country": country}
        for number, (record, line) in enumerate(records.items()):
            roles = [[role, _named(entity, copy)] for role, entity in line["roles"]]
            for step in (1, 2) if copies > 1 else ():
                far = others[(number * 7 + step * 31) % len(others)]
                roles.append(["about", _named(far, (copy + step) % copies)])
            more["records"][_named(record, copy)] = {**line, "roles": roles}
    return {**data, **more}


def _named(name: str, copy: int) -> str:
    return name if copy == 0 or name in POLES else f"{name}-{copy}"


def main() -> None:
    """Print a line a size."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        build_store(ROOT / "sources", Path(folder) / "store")
        data = page_data(open_store(Path(folder) / "store"))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for size in (None, *sizes):
            print(measured(browser, data if size is None else repeated(data, size), Path(folder)))
        browser.close()


def measured(browser: Browser, data: Mapping[str, Any], folder: Path) -> str:
    """Return what the page of *data* weighs and takes, as a line."""
    begun = time.perf_counter()
    html = render_data(data, lang="en")
    written = time.perf_counter() - begun
    file = folder / "kg.html"
    file.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"file://{file}", wait_until="load")
    found = page.evaluate(_LOADED)
    moving = _frames(page)
    page.close()
    edges = sum(len({entity for _, entity in line["roles"]}) for line in data["records"].values())
    return (
        f"{len(data['records']) + len(data['entities']):6} nodes {edges:6} edges: "
        f"{len(html.encode()) / 1e6:.1f} MB, written in {written:.1f} s; "
        f"first paint {found['paint']:.0f} ms, interactive {found['ready']:.0f} ms, "
        f"heap {found['heap']:.0f} MB, {found['drawn']} nodes and {found['lines']} lines drawn, "
        f"{moving:.0f} frames a second while dragging"
    )


def _frames(page: Page) -> float:
    """Return the frames a second while a node is dragged."""
    place = page.evaluate("window.page.place('united-states')")
    page.evaluate(_FRAMES)
    page.mouse.move(place["x"], place["y"])
    page.mouse.down()
    for step in range(60):
        page.mouse.move(place["x"] + step, place["y"] + step / 2)
    page.mouse.up()
    frames = page.evaluate("window.frames_")
    return float(1000 * len(frames) / max(1, sum(frames)))


if __name__ == "__main__":
    main()
