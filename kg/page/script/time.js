// The timeline: each record as the span that its date is. A row is a family of kinds; marks that would
// overlap lie in lanes below each other.
const FADE = 120; // an open start fades over so many pixels; its length says nothing
const AXIS = 44;
let stretch = null; // the days from and to which the timeline shows
let stretchFor = ""; // the filter and zoom for which it was set
let gutter = 0; // left of the marks: the names of the rows
let followed = ""; // the choice that it followed last
const coarse = matchMedia("(pointer: coarse)");
const laneHeight = () => (phone.matches || coarse.matches ? 44 : 20);

// -- what a date is -----------------------------------------------------------------------

// The days of one point: 2022, 2022-02 or 2022-02-04.
function pointSpan(text) {
  const [year, month, day] = text.match(/\d+/g).map(Number);
  if (day) return [dayNumber(text.slice(0, 10)), dayNumber(text.slice(0, 10)) + 1];
  if (month) return [dayOf(year, month), month === 12 ? dayOf(year + 1) : dayOf(year, month + 1)];
  return [dayOf(year), dayOf(year + 1)];
}

const formOf = (edtf) => {
  if (edtf.includes("/")) return "interval";
  if (edtf.includes("X")) return "decade";
  return { 4: "year", 7: "month", 10: "day" }[edtf.replace(/[?~%]/g, "").length] || "interval";
};

// The pieces of a date: one, or one for each point of a set.
function piecesOf(time) {
  if (time.edtf.startsWith("{") && !time.edtf.includes("X")) {
    return time.edtf.slice(1, -1).split(",").map((point) => {
      const [from, to] = pointSpan(point);
      return { form: formOf(point), from, to };
    });
  }
  return [{ form: formOf(time.edtf), from: time.earliest && dayNumber(time.earliest), to: time.latest && dayNumber(time.latest) + 1 }];
}

function markOf(id, time, about = {}) {
  const pieces = piecesOf(time);
  const from = pieces[0].from ?? -Infinity;
  const to = pieces.at(-1).to ?? Infinity;
  return { id, time, pieces, from, to, soft: /[~%]/.test(time.edtf), hatched: /[?%]/.test(time.edtf), ...about };
}

// -- what stands where --------------------------------------------------------------------

// Publications, and the undated records that come from them; a report that is no record by itself.
function reportsShown() {
  const of = new Map();
  for (const id of recordIds) {
    const { reported, when } = records[id].times;
    if (!reported || when || !(isShown(id) || isChosen(id))) continue;
    const { report } = records[id];
    const key = report && isShown(report) ? report : `${records[id].source} ${reported.edtf} ${whoText(records[id])}`;
    if (!of.has(key)) of.set(key, []);
    of.get(key).push(id);
  }
  return of;
}

// Rows with their marks, in the order of the kinds; reports that are no record come last.
function timeRows() {
  const reports = reportsShown();
  const of = new Map(Object.keys(kinds).map((kind) => [familyOf(kind), []]));
  for (const id of recordIds) {
    const { when } = records[id].times;
    if (!when || !(isShown(id) || isChosen(id))) continue;
    of.get(familyOf(records[id].kind)).push(markOf(id, when, { reports: reports.get(id) || null }));
  }
  const alone = [...reports].filter(([key]) => !isRecord(key))
    .map(([key, ids_]) => markOf(key, records[ids_[0]].times.reported, { reports: ids_, alone: true }));
  const made = [...of].filter(([, marks]) => marks.length)
    .map(([family, marks]) => ({ name: familyName(family), kind: Object.keys(kinds).find((kind) => familyOf(kind) === family), marks }));
  if (alone.length) made.push({ name: word("time.reports"), kind: null, marks: alone });
  return made;
}

const byTime = (a, b) => (a.from === b.from ? b.to - a.to || 0 : a.from - b.from) || (orderOf.get(a.id) ?? 0) - (orderOf.get(b.id) ?? 0)
  || (a.id < b.id ? -1 : 1);

// -- drawing ------------------------------------------------------------------------------

