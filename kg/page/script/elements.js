// Elements are made here and nowhere else, with textContent alone: no string of the data is ever
// read as HTML.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") made.textContent = value;
    else if (name === "on") Object.entries(value).forEach(([event, act]) => made.addEventListener(event, act));
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const SVG = "http://www.w3.org/2000/svg";
function svgPart(tag, { text, ...attributes } = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  if (text !== undefined) made.textContent = text;
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}
const drawing = (width, height, parts) =>
  svgPart("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    ...parts.map(([tag, about]) => svgPart(tag, about)));

const plain = (text) => element("bdi", { text });
const listOf = (items) => element("ul", { class: "plain" }, ...items.map((item) => element("li", {}, item)));

// Labels and values, those without a value left out; null where nothing is left.
function rows(pairs) {
  const made = pairs.filter(([, value]) => value).flatMap(([label, value]) =>
    [element("dt", { text: label }), element("dd", {}, value)]);
  return made.length ? element("dl", {}, ...made) : null;
}
