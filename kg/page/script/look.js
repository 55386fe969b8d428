// How things look: the line and letter of a status, shape and colour of a family, in light and dark.
const dark = matchMedia("(prefers-color-scheme: dark)");
// The switch beside the system's setting: while the page is open, in no address and in no file.
let lightChosen = null;
const isDark = () => (lightChosen === null ? dark.matches : lightChosen === "dark");
const darkRules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
  .filter((rule) => rule.media?.mediaText.includes("prefers-color-scheme"));

function turnLight() {
  lightChosen = isDark() ? "light" : "dark";
  darkRules.forEach((rule) => { rule.media.mediaText = lightChosen === "dark" ? "screen" : "not all"; }); // paper stays white
  document.querySelector("meta[name=color-scheme]").content = lightChosen;
  draw();
}
document.getElementById("light-button").addEventListener("click", turnLight);

// A status's line: solid, long dashes, dots, dash-dot with an open arrow; none for what is denied,
// whose node is struck through.
function lineOf(status) {
  const paint = { stroke: "currentColor", "stroke-width": 2, fill: "none" };
  if (picture.no_line.includes(status)) {
    return drawing(34, 12, [
      ["circle", { ...paint, "stroke-width": 1.5, cx: 17, cy: 6, r: 4 }],
      ["path", { ...paint, "stroke-width": 1.5, d: "M12 1 L22 11 M22 1 L12 11" }],
    ]);
  }
  const dashes = picture.dashes[status] || [];
  const arrow = String(dashes) === String(picture.not_so) && ["path", { ...paint, "stroke-width": 1.5, d: "M27 2 L33 6 L27 10" }];
  const line = ["line", { ...paint, x1: 1, y1: 6, x2: arrow ? 31 : 33, y2: 6, "stroke-dasharray": dashes ? dashes.join(" ") : "" }];
  return drawing(34, 12, arrow ? [line, arrow] : [line]);
}

const POLYGONS = {
  box: "1.5,3 3,1.5 11,1.5 12.5,3 12.5,11 11,12.5 3,12.5 1.5,11",
  square: "2,2 12,2 12,12 2,12",
  diamond: "7,0.5 13.5,7 7,13.5 0.5,7",
  triangle: "7,1 13.5,12.5 0.5,12.5",
  triangleDown: "7,13 13.5,1.5 0.5,1.5",
  hexagon: "3.8,1.5 10.2,1.5 13.5,7 10.2,12.5 3.8,12.5 0.5,7",
  star: "7,0.5 8.8,5 13.5,5.2 9.8,8.2 11.1,13 7,10.2 2.9,13 4.2,8.2 0.5,5.2 5.2,5",
};
function shapeOf(shape, colour, filled, dashed = false) {
  const paint = { fill: filled ? colour : "none", stroke: colour, "stroke-width": 1.5, "stroke-dasharray": dashed ? "3 2" : "" };
  const polygon = POLYGONS[shape];
  return drawing(14, 14, [
    polygon ? ["polygon", { ...paint, points: polygon }] : ["circle", { ...paint, cx: 7, cy: 7, r: shape === "point" ? 3 : 5.7 }],
  ]);
}

const colourOf = (kind) => kinds[kind][isDark() ? "dark" : "light"];
function colours() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(["paper", "ink", "soft", "line", "lane", "accent"]
    .map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}
function mixed(one, other, share) {
  const parts = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const [a, b] = [parts(one), parts(other)];
  return `#${a.map((part, i) => Math.round(part + (b[i] - part) * share).toString(16).padStart(2, "0")).join("")}`;
}