// How a status is drawn: filled, pale or empty, and the pattern of its border.
function paintOf(id, form) {
  const record = records[id];
  const colour = record ? colourOf(record.kind) : colours().soft;
  const not = record && (record.negative || record.status === "denied");
  const dashes = record && !not ? picture.dashes[record.status] : false;
  const fill = { day: 1, month: 1, year: 0.4, decade: 0.2 }[form] ?? 1;
  const share = !record || not ? 0 : record.status === "asserted" ? fill : record.status === "reported" ? fill * 0.35 : 0;
  return { colour, not, share, dashes: dashes ? dashes.map((part) => Math.max(1, part / 1.6)).join(" ") : null };
}

let fades = 0;
function fade(colour, left, right, stops) {
  fades += 1;
  return [`fade-${fades}`, svgPart("linearGradient", { id: `fade-${fades}`, gradientUnits: "userSpaceOnUse", x1: left, x2: right, y1: 0, y2: 0 },
    stops.map(([offset, opacity]) => svgPart("stop", { offset, "stop-color": colour, "stop-opacity": opacity })))];
}

const stopsOf = (piece, soft) => {
  if (piece.to === null) return [[0, 1], [1, 0.06]];
  if (piece.from === null) return [[0, 0.06], [1, 1]];
  return soft ? [[0, 0.06], [0.15, 1], [0.85, 1], [1, 0.06]] : null;
};

function drawPiece(mark, piece, [left, right], y) {
  const { colour, not, share, dashes } = paintOf(mark.id, piece.form);
  const stops = stopsOf(piece, mark.soft);
  const [name, gradient] = stops ? fade(colour, left, right, stops) : [null, null];
  const ink = name ? `url(#${name})` : colour;
  const line = { stroke: ink, "stroke-width": 1.5, "stroke-dasharray": dashes };
  if (piece.form === "day") {
    return [svgPart("circle", { ...line, cx: (left + right) / 2, cy: y, r: 5, fill: colour, "fill-opacity": share })];
  }
  if (piece.form === "interval") {
    const ends = [piece.from === null || mark.soft ? null : left, piece.to === null || mark.soft ? null : right].filter((at) => at !== null);
    return [gradient,
      svgPart("line", { ...line, x1: left, x2: right, y1: y, y2: y + 0.01, "stroke-width": share ? 3 : 2, "stroke-opacity": share && share < 1 ? 0.7 : null }),
      ...ends.map((at) => svgPart("line", { stroke: colour, "stroke-width": 2, x1: at, x2: at, y1: y - 4, y2: y + 4 })),
      not ? svgPart("path", { class: "struck", d: `M${left} ${y - 4} L${Math.min(right, left + 12)} ${y + 4}` }) : null];
  }
  return [gradient, svgPart("rect", { ...line, x: left, y: y - 5, width: right - left, height: 10, rx: 2, fill: ink, "fill-opacity": share })];
}

function hatching(mark, y) {
  return mark.hatched ? mark.extents.map(([left, right]) =>
    svgPart("rect", { x: left, y: y - 6, width: right - left, height: 12, fill: "url(#hatch)" })) : [];
}

function strike(mark, y) {
  const record = records[mark.id];
  if (!record || !(record.negative || record.status === "denied")) return null;
  const middle = mark.x1 + Math.min(mark.right - mark.x1, 30) / 2;
  return svgPart("path", { class: "struck", d: `M${middle - 6} ${y + 6} L${middle + 6} ${y - 6}` });
}

const FLAG = "M0 6 V-7 H9 L6.5 -4 L9 -1 H0";

function markName(mark) {
  const record = records[mark.id];
  const reports = mark.reports && word(mark.reports.length === 1 ? "time.reports_1" : "time.reports_n", { n: mark.reports.length });
  if (!record) return [whoText(records[mark.reports[0]]), said(mark.time), reports].join(" · ");
  return [said(record.labels), statusText(record), said(mark.time), reports, passedText(mark.id)].filter(Boolean).join(" · ");
}

function chooseMark(mark, event) {
  if (mark.alone) change({ show: mark.reports }, { remember: true });
  else choose(mark.id, { add: adding(event) });
}

// Which records are lifted: those chosen and those of the entities chosen.
const liftedIds = () => new Set(state.show.flatMap((id) => (isRecord(id) ? [id] : recordsOf(id))));

