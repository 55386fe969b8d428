// The search over every name in every language, labels and sentences.
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
const index = [
  ...Object.keys(entities).map((id) => {
    const names = [...Object.values(entities[id].labels), ...entities[id].names, ...entities[id].forms];
    return { id, names: names.map(folded), body: "" };
  }),
  ...recordIds.map((id) => ({
    id,
    names: Object.values(records[id].labels).map(folded),
    body: folded(records[id].quotes.flatMap((quote) => [quote.exact || "", ...Object.values(quote.gloss)]).join(" ")),
  })),
];
const HITS = 14;
let active = -1;

function rankOf(item, wanted) {
  if (item.names.includes(wanted)) return 0;
  if (item.names.some((name) => name.startsWith(wanted))) return 1;
  if (item.names.some((name) => name.includes(wanted))) return 2;
  return item.body.includes(wanted) ? 3 : 9;
}

function found(query) {
  const wanted = folded(query.trim());
  if (!wanted) return [];
  return index.map((item, number) => [rankOf(item, wanted), -recordsOf(item.id).length, number, item.id])
    .filter(([rank]) => rank < 9).sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map((hit) => hit[3]);
}

function describe(id) {
  if (Object.hasOwn(records, id)) return `${said(kinds[records[id].kind])} · ${statusText(records[id])}`;
  return `${said(data.classes[entities[id].class] || "")} · ${countOf(recordsOf(id).length)}`;
}

function drawHits() {
  const box = document.getElementById("search");
  const list = document.getElementById("hits");
  const ids = found(box.value);
  const shown = ids.slice(0, HITS);
  active = shown.length ? Math.min(Math.max(active, 0), shown.length - 1) : -1;
  list.replaceChildren(...shown.map((id, number) => element("li", {
    role: "option", id: `hit-${number}`, "aria-selected": String(number === active), "data-id": id,
    on: { mousedown: (event) => event.preventDefault(), click: () => choose(id) },
  }, element("bdi", { text: Object.hasOwn(records, id) ? said(records[id].labels) : nameOf(id) }),
  element("span", { class: "what", text: describe(id) }))));
  const rest = ids.length - shown.length;
  if (rest > 0) list.append(element("li", { class: "what", text: word("search.more", { n: rest }) }));
  if (!ids.length && box.value.trim()) list.append(element("li", { class: "what", text: word("search.none", { q: box.value.trim() }) }));
  list.hidden = !list.children.length;
  box.setAttribute("aria-expanded", String(!list.hidden));
  if (active >= 0) box.setAttribute("aria-activedescendant", `hit-${active}`);
  else box.removeAttribute("aria-activedescendant");
  document.getElementById("search-said").textContent = box.value.trim() ? word("search.hits", { n: ids.length }) : "";
  document.getElementById(`hit-${active}`)?.scrollIntoView({ block: "nearest" });
}

function closeHits() {
  const list = document.getElementById("hits");
  list.hidden = true;
  active = -1;
  const box = document.getElementById("search");
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function searchKey(event) {
  const count = document.querySelectorAll("#hits [role=option]").length;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (count) active = (active + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
    event.preventDefault();
    drawHits();
  } else if (event.key === "Enter") {
    const hit = document.getElementById(`hit-${Math.max(active, 0)}`);
    if (hit && !document.getElementById("hits").hidden) choose(hit.dataset.id);
  }
}

const box = document.getElementById("search");
box.addEventListener("input", () => { active = 0; drawHits(); });
box.addEventListener("focus", () => { if (box.value.trim()) drawHits(); });
box.addEventListener("blur", closeHits);
box.addEventListener("keydown", searchKey);
