// The foot strip: how many records a year has, and the time filter. A bar is what would be left if the
// filter were that year: dark for what certainly lies in it, pale for what possibly does.
const STRIP = { ticks: 16, inset: 8 }; // the inset is half the thumb of a range
let strip = null; // its parts, made at the first drawing
let drawnRange = null; // while somebody drags

const stripHeight = () => Math.max(strip.chart.clientHeight, 2 * STRIP.ticks);
const barHeight = () => stripHeight() - STRIP.ticks;
const yearsOf = () => [state.since ? yearOf(state.since) : FIRST_YEAR, state.until ? yearOf(state.until) : LAST_YEAR]
  .map((year) => Math.min(Math.max(year, FIRST_YEAR), LAST_YEAR));
const asked = () => Boolean(state.since || state.until || state.as_of);
// Whether a year can pass, or a part of it.
const isOn = (year) => (!state.since || state.since <= `${yearText(year)}-12-31`)
  && [state.until, state.as_of].every((day) => !day || lastDay(day) >= `${yearText(year)}-01-01`);

// What is set, in words: each of the three days can be, alone or with others, and to the year or the day.
function rangeText() {
  const [since, until, begun] = [state.since, state.until, state.as_of].map((day) => day && dayText(day));
  const both = since === until ? since : `${since}${/^\d+$/.test(since + until) ? "–" : " – "}${until}`;
  const range = since && until ? both : since ? word("time.since", { year: since }) : until ? word("time.until", { year: until }) : "";
  return [range, begun && word("time.begun", { year: begun })].filter(Boolean).join(" · ") || word("time.all_years");
}

const isAll = ([from, to]) => from === FIRST_YEAR && to === LAST_YEAR;

// Per year how many lie certainly and how many possibly in it, among those that pass all else.
function yearCounts() {
  const n = LAST_YEAR - FIRST_YEAR + 1;
  const sure = new Array(n).fill(0);
  const steps = new Array(n + 1).fill(0);
  let undated = 0;
  for (const id of recordIds) {
    if (!passes(records[id], "dates")) continue;
    const { when } = records[id].times;
    if (!when) {
      undated += 1;
      continue;
    }
    const from = when.earliest ? yearOf(when.earliest) - FIRST_YEAR : 0;
    const to = when.latest ? yearOf(when.latest) - FIRST_YEAR : n - 1;
    if (from === to && when.earliest && when.latest) sure[from] += 1;
    else {
      steps[from] += 1;
      steps[Math.max(to, from) + 1] -= 1;
    }
  }
  let open = 0;
  const possible = sure.map((_, year) => (open += steps[year]));
  return { sure, possible, undated };
}

function setYears([from, to]) {
  const range = [Math.min(from, to), Math.max(from, to)];
  change(isAll(range) ? { since: null, until: null } : { since: yearText(range[0]), until: yearText(range[1]) }, { remember: true });
}

function makeStrip() {
  const range = (name, number) => {
    const input = element("input", { type: "range", min: FIRST_YEAR, max: LAST_YEAR, step: 1, "data-strip": name });
    const both = () => {
      const years = strip.ranges.map((item) => Number(item.value));
      return years[0] <= years[1] ? years : number ? [years[1], years[1]] : [years[0], years[0]];
    };
    input.addEventListener("input", () => { drawnRange = both(); paintStrip(); });
    input.addEventListener("change", () => { drawnRange = null; setYears(both()); });
    return input;
  };
  const button = (name, act) => element("button", { type: "button", "data-strip": name, on: { click: act } });
  strip = {
    ranges: [range("since", 0), range("until", 1)],
    chart: element("div", { class: "chart" }),
    years: element("output", { class: "years" }),
    note: element("span", { class: "sub small" }),
    clear: button("clear", () => change({ since: null, until: null, as_of: null }, { remember: true })),
    undated: button("undated", () => change({ undated: !state.undated }, { remember: true })),
    list: button("list", () => { change({ view: "time" }, { remember: true }); openTray(); }),
  };
  strip.chart.addEventListener("pointerdown", startRange);
  document.getElementById("strip").replaceChildren(
    element("div", { class: "side" }, strip.years, strip.note, strip.clear),
    element("div", { class: "middle" }, strip.chart, element("div", { class: "ranges" }, ...strip.ranges)),
    element("div", { class: "side" }, strip.undated, strip.list));
}

function openTray() {
  const tray = document.getElementById("tray");
  tray.open = true;
  tray.querySelector("summary").focus();
}

// From where it is pressed to where it is let go; pressed once more on one year alone, all years.
function startRange(event) {
  if (event.button !== 0) return;
  event.preventDefault();
  const at = (moved_) => {
    const box_ = strip.chart.getBoundingClientRect();
    const share = (moved_.clientX - box_.left - STRIP.inset) / Math.max(box_.width - 2 * STRIP.inset, 1);
    return Math.round(FIRST_YEAR + Math.min(Math.max(share, 0), 1) * (LAST_YEAR - FIRST_YEAR));
  };
  const first = at(event);
  const before = yearsOf();
  const move = (moved_) => {
    drawnRange = [Math.min(first, at(moved_)), Math.max(first, at(moved_))];
    paintStrip();
  };
  const stop = (moved_) => {
    strip.chart.removeEventListener("pointermove", move);
    strip.chart.removeEventListener("pointerup", stop);
    strip.chart.removeEventListener("pointercancel", cancel);
    const range = [first, at(moved_)];
    drawnRange = null;
    const again = range[0] === range[1] && state.since && before[0] === before[1] && before[0] === first;
    setYears(again ? [FIRST_YEAR, LAST_YEAR] : range);
  };
  const cancel = () => {
    strip.chart.removeEventListener("pointermove", move);
    strip.chart.removeEventListener("pointerup", stop);
    drawnRange = null;
    paintStrip();
  };
  strip.chart.setPointerCapture(event.pointerId);
  strip.chart.addEventListener("pointermove", move);
  strip.chart.addEventListener("pointerup", stop);
  strip.chart.addEventListener("pointercancel", cancel, { once: true });
  move(event);
}