function drawMark(mark, y, lifted, tall) {
  const up = lifted.has(mark.id) || mark.reports?.some((id) => lifted.has(id));
  const focus = isChosen(mark.id) || Boolean(mark.alone && mark.reports.some(isChosen));
  const above = mark.inside && mark.pieces.some((piece) => piece.form === "interval"); // the name, over its line
  const [lineAt, textAt] = above ? [y + 6, y + 2] : [y, y + 4];
  const hit = Math.max(mark.right - mark.x1, 24, phone.matches || coarse.matches ? 44 : 0);
  return svgPart("g", { class: `mark${up ? " lifted" : lifted.size ? " faint" : ""}`, role: "button", tabindex: "-1", "data-record": mark.id,
    "aria-label": markName(mark), "aria-pressed": String(focus) },
  svgPart("title", { text: markName(mark) }),
  svgPart("rect", { class: "hit", x: Math.min(mark.x1, (mark.x1 + mark.right - hit) / 2), y: y - tall / 2, height: tall, width: hit + mark.signs }),
  mark.shown && !mark.inside ? svgPart("rect", { class: "hit", x: mark.before ? mark.at - mark.wide : mark.at, y: y - tall / 2,
    height: tall, width: mark.wide }) : null,
  focus ? svgPart("rect", { class: "halo", x: mark.left - 4, y: y - 10, width: mark.right - mark.left + 8, height: 21, rx: 8 }) : null,
  ...mark.pieces.flatMap((piece, number) => drawPiece(mark, piece, mark.extents[number], lineAt)),
  ...hatching(mark, lineAt), strike(mark, lineAt),
  mark.letter ? svgPart("text", { class: "letter", x: mark.signsAt, y: textAt, text: mark.letter }) : null,
  mark.reports ? svgPart("path", { class: "flag", d: FLAG, transform: `translate(${mark.signsAt + (mark.letter ? 12 : 0)} ${textAt - 4})` }) : null,
  mark.shown ? svgPart("text", { class: "name", x: mark.at, y: textAt, "text-anchor": mark.before ? "end" : null, text: mark.shown }) : null);
}

function bindMark(drawn_, mark) {
  drawn_.addEventListener("click", (event) => { if (!dragged) chooseMark(mark, event); });
  return drawn_;
}

// The axis: a line where a year, a month or a week begins, as room is; each has its name on it.
function ticks(x, width) {
  const perYear = x(dayOf(2001)) - x(dayOf(2000));
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((years) => years * perYear >= (gutter ? 44 : 64)) || 1000; // an end stands off its line
  const months = perYear > 720 ? 1 : perYear > 240 ? 3 : 12;
  const days = perYear > 3600 ? [1, 8, 15, 22] : [1];
  const made = [];
  for (let year = Math.floor(yearAt(stretch.from) / step) * step; year <= yearAt(stretch.to); year += step) {
    for (let month = 1; month <= 12; month += months) {
      for (const day of days) {
        const at = x(dayOf(year, month) + day - 1);
        if (at < -0.5 || at > width + 0.5) continue;
        const isYear = month === 1 && day === 1;
        made.push({ at, year: isYear, name: isYear ? String(year) : tickName(dayOf(year, month) + day - 1, days.length > 1, !made.length) });
      }
    }
  }
  return made;
}

// A month, or a day of it; the first names its year.
const tickName = (day, isDay, withYear) => new Intl.DateTimeFormat(locale(),
  { day: isDay ? "numeric" : undefined, month: "short", year: withYear ? "numeric" : undefined, timeZone: "UTC" }).format(day * DAY);

// On its line, but for the ends of the axis, which it doesn't leave.
function tickText({ at, name, year }, full) {
  const half = measure(name, year ? 600 : 400) / 2 + 1;
  return svgPart("text", { class: year ? "tick year" : "tick", x: Math.min(Math.max(gutter + at, half), full - half), y: 36, "text-anchor": "middle",
    text: name });
}

// -- when the sources were written --------------------------------------------------------

// The source in focus, else those of what is shown.
function sourcesInView() {
  const id = focused();
  if (id !== null && isRecord(id)) return [records[id].source];
  return [...new Set(shownIds().map((shown_) => records[shown_].source))];
}

