// A drawing context that writes SVG, so that what draws lanes, signs and labels on the screen draws
// them in a picture that is saved. It knows what this page's drawing asks for, and no more.
const SVG_STATE = ["fillStyle", "strokeStyle", "lineWidth", "font", "textAlign", "textBaseline", "globalAlpha", "lineJoin"];
const ANCHORS = { left: "start", center: "middle", right: "end" };

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  // XML can't hold these.
  .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
const rounded = (value) => (typeof value === "number" ? Math.round(value * 100) / 100 : value);
const tag = (name, about, inside = "") => {
  const written = Object.entries(about).filter(([, value]) => value !== null && value !== "")
    .map(([key, value]) => ` ${key}="${escaped(String(rounded(value)))}"`).join("");
  return `<${name}${written}>${inside}</${name}>`;
};

class SvgContext {
  constructor() {
    Object.assign(this, { fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, font: "12px sans-serif", textAlign: "left",
      textBaseline: "alphabetic", globalAlpha: 1, lineJoin: "miter" });
    this.parts = [];
    this.saved = [];
    this.path = "";
    this.ruler = element("canvas").getContext("2d");
  }

  save() { this.saved.push(Object.fromEntries(SVG_STATE.map((name) => [name, this[name]]))); }
  restore() { Object.assign(this, this.saved.pop()); }
  beginPath() { this.path = ""; }
  moveTo(x, y) { this.path += `M${rounded(x)} ${rounded(y)}`; }
  lineTo(x, y) { this.path += `L${rounded(x)} ${rounded(y)}`; }
  quadraticCurveTo(cx, cy, x, y) { this.path += `Q${[cx, cy, x, y].map(rounded).join(" ")}`; }
  arc(x, y, r) { this.path += `M${rounded(x - r)} ${rounded(y)}a${rounded(r)} ${rounded(r)} 0 1 0 ${rounded(2 * r)} 0a${rounded(r)} ${rounded(r)} 0 1 0 ${rounded(-2 * r)} 0`; }
  roundRect(x, y, width, height, r) {
    this.path += `M${rounded(x + r)} ${rounded(y)}h${rounded(width - 2 * r)}q${r} 0 ${r} ${r}v${rounded(height - 2 * r)}q0 ${r} ${-r} ${r}h${rounded(2 * r - width)}q${-r} 0 ${-r} ${-r}v${rounded(2 * r - height)}q0 ${-r} ${r} ${-r}`;
  }

  fill() { this.parts.push(tag("path", { d: this.path, fill: this.fillStyle, opacity: this.faded() })); }
  stroke(dashes = "") {
    this.parts.push(tag("path", { d: this.path, fill: "none", stroke: this.strokeStyle, "stroke-width": this.lineWidth,
      "stroke-dasharray": dashes, opacity: this.faded() }));
  }

  faded() { return this.globalAlpha < 1 ? this.globalAlpha : null; }
  fillText(text, x, y) { this.write(text, x, y, { fill: this.fillStyle }); }
  strokeText(text, x, y) {
    this.write(text, x, y, { fill: "none", stroke: this.strokeStyle, "stroke-width": this.lineWidth, "stroke-linejoin": this.lineJoin });
  }

  write(text, x, y, paint) {
    const [, weight, size] = this.font.match(/^(\d+) ([\d.]+)px/) || [null, "400", "12"];
    this.parts.push(tag("text", { x, y: y + (this.textBaseline === "middle" ? 0.35 * size : 0), "font-size": Number(size), "font-weight": weight,
      "text-anchor": ANCHORS[this.textAlign], opacity: this.faded(), ...paint }, escaped(text)));
  }

  measureText(text) {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }
}
