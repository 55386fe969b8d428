"""Measure the page in Chromium, beside the same graph as pyvis' own `write_html` gives it.

What a file weighs and how long it takes to write; when something is painted and when the picture
stands still and answers; the heap; and the frames a second while it is dragged. A graph of a size
is made by repeating the records and entities of the built graph under other ids, the poles shared,
each record tied to two entities of another copy. Nothing here is a test.

    scripts/bench-page                     the built graph, 1,000 and 10,000 nodes
    scripts/bench-page 1000                the built graph and this size
"""

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Error, Page, sync_playwright
from playwright.sync_api import TimeoutError as Late
from pyvis.network import Network

from kg.build import build_store
from kg.network.lanes import POLES
from kg.page.data import page_data
from kg.page.render import render_data
from kg.store import open_store

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import CHROMIUM  # noqa: E402 - the tests know which Chromium there is

Line = dict[str, Any]
SIZES = (1_000, 10_000)
PATIENCE = 180.0  # seconds until a picture must stand still

_LOADED = """() => ({
  paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  heap: (performance.memory?.usedJSHeapSize ?? 0) / 1e6,
})"""
# A frame and a task later: nothing waits any more.
_ANSWERED = """() => new Promise((done) =>
  requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"""
_FRAMES = """() => {
  window.frames_ = [];
  let last = performance.now();
  const next = (now) => { frames_.push(now - last); last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next);
}"""


class Way(NamedTuple):
    """A way to make the page, when its picture stands still, and where it can be dragged."""

    name: str
    made: Callable[[Mapping[str, Any]], str]
    still: str
    held: str


def ours(data: Mapping[str, Any]) -> str:
    """Return this project's page."""
    return render_data(data, lang="en")


def of_pyvis(data: Mapping[str, Any]) -> str:
    """Return the page that pyvis writes of the same nodes and lines, its resources inlined."""
    network = Network(directed=True, cdn_resources="in_line", height="900px")
    entities, records = data["entities"], data["records"]
    for name, line in [*entities.items(), *records.items()]:
        network.add_node(name, label=line["labels"].get("en", name))
    for record, entity in ties(data):
        network.add_edge(record, entity)
    return str(network.generate_html())


WAYS = (
    Way("page", ours, "true", "window.page.place('united-states')"),
    Way("pyvis", of_pyvis, "network.physics.ready", "({ x: 700, y: 450 })"),
)


def ties(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each record with each of its entities, once."""
    return [
        (record, entity)
        for record, line in data["records"].items()
        for entity in dict.fromkeys(entity for _, entity in line["roles"])
        if entity in data["entities"]
    ]


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
    """Print a line for each size and way."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    print(" nodes  lines  by        MB  written   paint  answers     heap  frames/s")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        build_store(ROOT / "sources", Path(folder) / "store")
        data = page_data(open_store(Path(folder) / "store"))
        arguments = ["--no-sandbox", "--enable-precise-memory-info"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        for size in (None, *sizes):
            graph = data if size is None else repeated(data, size)
            nodes = len(graph["records"]) + len(graph["entities"])
            for way in WAYS:
                line = measured(browser, way, graph, Path(folder))
                print(f"{nodes:6,} {len(ties(graph)):6,}  {way.name:5}  {line}", flush=True)
        browser.close()


def measured(browser: Browser, way: Way, data: Mapping[str, Any], folder: Path) -> str:
    """Return what the page weighs and takes, as the columns of a line."""
    begun = time.perf_counter()
    html = way.made(data)
    written = time.perf_counter() - begun
    file = folder / f"{way.name}.html"
    file.write_text(html, encoding="utf-8")
    weight = f"{len(html.encode()) / 1e6:5.1f}  {written:5.1f} s"
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    try:
        page.goto(f"file://{file}", wait_until="load")
        answered = _still(page, way.still)
        if answered is None:
            return f"{weight}  not still within {PATIENCE:.0f} s"
        found = page.evaluate(_LOADED)
        return (
            f"{weight}  {found['paint']:4.0f} ms {answered:5.0f} ms  {found['heap']:4.0f} MB"
            f"  {_frames(page, way.held):8.0f}"
        )
    except Error as error:
        return f"{weight}  {str(error).splitlines()[0]}"
    finally:
        with suppress(Error):
            context.close()


def _still(page: Page, condition: str) -> float | None:
    """Return the milliseconds until *condition* holds and the page answers; None for never."""
    try:
        page.wait_for_function(condition)
    except Late:
        return None
    return float(page.evaluate(_ANSWERED))


def _frames(page: Page, held: str) -> float:
    """Return the frames a second while what is held is dragged."""
    place = page.evaluate(held)
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