function writtenText(source) {
  const { written: when, published } = sources[source];
  if (!when) return word("time.written_unknown");
  if (!when.by_content) return word("time.written", { first: said(published) });
  return word(when.latest ? "time.written_between" : "time.written_after",
    { first: said(when.first), last: when.last ? said(when.last) : "" });
}

function writtenNotes() {
  const names = sourcesInView();
  if (names.length > 3) return [element("p", { class: "sub small", text: word("time.written_many", { n: names.length }) })];
  return names.map((source) => element("p", { class: "sub small" },
    names.length > 1 ? element("span", { text: `${said(sources[source].title)}: ` }) : null,
    element("span", { text: writtenText(source) })));
}

// The band of the one source in view, in pixels; null where nothing dates it.
function writtenBand(x) {
  const names = sourcesInView();
  const when = names.length === 1 && sources[names[0]].written;
  if (!when || !when.earliest) return null;
  return [x(dayNumber(when.earliest)), when.latest ? x(dayNumber(when.latest) + 1) : null];
}

function drawBand(band, width, top, height, labels) {
  if (!band || band[0] > width) return [];
  const [left, right] = band;
  const end = right ?? left + 40;
  const parts_ = [svgPart("rect", { class: "written", x: left, y: top, width: Math.max(end - left, 3), height, fill: "url(#hatch)" })];
  if (right !== null && right < width) parts_.push(svgPart("rect", { class: "future", x: right, y: top, width: width - right, height }));
  if (labels) {
    const text = word("time.written_here");
    const room = measure(text);
    const middle = Math.min(Math.max((Math.max(left, 0) + Math.min(end, width)) / 2, room / 2 + 2), width - room / 2 - 2);
    if (end > 0) parts_.push(svgPart("text", { class: "when", x: middle, y: 13, "text-anchor": "middle", text }));
    const future = fitting(word("time.future"), width - Math.max(end, middle + room / 2) - 14);
    if (future && right !== null) parts_.push(svgPart("text", { class: "when", x: width - 4, y: 13, "text-anchor": "end", text: future }));
  }
  return parts_;
}

const hatchPattern = (id) => svgPart("defs", {}, svgPart("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse",
  patternTransform: "rotate(45)" }, svgPart("rect", { class: "stripe", width: 2, height: 6 })));

// -- the view -----------------------------------------------------------------------------

const clamped = ({ from, to }) => {
  const least = 28;
  const [low, high] = [DOMAIN.from - 366, DOMAIN.to + 366];
  const length = Math.min(Math.max(to - from, least), high - low);
  const start = Math.min(Math.max(from, low), high - length);
  return { from: start, to: start + length };
};

// As it opens: since much began, where something shown lies there; else everything.
function opening() {
  const since = WINDOWS.find((part) => part.name === "since");
  const lies = ({ when }) => when && (when.latest === null || dayNumber(when.latest) >= since.from);
  return since && recordIds.some((id) => isShown(id) && lies(records[id].times)) ? since : DOMAIN;
}

// What is to be seen: where somebody moved to; else what the time filter lets through.
function stretchAsked() {
  if (state.zoom) {
    const [from, to] = state.zoom.split("/").map(dayNumber);
    return clamped({ from, to: to + 1 });
  }
  if (!state.since && !state.until) return { ...opening() };
  const from = state.since ? Math.max(dayNumber(firstDayOf(state.since)), DOMAIN.from) : DOMAIN.from;
  const to = state.until ? Math.min(pointSpan(state.until)[1], DOMAIN.to) : DOMAIN.to;
  return clamped(from < to ? { from, to } : DOMAIN);
}

const askedFor = () => [state.since, state.until, state.zoom, opening().from].join("|");

// Whoever moves through time finds the place again by the address.
function settle() {
  const days = [Math.round(stretch.from), Math.round(stretch.to) - 1].map((day) => new Date(day * DAY).toISOString().slice(0, 10));
  state.zoom = null;
  if (!isWindow(stretchAsked())) state.zoom = days.join("/");
  stretchFor = askedFor();
  writeAddress();
}

