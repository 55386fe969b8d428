// Drawing everything, and what keys and buttons do.
function drawFixed() {
  document.documentElement.lang = state.lang;
  const n = Object.keys(sources).length;
  const many = word(n === 1 ? "page.source_one" : "page.source_many", { n });
  document.title = word(n === 1 ? "page.title" : "page.title_many", { n: many });
  document.getElementById("title").textContent = document.title;
  document.querySelectorAll("[data-word]").forEach((item) => { item.textContent = word(item.dataset.word); });
  document.querySelectorAll("[data-label]").forEach((item) => item.setAttribute("aria-label", word(item.dataset.label)));
  drawCut();
  document.getElementById("search").placeholder = word("page.search");
  if (phone.matches) document.getElementById("tab-table").textContent = word("page.records");
  document.getElementById("more-button").classList.toggle("on", state.view === "graph");
  document.querySelectorAll("#languages button").forEach((item) =>
    item.setAttribute("aria-pressed", String(item.dataset.lang === state.lang)));
}

// A page cut from another names what it was cut from.
function drawCut() {
  const { cut: about } = data;
  const box = document.getElementById("cut");
  box.hidden = !about;
  if (about) box.textContent = [word("share.cut", about), about.filters].filter(Boolean).join(" · ");
}

function drawTabs() {
  for (const view of VIEWS) {
    const on = state.view === view;
    document.getElementById(`${view}-view`).hidden = !on;
    const tab = document.getElementById(`tab-${view}`);
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
  }
}

// Views that are not visible do nothing until they are opened.
const DRAW = { graph: drawPicture, text: drawText, time: drawTime, table: drawTable };

function draw() {
  filter();
  drawFixed();
  drawTabs();
  drawRail();
  drawPanel();
  DRAW[state.view]();
  drawStrip();
}

// -- keys and buttons ---------------------------------------------------------------------

const asOpened = (names) => Object.fromEntries(names.map((name) => [name, opened()[name]]));

// Escape goes back one step: list, drawer, choice, question and filters; nothing else resets a filter.
function back() {
  const search = document.getElementById("search");
  if (!document.getElementById("hits").hidden || (document.activeElement === search && search.value)) {
    search.value = "";
    closeHits();
    search.blur();
  } else if (document.body.classList.contains("filtering")) {
    openFilters(false);
  } else if (state.show.length || (drawer.matches && asking)) {
    closeSheet();
  } else if (filtered() || state.question) {
    asking = false;
    change(asOpened([...FILTERS, "question"]), { remember: true });
  }
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches?.("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    back();
  } else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    openSearch();
    document.getElementById("search").select();
  } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && !document.querySelector("dialog[open]")) {
    PRESSED[event.key]?.();
  }
});

// A view, as it is asked for by tab or key; on a phone the sheets make room for it.
function openView(view, { columns = false } = {}) {
  inColumns = columns;
  if (phone.matches) asking = false;
  change(phone.matches ? { view, show: [] } : { view }, { remember: true });
}

const PRESSED = {
  "?": openKeys,
  l: () => { if (state.view === "graph") turnOutline(); },
  ...Object.fromEntries(VIEWS.map((view, number) => [number + 1, () => {
    openView(view);
    document.getElementById(`tab-${view}`).focus();
  }])),
};

for (const view of VIEWS) {
  document.getElementById(`tab-${view}`).addEventListener("click", () => openView(view));
}
document.getElementById("skip").addEventListener("click", () => document.getElementById(`tab-${state.view}`).focus());
document.getElementById("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowLeft: VIEWS.length - 1, ArrowRight: 1 }[event.key];
  if (!step) return;
  change({ view: VIEWS[(VIEWS.indexOf(state.view) + step) % VIEWS.length] });
  document.getElementById(`tab-${state.view}`).focus();
});
document.querySelectorAll("#languages button").forEach((item) =>
  item.addEventListener("click", () => change({ lang: item.dataset.lang })));
document.getElementById("reset").addEventListener("click", () =>
  change(asOpened([...FILTERS, "question", "show"]), { remember: true }));
dark.addEventListener("change", draw);
phone.addEventListener("change", () => {
  if (document.body.classList.contains("filtering")) openFilters(false); // a turned phone has them beside the view
  draw();
});
drawer.addEventListener("change", draw);
window.addEventListener("popstate", () => { state = readAddress(); asking = state.question !== null; draw(); });

state = readAddress();
asking = state.question !== null;
draw();

// What a test needs to click where a node is, and to ask what is shown.
window.page = {
  place(id) {
    const { x, y } = network.canvasToDOM(network.getPositions([id])[id]);
    const room = document.getElementById("graph").getBoundingClientRect();
    return { x: room.left + x, y: room.top + y };
  },
  isVisible: (id) => nodes.get(id) !== null,
  lines: () => edges.get(),
  labels: () => drawnLabels,
  letters: () => letterSize(network.getScale()) * network.getScale(), // how tall, in pixels of the screen
  speakers: () => nodes.getIds().filter(isSpeaker),
  inLane(id) {
    const { x, y } = network.getPositions([id])[id];
    const lane = laneByName.get(laneOf(id));
    return x > WORLD.left && x < WORLD.right && y > lane.top && y < lane.bottom;
  },
  drawn: () => nodes.getIds(),
  passagesOf,
};
