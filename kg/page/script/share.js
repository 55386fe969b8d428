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
const HEAD_ROOM = 64;

// What the graph shows, as SVG that carries its title, legend, filters in words and source line. It is
// drawn by what draws the screen.
function pictureSvg() {
  drawPicture();
  const context = new SvgContext();
  const [top, bottom] = extent();
  drawLanes(context);
  edges.get().forEach((edge) => drawLine(context, edge));
  nodes.get().forEach((node) => drawNode(context, node));
  drawSigns(context);
  const legend = legendLines();
  const width = WORLD.width + 2 * MARGIN;
  const keys = [legendOfFamilies(), statusRow(), familyRow()];
  const height = bottom - top + HEAD_ROOM + 30 + 20 * (legend.length + keys.length);
  const line = (y, size, content, weight = 400) => tag("text", { x: MARGIN, y, "font-size": size, "font-weight": weight, fill: tones.ink }, escaped(content));
  const foot = bottom - top + HEAD_ROOM + 24;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${rounded(width)}" height="${rounded(height)}" viewBox="0 0 ${rounded(width)} ${rounded(height)}" font-family="sans-serif">`,
    tag("title", {}, escaped(document.title)),
    tag("rect", { width, height, fill: tones.paper }),
    line(30, 20, document.title, 650),
    line(50, 13, [word("rail.count", { n: shown.size, all: recordIds.length }), filtersInWords()].filter(Boolean).join(" · ")),
    tag("g", { transform: `translate(${MARGIN} ${rounded(HEAD_ROOM - top)})` }, context.parts.join("\n")),
    ...keys.map((row, number) => tag("g", { transform: `translate(${MARGIN} ${rounded(foot + 20 * number)})` }, row)),
    ...legend.map((content, number) => line(foot + 4 + 20 * (keys.length + number), 12, content)),
    "</svg>",
  ].join("\n");
}

function drawLine(context, { from, to, dashes, width, color, smooth }) {
  const places = network.getPositions([from, to]);
  const [a, b] = [places[from], places[to]];
  context.beginPath();
  context.moveTo(a.x, a.y);
  const bend = smooth?.enabled ? smooth.roundness : 0;
  context.quadraticCurveTo((a.x + b.x) / 2 + bend * (b.y - a.y), (a.y + b.y) / 2 - bend * (b.x - a.x), b.x, b.y);
  Object.assign(context, { strokeStyle: color.color, lineWidth: width, globalAlpha: color.opacity });
  context.stroke(dashes ? dashes.join(" ") : "");
  context.globalAlpha = 1;
}

function drawNode(context, { id, shape, color, size, opacity, shapeProperties }) {
  const { x, y } = network.getPositions([id])[id];
  context.beginPath();
  const points = POLYGONS[shape]?.split(" ").map((pair) => pair.split(",").map((part) => (Number(part) - 7) * size / 5.6));
  if (points) {
    points.forEach(([dx, dy], number) => context[number ? "lineTo" : "moveTo"](x + dx, y + dy));
    context.lineTo(x + points[0][0], y + points[0][1]);
  } else {
    context.arc(x, y, size);
  }
  Object.assign(context, { fillStyle: color.background, strokeStyle: color.border, lineWidth: 1.4, globalAlpha: opacity });
  context.fill();
  context.stroke(shapeProperties?.borderDashes ? shapeProperties.borderDashes.join(" ") : "");
  context.globalAlpha = 1;
}

// The families on the picture, each with its shape and colour.
function legendOfFamilies() {
  const context = new SvgContext();
  const used = usedKinds.filter((kind) => shownIds().some((id) => records[id].kind === kind));
  let at = 6;
  for (const name of new Set(used.map((kind) => kinds[kind].family))) {
    const kind = used.find((one) => kinds[one].family === name);
    const { shape } = kinds[kind];
    const points = POLYGONS[shape]?.split(" ").map((pair) => pair.split(",").map(Number));
    const paint = { fill: colourOf(kind), transform: `translate(${rounded(at - 7)} -11)` };
    context.parts.push(points ? tag("polygon", { ...paint, points: points.map((point) => point.join(",")).join(" ") })
      : tag("circle", { ...paint, cx: 7, cy: 7, r: shape === "point" ? 3 : 5.7 }));
    context.font = "400 12px sans-serif";
    context.fillStyle = tones.ink;
    const label = said(data.families[name]);
    context.fillText(label, at + 12, 0);
    at += 32 + context.measureText(label).width;
  }
  return context.parts.join("");
}

function legendLines() {
  return [
    `${word("rail.size_note")} ${word("page.motto")}`,
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