function goTo(part) {
  stretch = clamped(part);
  settle();
  drawTime();
}

// The stretch follows the address, the time filter, and what was chosen elsewhere; returns whether a record
// newly is.
function followState() {
  if (stretch === null || stretchFor !== askedFor()) {
    stretchFor = askedFor();
    stretch = stretchAsked();
  }
  const id = focused();
  const again = followed === id;
  followed = id;
  if (again || id === null || !isRecord(id)) return false;
  const { when } = records[id].times;
  if (!when) document.getElementById("tray").open = true;
  else bringIntoView(markOf(id, when));
  return true;
}
const firstDayOf = (day) => `${day}-01-01`.slice(0, day.length === 4 ? 10 : day.length === 7 ? 8 : 10) + (day.length === 7 ? "01" : "");

function bringIntoView({ from, to }) {
  if (to > stretch.from && from < stretch.to) return;
  const length = stretch.to - stretch.from;
  const middle = Number.isFinite(from) ? from : to;
  stretch = clamped({ from: middle - length / 2, to: middle + length / 2 });
}

const isWindow = (part) => Math.abs(part.from - stretch.from) < 1 && Math.abs(part.to - stretch.to) < 1;

function timeHead() {
  const zooms = WINDOWS.map((part, number) => element("button", { type: "button", "data-window": number,
    "aria-pressed": String(isWindow(part)), title: `${yearAt(part.from)}–${yearAt(part.to - 1)}`, text: windowName(part),
    on: { click: () => { goTo(part); document.querySelector(`[data-window="${number}"]`).focus(); } } }));
  const step = (name, sign, act) => element("button", { type: "button", "data-step": name, "aria-label": word(`time.${name}`), title: word(`time.${name}`),
    text: sign, on: { click: () => { act(); document.querySelector(`[data-step="${name}"]`).focus(); } } });
  return [
    element("div", { role: "group", "aria-label": word("time.zoom"), class: "windows" }, ...zooms),
    element("div", { class: "windows" }, step("earlier", "←", () => pan(-0.25)), step("later", "→", () => pan(0.25)),
      step("closer", "+", () => zoomBy(0.5)), step("wider", "−", () => zoomBy(2))),
  ];
}

function pan(share) {
  const by = (stretch.to - stretch.from) * share;
  goTo({ from: stretch.from + by, to: stretch.to + by });
}

function zoomBy(factor) {
  const middle = (stretch.from + stretch.to) / 2;
  const half = ((stretch.to - stretch.from) * factor) / 2;
  goTo({ from: middle - half, to: middle + half });
}

function drawTime() {
  const chosen = followState();
  const rows_ = timeRows();
  document.getElementById("time-head").replaceChildren(...timeHead());
  document.getElementById("time-notes").replaceChildren(...writtenNotes());
  drawTimeline(rows_);
  drawTray();
  if (chosen) document.querySelector("#time-view .mark[aria-pressed=true], #tray [aria-current]")?.scrollIntoView({ block: phone.matches ? "start" : "center" });
}

function timeEmpty(rows_) {
  if (!shown.size && !state.show.length) return emptyState();
  if (!rows_.length) return element("p", { class: "empty", text: word("time.none_dated", { n: shown.size }) });
  return null;
}

function drawTimeline(rows_) {
  const room = document.getElementById("timeline");
  const empty = timeEmpty(rows_);
  if (!rows_.length) {
    if (shown.size) document.getElementById("tray").open = true;
    document.getElementById("time-key").hidden = true;
    room.replaceChildren(empty);
    return;
  }
  gutter = gutterOf(room.clientWidth);
  const width = widthOf(room);
  const x = (day) => ((day - stretch.from) / (stretch.to - stretch.from)) * width;
  fades = 0;
  const packed = rows_.map((row) => ({ ...row, marks: [...row.marks].sort(byTime) }))
    .map((row) => ({ ...row, ...pack(row.marks, x, width) }));
  room.replaceChildren(...timeParts(packed, { x, width }));
  room.querySelector(".mark")?.setAttribute("tabindex", "0");
  drawTimeLegend(packed);
  drawEdges(packed);
  document.getElementById("time-key").hidden = false;
}

