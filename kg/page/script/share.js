// Sharing that survives a mail: the address, a smaller page cut from this one, a picture, text.
// What is saved is written from the data as it was loaded, never from what the screen became.
const DATA = document.getElementById("data");

// The page as it was before this script changed anything, around its data.
const [HEAD, TAIL] = (() => {
  const whole = `<!DOCTYPE html>\n${document.documentElement.outerHTML}`;
  const at = whole.indexOf(DATA.textContent);
  const banner = document.getElementById("private")?.outerHTML ?? "";
  return [whole.slice(0, at).replace(banner, ""), whole.slice(at + DATA.textContent.length)];
})();

const slug = () => (filtersInWords().normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 50).replace(/^-|-$/g, "") || "kg").toLowerCase();

function save(name, type, content) {
  const link = element("a", { download: name, href: URL.createObjectURL(new Blob([content], { type })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  tell(word("share.saved", { name }));
}

// JSON that no parser of HTML can leave.
const safeJson = (value) => JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (sign) =>
  `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

const only = (all, wanted) => Object.fromEntries(Object.entries(all).filter(([key]) => wanted.has(key)));

// The records shown with their entities, sources and evidence, and the state to open on. Of a private
// copy it holds what may be passed on, so it isn't one.
function cut() {
  const kept = new Set([...shownIds(), ...state.show.filter(isRecord)]);
  const ofRecord = (id) => [...records[id].roles.map(([, entity]) => entity), ...records[id].chain.flat(), records[id].modal_agent];
  const inSources = new Set([...kept].flatMap((id) => [records[id].source, ...records[id].quotes.map((quote) => quote.source)]));
  const ofSource = (id) => [sources[id].publisher, sources[id].voice];
  const named = new Set([...[...kept].flatMap(ofRecord), ...[...inSources].flatMap(ofSource), ...state.show].filter(Boolean));
  for (const id of [...named]) [...ownersOf(id), ...(entities[id]?.members || [])].forEach((other) => named.add(other));
  const drawn = (id) => kept.has(id) || named.has(id);
  return {
    ...data,
    records: only(passable.records, kept),
    entities: only(passable.entities, named),
    passages: only(passagesOf(kept), inSources),
    private: false,
    allowed: undefined,
    sources: cutSources(inSources, kept),
    picture: {
      ...picture,
      nodes: picture.nodes.filter((node) => drawn(node.id)),
      edges: picture.edges.filter((edge) => kept.has(edge.from) && drawn(edge.to)),
    },
    questions: data.questions.filter((question) => question.id === state.question),
    opens: parts(),
    cut: { from: document.title, n: kept.size, all: data.cut ? data.cut.all : recordIds.length, filters: filtersInWords() },
  };
}

const cutSources = (wanted) => only(sources, wanted);

const savePage = () => save(`${slug()}.html`, "text/html", HEAD + safeJson(cut()) + TAIL);

// -- picture ------------------------------------------------------------------------------

const MARGIN = 24;
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  // eslint-disable-next-line no-control-regex -- XML can't hold them
  .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
const tag = (name, about, inside = "") =>
  `<${name} ${Object.entries(about).map(([key, value]) => `${key}="${escaped(String(value))}"`).join(" ")}>${inside}</${name}>`;

// Nodes, lines and lanes of the graph as it is shown, in the picture's own measures.
function drawnPicture() {
  drawPicture();
  const places = network.getPositions();
  const drawn = nodes.get({ filter: (node) => !node.hidden });
  const taken = drawn.map((node) => [places[node.id].x - node.size, places[node.id].y - node.size, places[node.id].x + node.size, places[node.id].y + node.size]);
  const boxes = drawn.map((node) => {
    const { x, y } = places[node.id];
    const record = records[node.id];
    return { x, y, r: node.size, shape: node.shape, fill: node.color.background, stroke: node.color.border,
      dashes: (node.shapeProperties?.borderDashes || []).join?.(" ") || "", letter: record ? letterOf(record) : "",
      ...labelFor(node, x, y, taken) };
  });
  const lines = edges.get({ filter: (edge) => !edge.hidden }).map((edge) => ({
    x1: places[edge.from].x, y1: places[edge.from].y, x2: places[edge.to].x, y2: places[edge.to].y,
    dashes: edge.dashes ? edge.dashes.join(" ") : "", colour: edge.color.color }));
  const { left, right, width, height } = picture.world;
  const lanes = picture.lanes.map((lane) => ({ x: left - 14, y: lane.top, width: right - left + 28,
    height: lane.bottom - lane.top, label: laneTitle(lane.name) }));
  return { boxes, lines, lanes, width, height };
}

// The name of an entity beside its node where nothing else stands; none where it would overlap.
function labelFor(node, x, y, taken) {
  if (isRecord(node.id)) return { label: "" };
  const label = nameOf(node.id);
  const half = label.length * 3.1;
  for (const at of [y + node.size + 9, y - node.size - 9]) {
    const box = [x - half, at - 6, x + half, at + 6];
    if (taken.every(([l, t, r, b]) => box[2] < l || box[0] > r || box[3] < t || box[1] > b)) {
      taken.push(box);
      return { label, labelAt: [x, at] };
    }
  }
  return { label: "" };
}

// What the graph shows, as SVG that carries its title, legend, filters in words and source line.
function pictureSvg() {
  const tones = colours();
  const { boxes, lines, lanes, width, height } = drawnPicture();
  const foot = legendLines();
  const full = height + 76 + 18 * foot.length;
  const text = (x, y, size, content, about = {}) => tag("text", { x, y, "font-size": size, fill: tones.ink, ...about }, escaped(content));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${full}" viewBox="0 0 ${width} ${full}" font-family="sans-serif">`,
    tag("title", {}, escaped(document.title)),
    tag("rect", { width, height: full, fill: tones.paper }),
    text(MARGIN, 30, 20, document.title, { "font-weight": 650 }),
    text(MARGIN, 50, 13, [word("rail.count", { n: shown.size, all: recordIds.length }), filtersInWords()].filter(Boolean).join(" · ")),
    tag("g", { transform: "translate(0 60)" }, [
      ...lanes.map(({ x, y, width: wide, height: tall, label }) =>
        tag("rect", { x, y, width: wide, height: tall, rx: 8, fill: tones.lane }) + text(x + 8, y + 16, 12, label, { "font-weight": 600 })),
      ...lines.map(({ x1, y1, x2, y2, dashes, colour }) => tag("line", { x1, y1, x2, y2, stroke: colour, "stroke-width": 1.2,
        "stroke-dasharray": dashes })),
      ...boxes.map((box) => nodeSvg(box, tones)),
    ].join("")),
    ...foot.map((line, number) => text(MARGIN, height + 84 + 18 * number, 12, line)),
    "</svg>",
  ].join("\n");
}

function nodeSvg({ x, y, r, shape, fill, stroke, dashes, letter, label, labelAt }, tones) {
  const points = POLYGONS[shape]?.split(" ").map((pair) => pair.split(",").map((part) => (Number(part) - 7) * r / 6));
  const paint = { fill, stroke, "stroke-width": 1.5, "stroke-dasharray": dashes };
  const body = points
    ? tag("polygon", { ...paint, points: points.map(([dx, dy]) => `${x + dx},${y + dy}`).join(" ") })
    : tag("circle", { ...paint, cx: x, cy: y, r });
  const sign = letter ? tag("text", { x, y: y + 3.5, "font-size": 9.5, "font-weight": 700, "text-anchor": "middle", fill: tones.ink }, escaped(letter)) : "";
  const name = label ? tag("text", { x: labelAt[0], y: labelAt[1] + 4, "font-size": 11, "text-anchor": "middle", fill: tones.ink,
    stroke: tones.paper, "stroke-width": 3, "paint-order": "stroke" }, escaped(label)) : "";
  return body + sign + name;
}

function legendLines() {
  const used = [...new Set(shownIds().map((id) => records[id].status))];
  const line = used.map((status) => `${statusWord({ status })}${words.graph.letters[status] ? ` (${said(words.graph.letters[status])})` : ""}`).join(", ");
  return [
    `${word("detail.status")}: ${line}`,
    word("page.motto"),
    ...[...new Set(shownIds().map((id) => records[id].source))].map((id) => `${word("detail.source")}: ${sourceText(id)}`),
    `kg ${data.kg}`,
  ];
}

const saveSvg = () => save(`${slug()}.svg`, "image/svg+xml", pictureSvg());

function savePng() {
  const image = new Image();
  image.addEventListener("load", () => {
    const canvas = element("canvas", { width: image.width * 2, height: image.height * 2 });
    const context = canvas.getContext("2d");
    context.scale(2, 2);
    context.drawImage(image, 0, 0);
    canvas.toBlob((blob) => save(`${slug()}.png`, "image/png", blob));
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(pictureSvg())}`;
}

// -- the menu -----------------------------------------------------------------------------

const SHARE = {
  link: () => copy(location.href),
  text: () => copy(shownIds().map(asText).join("\n\n")),
  page: savePage,
  svg: saveSvg,
  png: savePng,
  print: () => window.print(),
};

function drawShare() {
  const menu = document.getElementById("share");
  menu.replaceChildren(
    ...dialogHead(menu, "share-title", word("share.title")),
    element("p", { class: "sub", text: [word("rail.count", { n: shown.size, all: recordIds.length }), filtersInWords()].filter(Boolean).join(" · ") }),
    ...Object.entries(SHARE).map(([name, act]) => element("div", { class: "way" },
      element("button", { type: "button", "data-share": name, text: word(`share.${name}`), on: { click: () => { menu.close(); act(); } } }),
      element("p", { class: "sub small", text: word(`share.${name}_note`) }))));
}

document.getElementById("share-button").addEventListener("click", () => {
  drawShare();
  document.getElementById("share").showModal();
});
