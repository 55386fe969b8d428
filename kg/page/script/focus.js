// Where the keyboard was before the panel or a sheet opened. What was drawn anew since is found again
// by what it stands for.
let wayBack = null;

const inPanel = (item) => document.getElementById("panel").contains(item);

function standsFor(item) {
  if (!item || item === document.body) return null;
  if (item.id) return `#${CSS.escape(item.id)}`;
  const room = item.closest("[id]");
  const about = ["data-record", "data-question", "data-code", "data-lane", "data-ids"]
    .map((name) => [name, item.closest(`[${name}]`)?.getAttribute(name)]).find(([, value]) => value);
  return room && about ? `#${CSS.escape(room.id)} [${about[0]}="${CSS.escape(about[1])}"]` : null;
}

function rememberFocus() {
  const item = document.activeElement;
  if (!inPanel(item)) wayBack = item.id === "search" ? null : standsFor(item); // a search is over once it found
}

// Back to what opened the panel, else to the view that is open.
function returnFocus() {
  const item = wayBack && document.querySelector(wayBack);
  const target = item?.matches("button, input, select, summary, [tabindex]") ? item : item?.querySelector("button, [tabindex]");
  const visible = target && target.checkVisibility?.() !== false;
  (visible ? target : document.getElementById(`tab-${state.view}`)).focus({ preventScroll: !visible });
  wayBack = null;
}