// As wide as the widest name of a row in this language; on a phone the names stand over the marks.
const gutterOf = (room) => (room < 560 ? 0
  : Math.min(Math.max(...[...Object.keys(kinds).map((kind) => familyName(familyOf(kind))), word("time.reports")].map((name) => measure(name, 600))) + 36, 240));

// Of the marks; beside the names of the rows room is left for the last year, on its line.
const widthOf = (room) => Math.max(room.clientWidth - gutter - (gutter ? 18 : 0), 200);

// What lies outside the stretch is counted at its edges; a click goes there.
function drawEdges(packed) {
  const before = packed.flatMap((row) => row.before);
  const after = packed.flatMap((row) => row.after);
  const [first, last] = [Math.floor(stretch.from), Math.ceil(stretch.to) - 1];
  const edge = (marks, name, when, part) => (marks.length
    ? element("button", { type: "button", "data-edge": name, text: word(`time.n_${name}`, { n: marks.length, when }),
      on: { click: () => { goTo(part()); document.querySelector("#timeline").focus(); } } }) : null);
  const ends = (marks, of) => marks.map(of).filter(Number.isFinite);
  document.getElementById("time-edges").classList.toggle("beside", gutter > 0);
  document.getElementById("time-edges").replaceChildren(...[
    edge(before, "before", edgeText(first, isYearStart(first)), () => ({ from: Math.min(...ends(before, (mark) => mark.from)), to: stretch.from })),
    edge(after, "after", edgeText(last, isYearStart(last + 1)), () => ({ from: stretch.to, to: Math.max(...ends(after, (mark) => mark.to)) })),
  ].filter(Boolean));
}

const isYearStart = (day) => new Date(day * DAY).toISOString().slice(5, 10) === "01-01";
const edgeText = (day, asYear) => (asYear ? String(yearAt(day))
  : dayText(new Date(day * DAY).toISOString().slice(0, 10)));

function timeParts(packed, { x, width }) {
  const tall = laneHeight();
  const head = gutter ? 6 : 22;
  const lifted = liftedIds();
  const band = writtenBand(x);
  const years = ticks(x, width);
  const full = gutter + width + (gutter ? 18 : 0);
  let y = 0;
  const lines = [];
  for (const row of packed) {
    row.top = y;
    row.about = aboutRow(row);
    row.height = Math.max(head + Math.max(row.lanes, 1) * tall + 6, gutter ? 30 + 16 * row.about.length : 0);
    y += row.height;
    lines.push(row);
  }
  const height = y;
  const grid = years.map((tick) => svgPart("line", { class: tick.year ? "grid year" : "grid", x1: tick.at, x2: tick.at, y1: 0, y2: height }));
  const marks = lines.flatMap((row) => row.seen.map((mark) => [mark, row.top + head + (mark.lane + 0.5) * tall]));
  const isUp = ([mark]) => lifted.has(mark.id) || mark.reports?.some((id) => lifted.has(id));
  const inOrder_ = [...marks.filter((mark) => !isUp(mark)), ...marks.filter(isUp)]; // the lifted lie on top
  const axis = svgPart("svg", { class: "axis", width: full, height: AXIS, "aria-hidden": "true" }, hatchPattern("hatch-axis"),
    svgPart("svg", { x: gutter, width, height: AXIS, overflow: "hidden" }, drawBand(band, width, 18, AXIS - 18, true)),
    years.map((tick) => tickText(tick, full)));
  const body = svgPart("svg", { class: "rows", width: full, height, role: "group", "aria-label": word("time.label") }, hatchPattern("hatch"),
    lines.map((row, number) => svgPart("rect", { class: number % 2 ? "row odd" : "row", x: 0, y: row.top, width: full, height: row.height })),
    svgPart("svg", { x: gutter, width, height, overflow: "hidden" }, grid, drawBand(band, width, 0, height, false),
      inOrder_.map(([mark, at]) => bindMark(drawMark(mark, at, lifted, tall), mark))),
    lines.map((row) => rowHead(row, full)));
  return [axis, body];
}

