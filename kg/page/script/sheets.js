// On a phone the panel and the filters are sheets that come from below. A sheet is half or full; a
// swipe, its button and Escape close it. On a screen of middling width the panel is a drawer; on a wide
// one nothing here shows.
let asking = false; // the questions are open, or the records of one
const SWIPE = 60; // pixels that a finger moves before a sheet follows

const isOpen = () => focused() !== null || asking || (!drawer.matches && state.question !== null);

function drawSheet() {
  document.body.classList.toggle("open", isOpen());
  if (!isOpen()) document.body.classList.remove("full");
  if (!state.show.length) broughtUp = "";
  document.getElementById("questions-button").setAttribute("aria-expanded", String(asking));
}

// Bring what is chosen into the part of a phone's view that the sheet leaves free; once, as it is chosen.
let broughtUp = "";
function showAboveSheet(selector) {
  const chosen = state.show.join(" ");
  const item = document.querySelector(selector);
  if (!phone.matches || !item || chosen === broughtUp) return;
  broughtUp = chosen;
  item.scrollIntoView({ block: "start" });
}

// What was chosen goes first; then the questions, of which the one that was asked stays a filter.
function closeSheet() {
  if (state.show.length) {
    choose(null, { focus: false });
  } else {
    asking = false;
    draw();
  }
  if (!isOpen()) returnFocus();
}

function resize(full) {
  document.body.classList.toggle("full", full);
  drawHandle();
}

function handle() {
  return element("div", { class: "handle narrow" },
    element("button", { type: "button", id: "handle", on: { click: () => resize(!document.body.classList.contains("full")) } }));
}

function drawHandle() {
  const full = document.body.classList.contains("full");
  const button = document.getElementById("handle");
  button?.setAttribute("aria-label", word(full ? "reach.smaller" : "reach.larger"));
  button?.setAttribute("aria-expanded", String(full));
}

// A finger that pulls down from the top of a sheet makes it smaller, then closes it; up makes it full.
function swipe(sheet, { room = sheet, grow, shrink }) {
  let start = null;
  sheet.addEventListener("touchstart", (event) => {
    const held = event.target.closest(".handle");
    start = phone.matches && event.touches.length === 1 && (held || room.scrollTop <= 0)
      ? { y: event.touches[0].clientY, held } : null;
  }, { passive: true });
  sheet.addEventListener("touchend", (event) => {
    if (!start) return;
    const moved_ = event.changedTouches[0].clientY - start.y;
    if (moved_ > SWIPE && room.scrollTop <= 0) shrink();
    else if (moved_ < -SWIPE && start.held) grow();
    start = null;
  }, { passive: true });
}

swipe(document.getElementById("panel"), {
  grow: () => resize(true),
  shrink: () => (document.body.classList.contains("full") ? resize(false) : closeSheet()),
});
swipe(document.getElementById("rail"), {
  room: document.getElementById("rail-room"), grow: () => {}, shrink: () => openFilters(false),
});

// While the filters lie over the whole of a phone, nothing below them can be reached.
function openFilters(open) {
  document.body.classList.toggle("filtering", open);
  for (const id of ["head", "views", "panel"]) document.getElementById(id).inert = open;
  drawRail();
  document.getElementById(open ? "rail-close" : "filters-button").focus();
}

document.getElementById("filters-button").addEventListener("click", () => openFilters(true));
for (const id of ["rail-close", "rail-done"]) document.getElementById(id).addEventListener("click", () => openFilters(false));

document.getElementById("questions-button").addEventListener("click", () => {
  rememberFocus();
  asking = true;
  if (state.show.length) choose(null, { focus: false });
  else draw();
  document.querySelector("#panel h2")?.focus({ preventScroll: true });
});

// -- a search that takes the head while it is used ----------------------------------------

function openSearch() {
  document.body.classList.add("searching");
  document.getElementById("search").focus();
}
document.getElementById("search-button").addEventListener("click", openSearch);
document.getElementById("search").addEventListener("blur", () => document.body.classList.remove("searching"));

// -- what stands behind "…" ---------------------------------------------------------------

function dialogHead(dialog, id, text) {
  return [
    element("button", { type: "button", class: "close", "aria-label": word("page.close"), text: "×", on: { click: () => dialog.close() } }),
    element("h2", { id, text }),
  ];
}

function drawMore() {
  const dialog = document.getElementById("more");
  const way = (name, text, note, act) => element("button", { type: "button", class: "way", "data-more": name,
    on: { click: () => { dialog.close(); act(); } } },
  element("b", { text }), note && element("span", { class: "sub", text: note }));
  dialog.replaceChildren(...dialogHead(dialog, "more-title", word("reach.more_title")),
    way("graph", word("reach.picture"), word("reach.picture_note"), () => openView("graph")),
    way("table", word("reach.as_table"), word("reach.as_table_note"), () => openView("table", { columns: true })),
    way("light", word("reach.light"), "", turnLight),
    way("about", word("page.about"), word("reach.about_note"), openAbout),
    way("lang", state.lang === "en" ? "Deutsch" : "English", "", () => change({ lang: state.lang === "en" ? "de" : "en" })));
}

document.getElementById("more-button").addEventListener("click", () => {
  drawMore();
  document.getElementById("more").showModal();
});
