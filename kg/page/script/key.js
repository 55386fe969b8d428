// The key under the picture, on screen and in a picture that is saved: which line says how sure, which
// mark is whom. It is made from what is drawn.
const NOT_SO = Object.keys(statuses).filter((status) => String(picture.dashes[status]) === String(picture.not_so)
  && !picture.no_line.includes(status));

// The four lines and the stroke, each with the statuses that it stands for and their letters.
function statusKeys(ids) {
  const used = new Set(ids.map((id) => records[id].status));
  const struck = ids.some((id) => isDrawnThrough(records[id]));
  const letter = (status) => (words.graph.letters[status] ? ` (${said(words.graph.letters[status])})` : "");
  const lettered = (status) => `${said(statuses[status])}${letter(status)}`;
  const groups = [...SAID.map((status) => [status]), NOT_SO].map((group) => group.filter((status) => used.has(status)));
  return [
    ...groups.filter((group) => group.length).map((group) => [group[0], group.map(lettered).join(", ")]),
    ...(struck ? [["denied", word("graph.struck")]] : []),
  ];
}

// In the order of the statuses that share a line; what is struck through is said in full already.
const meaningOf = (status) => (picture.no_line.includes(status) ? null
  : (NOT_SO.includes(status) ? NOT_SO : [status]).map((one) => `${said(statuses[one])}: ${said(statuses[one].meaning)}`).join("\n"));

const FAMILY_LOOKS = Object.entries(picture.families).map(([family, shape]) =>
  ({ family, shape, filled: family === "state", dashed: family === "group" }));

function familyKeys(ids) {
  const used = new Set(ids.filter((id) => !isRecord(id) && !isPole(id)).map((id) => nodeLook(id).group));
  return FAMILY_LOOKS.filter(({ family }) => used.has(family));
}

function drawKey(visible) {
  const ids = [...visible];
  const item = (sign, text, title = null) => element("li", { title }, sign, element("span", { text }));
  document.getElementById("key").replaceChildren(
    element("ul", {}, ...statusKeys(ids.filter(isRecord)).map(([status, text]) => item(lineOf(status), text, meaningOf(status))),
      ...familyKeys(ids).map(({ family, shape, filled, dashed }) =>
        item(shapeOf(shape, tones.soft, filled, dashed), said(words.rail.families[family]))),
      element("li", { text: word("rail.size_note") })));
}

// -- in a picture that is saved -----------------------------------------------------------

// Signs and texts side by side, each sign written by *draw* at its place.
function keyRow(items, draw, wide) {
  const context = new SvgContext();
  let at = 0;
  for (const [sign, text] of items) {
    draw(context, sign, at);
    Object.assign(context, { font: "400 12px sans-serif", fillStyle: tones.ink });
    context.fillText(text, at + wide + 5, 0);
    at += wide + 25 + context.measureText(text).width;
  }
  return context.parts.join("");
}

const signOf = (drawn, at, y) => {
  drawn.removeAttribute("aria-hidden");
  Object.entries({ x: at, y, color: tones.ink }).forEach(([name, value]) => drawn.setAttribute(name, value));
  return new XMLSerializer().serializeToString(drawn);
};

const statusRow = () => keyRow(statusKeys(nodes.getIds().filter(isRecord)), (context, status, at) =>
  context.parts.push(signOf(lineOf(status), at, -10)), 34);

const familyRow = () => keyRow(familyKeys(nodes.getIds()).map((look) => [look, said(words.rail.families[look.family])]),
  (context, { shape, filled, dashed }, at) => context.parts.push(signOf(shapeOf(shape, tones.soft, filled, dashed), at, -11)), 14);