// How many marks a row has, and how many of them lie outside: in as many lines as it takes.
function aboutRow({ kind, marks, before, after }) {
  const parts_ = [kind ? countOf(marks.length) : String(marks.length), before.length ? `‹ ${word("time.n_earlier", { n: before.length })}` : "",
    after.length ? `${word("time.n_later", { n: after.length })} ›` : ""].filter(Boolean);
  if (!gutter || measure(parts_.join(" · ")) < gutter - 30) return [parts_.join(" · ")];
  return parts_;
}

function rowHead(row, full) {
  const shape = row.kind ? shapeOf(kinds[row.kind].shape, colourOf(row.kind), true) : null;
  shape?.setAttribute("x", 4);
  shape?.setAttribute("y", row.top + 8);
  const room = gutter ? gutter - 28 : full - 40 - measure(row.about[0]);
  const at = (number) => (gutter ? { x: 24, y: row.top + 35 + 16 * number } : { x: full - 4, y: row.top + 19, "text-anchor": "end" });
  return svgPart("g", { class: "head" }, shape,
    svgPart("text", { class: "row-name", x: 24, y: row.top + 19, text: fitting(row.name, room, 600) || row.name }),
    ...row.about.map((text, number) => svgPart("text", { class: "beyond", ...at(number), text })));
}

// How dates are drawn, only as far as it is on screen.
function drawTimeLegend(packed) {
  const seen = packed.flatMap((row) => row.seen);
  const has = {
    ...Object.fromEntries(["day", "month", "year", "decade"].map((form) => [form, seen.some((mark) => mark.pieces.some((piece) => piece.form === form))])),
    interval: seen.some((mark) => mark.pieces.some((piece) => piece.form === "interval" && piece.from !== null && piece.to !== null)),
    open: seen.some((mark) => mark.pieces.some((piece) => piece.from === null || piece.to === null)),
    soft: seen.some((mark) => mark.soft), hatched: seen.some((mark) => mark.hatched), flag: seen.some((mark) => mark.reports),
  };
  document.getElementById("time-forms").replaceChildren(...Object.keys(has).filter((form) => has[form]).map((form) =>
    element("span", {}, sample(form), element("span", { text: said(words.time.forms[form]) }))));
}

function sample(form) {
  const ink = { stroke: "currentColor", "stroke-width": 1.5, fill: "currentColor" };
  const bar = (opacity) => [svgPart("rect", { ...ink, x: 3, y: 3, width: 28, height: 9, rx: 2, "fill-opacity": opacity })];
  const faded = (id, stops) => [svgPart("linearGradient", { id, x1: 0, x2: 34, y1: 0, y2: 0, gradientUnits: "userSpaceOnUse" },
    stops.map(([offset, opacity]) => svgPart("stop", { offset, "stop-color": "currentColor", "stop-opacity": opacity }))),
  svgPart("line", { stroke: `url(#${id})`, "stroke-width": 3, x1: 2, x2: 32, y1: 7, y2: 7.01 })];
  const ways = {
    day: () => [svgPart("circle", { ...ink, cx: 17, cy: 7.5, r: 5 })],
    month: () => [svgPart("rect", { ...ink, x: 11, y: 3, width: 12, height: 9, rx: 2 })],
    year: () => bar(0.4), decade: () => bar(0.2),
    interval: () => [svgPart("path", { ...ink, fill: "none", "stroke-width": 2, d: "M3 2 V13 M31 2 V13" }), svgPart("path", { ...ink, "stroke-width": 3, d: "M3 7.5 H31" })],
    open: () => faded("sample-open", [[0, 1], [1, 0.06]]),
    soft: () => faded("sample-soft", [[0, 0.06], [0.3, 1], [0.7, 1], [1, 0.06]]),
    hatched: () => [...bar(0.1), svgPart("path", { ...ink, d: "M6 12 L14 3 M14 12 L22 3 M22 12 L29 3" })],
    flag: () => [svgPart("path", { class: "flag", d: FLAG, transform: "translate(12 9)" })],
  };
  return svgPart("svg", { width: 34, height: 15, "aria-hidden": "true" }, ways[form]());
}

// -- the undated --------------------------------------------------------------------------

let trayMost = 300;

const undatedIds = () => recordIds.filter((id) => !records[id].times.when && (isShown(id) || isChosen(id)));

