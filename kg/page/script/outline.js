// The picture in words: two poles, who stands around them, and the lanes with their counts, each of
// which opens a list. It is how a phone shows the picture, and how it is read aloud.
let inWordsChosen = null; // what somebody asked for; else a phone has the words, a wide screen the picture
let laneOpen = null;
const isOutline = () => inWordsChosen ?? phone.matches;

const shownInLane = (lane, third = null) =>
  shownIds().filter((id) => laneOf(id) === lane && (third === null || thirdOf(id) === third));

function outlineButton(name, label, n, about = {}) {
  const open = laneOpen === name;
  return element("button", { type: "button", "data-lane": name, "aria-expanded": String(open), "aria-controls": "outline-list",
    "aria-current": state.show.some((id) => laneOf(id) === name) ? "true" : null, ...about,
    on: { click: () => {
      laneOpen = open ? null : name;
      drawOutline();
      const again = document.querySelector(`#outline [data-lane="${CSS.escape(name)}"]`);
      again.focus({ preventScroll: true });
      document.getElementById("outline-list")?.scrollIntoView({ block: "nearest" });
    } } },
  element("span", { text: label }), element("span", { class: "n", text: n }));
}

function poleButton(id) {
  const n = recordsOf(id).filter(isShown).length;
  return element("button", { type: "button", class: "pole", "data-lane": id, "aria-current": isChosen(id) ? "true" : null, on: { click: () => choose(id) } },
    drawing(28, 28, [["circle", { cx: 14, cy: 14, r: 14, fill: "currentColor" }]]),
    element("b", { text: nameOf(id) }), element("span", { class: "n", text: countOf(n) }));
}

function peopleIn(zone) {
  const n = (id) => ofPerson(id).length;
  return picture.nodes.filter((node) => !isRecord(node.id) && node.lane === zone && n(node.id))
    .map((node) => node.id).sort((a, b) => n(b) - n(a) || (a < b ? -1 : 1));
}

const ZONES = { above: "above", left: "beside_left", right: "beside_right", below: "below", speakers: "speakers" };
const zoneButton = (zone) => {
  const n = peopleIn(zone).length;
  return n ? outlineButton(zone, word(`reach.${ZONES[zone]}`), word(n === 1 ? "reach.who_1" : "reach.who_n", { n }), { class: "zone" }) : null;
};

// How many of a lane are Russia's alone, both's or neither's, China's alone: three bars side by side.
function laneButton({ name }) {
  const n = shownInLane(name).length;
  if (!n) return null;
  const made = outlineButton(name, laneTitle(name), String(n), { class: "lane" });
  if (!picture.layered) {
    made.append(element("span", { class: "thirds" }, ...LANE_THIRDS.map((third) =>
      element("span", { text: String(shownInLane(name, third).length), title: word(`graph.third_${third}`) }))));
  }
  return made;
}

const markedList = (ids, make) => element("ul", { class: "plain" }, ...ids.map((id) =>
  element("li", { "aria-current": isChosen(id) ? "true" : null }, make(id))));

// What is chosen elsewhere opens the list in which it stands; what is chosen here stands in it already.
let openedFor = null;
function openForChoice() {
  const id = focused();
  if (id === openedFor) return;
  openedFor = id;
  const place = id !== null && !isPole(id) ? laneOf(id) : null;
  if (place && (Object.hasOwn(ZONES, place) || laneByName.has(place))) laneOpen = place;
}

function outlineList() {
  if (laneOpen === null) return null;
  const zone = Object.hasOwn(ZONES, laneOpen);
  const title = zone ? word(`reach.${ZONES[laneOpen]}`) : laneTitle(laneOpen);
  const thirds = zone || picture.layered ? [null] : LANE_THIRDS;
  const ofThird = (third) => {
    const ids = shownInLane(laneOpen, third);
    return ids.length ? [third && element("h4", { text: word(`graph.third_${third}`) }), markedList(ids, recordLink)] : [];
  };
  const parts = zone
    ? [markedList(peopleIn(laneOpen), (id) => element("span", {}, chooser(id, nameOf(id)),
      element("span", { class: "n", text: countOf(ofPerson(id).length) })))]
    : thirds.flatMap(ofThird);
  return element("section", { id: "outline-list", "aria-label": title }, listHeading(title), ...parts.filter(Boolean));
}

function drawOutline() {
  const on = isOutline();
  const room = document.getElementById("outline");
  document.getElementById("graph").hidden = on;
  room.hidden = !on;
  document.getElementById("zoom").hidden = on;
  document.getElementById("outline-button").textContent = word(on ? "reach.as_picture" : "reach.as_list");
  if (!on) return;
  openForChoice();
  const poles = picture.poles.filter((id) => nodesById.has(id));
  const lanes = [...picture.lanes, ...picture.shelves].map(laneButton).filter(Boolean);
  const captions = picture.layered ? null : element("p", { class: "captions", "aria-hidden": "true" },
    ...LANE_THIRDS.map((third) => element("span", { text: word(`graph.third_${third}`) })));
  room.replaceChildren(...[zoneButton("above"),
    element("div", { class: "between" }, ...poles.map(poleButton)),
    element("div", { class: "zones" }, ...[zoneButton("left"), zoneButton("right")].filter(Boolean)),
    captions, element("div", { class: "lanes" }, ...lanes), zoneButton("below"), zoneButton("speakers"), outlineList(),
    lanes.length ? null : element("p", { text: word("page.empty") })].filter(Boolean));
  showAboveSheet("#outline-list [aria-current], #outline .pole[aria-current]");
}

function turnOutline() {
  inWordsChosen = !isOutline();
  draw();
}
document.getElementById("outline-button").addEventListener("click", turnOutline);
