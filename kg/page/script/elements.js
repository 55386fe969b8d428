// Elements are made here and nowhere else, with textContent alone: no string of the data is ever
// read as HTML.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") made.textContent = value;
    else if (name === "on") Object.entries(value).forEach(([event, act]) => made.addEventListener(event, act));
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
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

// Verbatim words. A sign that would turn the words around it (or can't be seen) stands alone in an
// element that names it, so that nothing reads as another thing than it is.
const STEERING = /[\u202A-\u202E\u2066-\u2069\u2028\u2029]|(?![\t\n\r])\p{Cc}/gu;
function verbatim(text) {
  const parts = [];
  let at = 0;
  for (const { 0: sign, index } of text.matchAll(STEERING)) {
    const code = sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    parts.push(text.slice(at, index), element("bdi", { class: "sign", "data-code": `U+${code}`, text: sign }));
    at = index + sign.length;
  }
  return [...parts, text.slice(at)].filter(Boolean);
}

const plain = (text) => element("bdi", { text });
const listOf = (items) => element("ul", { class: "plain" }, ...items.map((item) => element("li", {}, item)));

// Labels and values, those without a value left out; null where nothing is left.
function rows(pairs) {
  const made = pairs.filter(([, value]) => value).flatMap(([label, value]) =>
    [element("dt", { text: label }), element("dd", {}, value)]);
  return made.length ? element("dl", {}, ...made) : null;
}