function drawTray() {
  const tray = document.getElementById("tray");
  const undated = undatedIds();
  tray.hidden = !undated.length;
  tray.querySelector("summary").textContent = word("time.undated_n", { n: undated.length });
  const lifted = liftedIds();
  document.getElementById("undated").replaceChildren(...(tray.open ? trayItems(undated, lifted) : []));
}

function trayItems(undated, lifted) {
  const listed = undated.slice(0, trayMost);
  const families = [...new Set(Object.keys(kinds).map(familyOf))].map((family) =>
    [family, listed.filter((id) => familyOf(records[id].kind) === family)]);
  const made = families.filter(([, of]) => of.length).map(([family, of]) => element("section", {},
    element("h3", { text: `${familyName(family)} · ${of.length}` }), element("ul", { class: "plain" }, ...of.map((id) => trayItem(id, lifted)))));
  if (undated.length > trayMost) {
    made.push(element("button", { type: "button", text: word("table.all", { n: undated.length }),
      on: { click: () => { trayMost = Infinity; drawTray(); } } }));
  }
  return made;
}

const trayItem = (id, lifted) => element("li", { "data-record": id, "aria-current": lifted.has(id) ? "true" : null },
  shapeOf(kinds[records[id].kind].shape, colourOf(records[id].kind), true), element("span", {}, recordLink(id),
    records[id].times.reported ? element("span", { class: "n", text: `⚑ ${word("time.report_of", { date: said(records[id].times.reported) })}` }) : null));
document.getElementById("tray").addEventListener("toggle", drawTray);

// -- moving through time ------------------------------------------------------------------

let dragging = null; // where a drag began, and the stretch then
let dragged = false; // whether the last press moved: then it is no click

const timeline_ = document.getElementById("timeline");
timeline_.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  dragged = false;
  dragging = { at: event.clientX, ...stretch, id: event.pointerId };
});
timeline_.addEventListener("pointermove", (event) => {
  if (!dragging) return;
  const moved_ = event.clientX - dragging.at;
  if (!dragged && Math.abs(moved_) < 5) return;
  if (!dragged) timeline_.setPointerCapture(dragging.id);
  dragged = true;
  const width = widthOf(timeline_);
  const by = (-moved_ / width) * (dragging.to - dragging.from);
  stretch = clamped({ from: dragging.from + by, to: dragging.to + by });
  drawTime();
});
for (const end of ["pointerup", "pointercancel"]) {
  timeline_.addEventListener(end, () => {
    if (dragging && dragged) settle();
    dragging = null;
  });
}

function stepMark(from, by) {
  const all = [...document.querySelectorAll("#timeline .mark")];
  const next = all[Math.min(Math.max(all.indexOf(from) + by, 0), all.length - 1)];
  if (!next) return;
  all.forEach((mark) => mark.setAttribute("tabindex", mark === next ? "0" : "-1"));
  next.focus();
}

timeline_.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const mark = event.target.closest(".mark");
  const moves = mark
    ? { ArrowDown: () => stepMark(mark, 1), ArrowRight: () => stepMark(mark, 1), ArrowUp: () => stepMark(mark, -1), ArrowLeft: () => stepMark(mark, -1),
      Enter: () => mark.dispatchEvent(new MouseEvent("click", { bubbles: true, ctrlKey: event.ctrlKey, shiftKey: event.shiftKey })),
      " ": () => mark.dispatchEvent(new MouseEvent("click", { bubbles: true })) }
    : { ArrowLeft: () => pan(-0.2), ArrowRight: () => pan(0.2), ArrowDown: () => stepMark(null, 1), "+": () => zoomBy(0.5), "-": () => zoomBy(2),
      Home: () => goTo(DOMAIN) };
  const move = moves[event.key];
  if (!move) return;
  event.preventDefault();
  dragged = false;
  move();
});
new ResizeObserver(() => { if (state.view === "time") drawTime(); }).observe(document.getElementById("time-view"));

// The key is open where there is room for it.
const foldLegend = () => { document.getElementById("time-legend").open = !phone.matches; };
phone.addEventListener("change", foldLegend);
foldLegend();