function drawStrip() {
  if (!strip) makeStrip();
  strip.counts = yearCounts();
  paintStrip();
}

function paintStrip() {
  const room = document.getElementById("strip");
  if (room.offsetParent === null && getComputedStyle(room).display === "none") return;
  const years = drawnRange || yearsOf();
  const { undated } = strip.counts;
  strip.years.textContent = !drawnRange ? rangeText() : years[0] === years[1] ? String(years[0]) : `${years[0]}–${years[1]}`;
  strip.note.textContent = word("time.strip_note");
  strip.clear.textContent = word("time.clear");
  strip.clear.hidden = !asked();
  strip.undated.hidden = !asked() || !undated;
  strip.undated.textContent = word(state.undated ? "time.kept" : "time.left_out", { n: undated });
  strip.undated.setAttribute("aria-pressed", String(state.undated));
  strip.list.hidden = !undated || !strip.undated.hidden;
  strip.list.textContent = `${word("time.undated_n", { n: undated })} ›`;
  strip.ranges.forEach((input, number) => {
    input.value = years[number];
    input.setAttribute("aria-label", word(number ? "rail.until" : "rail.since"));
    input.setAttribute("aria-valuetext", String(years[number]));
  });
  strip.chart.replaceChildren(stripChart(drawnRange ? (year) => year >= years[0] && year <= years[1] : isOn));
}

function stripChart(isIn) {
  const { sure, possible } = strip.counts;
  const width = Math.max(strip.chart.clientWidth, 100);
  const inner = width - 2 * STRIP.inset;
  const n = LAST_YEAR - FIRST_YEAR;
  const x = (year) => STRIP.inset + (n ? ((year - FIRST_YEAR) / n) * inner : inner / 2);
  const slot = n ? inner / n : inner;
  const most = Math.max(1, ...sure.map((count, year) => count + possible[year]));
  const tall = (count) => (count ? Math.max(2, (count / most) * barHeight()) : 0);
  const bars = sure.flatMap((count, number) => {
    const year = FIRST_YEAR + number;
    const [dark_, pale] = [tall(count), tall(count + possible[number]) - tall(count)];
    const about = { x: x(year) - slot * 0.4, width: Math.max(1, slot * 0.8) };
    const off = isIn(year) ? "" : " off";
    const title = svgPart("title", { text: word("time.bar", { year, sure: count, more: possible[number] }) });
    return [svgPart("g", { class: `bar${off}`, "data-year": year }, title,
      svgPart("rect", { class: "hit", x: x(year) - slot / 2, y: 0, width: slot, height: stripHeight() }),
      svgPart("rect", { class: "possible", ...about, y: barHeight() - dark_ - pale, height: Math.max(pale, 0) }),
      svgPart("rect", { class: "sure", ...about, y: barHeight() - dark_, height: dark_ }))];
  });
  const on = sure.map((_, number) => FIRST_YEAR + number).filter(isIn);
  return svgPart("svg", { width, height: stripHeight(), "aria-hidden": "true" }, hatchPattern("hatch-strip"),
    on.length ? svgPart("rect", { class: "range", x: x(on[0]) - slot / 2, y: 0, width: on.length * slot, height: barHeight() }) : null, bars,
    stripWritten(x, slot), stripTicks(x, slot));
}

function stripWritten(x, slot) {
  const names = sourcesInView();
  const when = names.length === 1 && sources[names[0]].written;
  if (!when?.earliest || !when.latest) return null;
  const at = (day) => x(yearAt(dayNumber(day))) - slot / 2 + ((dayNumber(day) - dayOf(yearOf(day))) / 366) * slot;
  return svgPart("rect", { class: "written", x: at(when.earliest), y: 0, width: Math.max(at(when.latest) - at(when.earliest), 2), height: barHeight(),
    fill: "url(#hatch-strip)" });
}

function stripTicks(x, slot) {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((years) => years * slot >= 40) || 1000;
  const made = [];
  for (let year = Math.ceil(FIRST_YEAR / step) * step; year <= LAST_YEAR; year += step) {
    const anchor = year === FIRST_YEAR ? "start" : year === LAST_YEAR ? "end" : "middle";
    const at = { start: 0, middle: x(year), end: x(year) + STRIP.inset }[anchor];
    made.push(svgPart("text", { class: "tick", x: at, y: stripHeight() - 3, "text-anchor": anchor, text: String(year) }));
  }
  return made;
}
new ResizeObserver(() => { if (strip) paintStrip(); }).observe(document.getElementById("strip"));
