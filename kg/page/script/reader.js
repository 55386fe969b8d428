// The reader: a source in its paragraphs, the words of its records underlined. The line's style is
// the status, its colour that of the kind; up to three stand below each other, the shortest on top.
// A background is for what is chosen alone.
const MOST_LINES = 3;
const THIRD = 1 / 3; // so far down stands what is scrolled to

// Each record's words: by source, in the order of the text.
const marksOf = grouped(Object.entries(passages).flatMap(([source, paragraphs]) =>
  paragraphs.flatMap((paragraph) => paragraph.marks.map(([from, to, id]) => [id, { source, n: paragraph.n, from, to }]))));
const paragraphOf = grouped(Object.entries(passages).flatMap(([source, paragraphs]) =>
  paragraphs.map((paragraph) => [`${source}/${paragraph.n}`, paragraph])));
const overlap = ([from, to], [start, end]) => (from < end && to > start) || (from === start && to === end);
const shortestFirst = (marks) => [...marks].sort((a, b) => (a[1] - a[0]) - (b[1] - b[0]));
const idsOf = (marks) => [...new Set(marks.map((mark) => mark[2]))];

// The other records whose words are partly the same, the shortest first.
function sharingWords(id) {
  const found = marksOf(id).flatMap(({ source, n, from, to }) => paragraphOf(`${source}/${n}`)[0].marks
    .filter((mark) => mark[2] !== id && to > from && overlap(mark, [from, to])));
  return idsOf(shortestFirst(found));
}

const wide = matchMedia("(min-width: 1101px)");
let reading = null; // the source in the reader
let lastFocus = null; // what it was scrolled to
let walked = null; // the record that n and p walked to

function readAt(id) {
  lastFocus = null;
  change({ view: "text", show: [...state.show.filter((other) => other !== id), id] }, { remember: true });
  if (!wide.matches) document.body.classList.remove("open"); // the panel would cover the text
}

// -- underlines -----------------------------------------------------------------------------

const isNotSo = (record) => record.negative || record.status === "denied";

// The pattern of a status, as in the picture; what is denied or said not to be so has two lines.
function lineImage(record, colour = colourOf(record.kind)) {
  if (isNotSo(record)) return `linear-gradient(${colour} 0 1px, transparent 1px 2px, ${colour} 2px 3px)`;
  const dashes = picture.dashes[record.status] || [];
  if (!dashes.length) return `linear-gradient(${colour} 0 0)`;
  let at = 0;
  const stops = dashes.map((length, i) => `${i % 2 ? "transparent" : colour} ${at}px ${(at += length)}px`);
  return `repeating-linear-gradient(90deg, ${stops.join(", ")})`;
}

function underline(mark, level, record, colour = undefined) {
  mark.style.setProperty(`--line-${level}`, lineImage(record, colour));
  if (isNotSo(record)) mark.style.setProperty(`--high-${level}`, "3px");
}

// Which of the lines below the words is whose: the shortest quote is nearest to them.
function levelsOf(marks) {
  const levels = new Map();
  const taken = Array.from({ length: MOST_LINES }, () => []);
  for (const mark of shortestFirst(marks)) {
    const level = taken.findIndex((others) => !others.some((other) => overlap(other, mark)));
    if (level >= 0) taken[level].push(mark);
    levels.set(mark, level);
  }
  return levels;
}

const toldAs = (id) => `${statusText(records[id])}: ${said(records[id].labels)}`;

// Words that the same records say; where one of them begins they are a button with its name, which is in
// the language of the page.
function underlinedAs(text, covering, beginning, levels) {
  const ids = idsOf(shortestFirst(covering));
  const made = element("mark", { "data-ids": ids.join(" "), title: ids.map(toldAs).join("\n"), lang: state.lang,
    class: ids.some(isChosen) ? (ids.includes(focused()) ? "chosen focus" : "chosen") : null,
    on: { click: (event) => chooseInText(event, ids) } }, element("span", { lang: sources[reading].language }, ...verbatim(text)));
  covering.filter((mark) => levels.get(mark) >= 0).forEach((mark) => underline(made, levels.get(mark), records[mark[2]]));
  if (beginning.length) {
    const begun = idsOf(beginning);
    const about = { role: "button", tabindex: "-1", "data-begins": begun.join(" "), "data-name": ` (${begun.map(toldAs).join("; ")})` };
    Object.entries(about).forEach(([name, value]) => made.setAttribute(name, value));
  }
  return made;
}

// The shortest quote there; the panel lists the others. Words that are being selected open nothing.
function chooseInText(event, ids) {
  if (!adding(event) && !getSelection().isCollapsed) return;
  getSelection().removeAllRanges();
  choose(ids[0], { add: adding(event) });
}

// -- paragraphs -----------------------------------------------------------------------------

const isDrawn = (mark) => isShown(mark[2]) || isChosen(mark[2]);
const number = (n) => n.toLocaleString(state.lang);
const reasonOf = (reason) => reason || word("text.no_reason");

function gapNote(length, bare, text) {
  const why = [...new Set(bare.map(([, , reason]) => reasonOf(reason)))].join(", ");
  const many = bare.length === 1 ? "one" : "many";
  const inside = state.bare && bare.length ? ` · ${word(`text.gap_bare_${many}`, { n: bare.length, why })}` : "";
  return element("span", { class: "gap", lang: state.lang, text: (text || word("text.gap", { n: number(length) })) + inside });
}

// A paragraph in pieces, each said by the same records; between them what is left out.
function piecesOfText(paragraph) {
  const marks = paragraph.marks.filter((mark) => isDrawn(mark) && mark[1] > mark[0]);
  const bare = state.bare ? paragraph.bare : [];
  const levels = levelsOf(marks);
  const ends = [...marks, ...bare].flatMap(([from, to]) => [from, to]);
  const cuts = [...new Set([0, paragraph.text.length, ...ends, ...paragraph.gaps.map(([at]) => at)])].sort((a, b) => a - b);
  return cuts.flatMap((from, i) => {
    const to = cuts[i + 1] ?? from;
    const gaps = paragraph.gaps.filter(([at]) => at === from)
      .map(([, length]) => gapNote(length, paragraph.bare.filter((sentence) => sentence[0] === from && sentence[1] === from)));
    return [...gaps, ...(to > from ? wordsBetween(paragraph, from, to, { marks, bare, levels }) : [])];
  });
}

function wordsBetween(paragraph, from, to, { marks, bare, levels }) {
  const text = paragraph.text.slice(from, to);
  const covering = marks.filter((mark) => mark[0] <= from && mark[1] >= to);
  if (covering.length) return [underlinedAs(text, covering, marks.filter((mark) => mark[0] === from), levels)];
  const sentence = bare.find((one) => one[0] <= from && one[1] >= to);
  if (!sentence) return verbatim(text);
  const why = sentence[1] === to
    ? element("small", { lang: state.lang, text: word("text.why", { why: reasonOf(sentence[2]) }) }) : null;
  return [element("span", { class: "bare" }, ...verbatim(text), why)];
}

// Where no word may be shown, our labels stand for the words.
function labelsOf(paragraph) {
  const ids = idsOf(paragraph.marks.filter((mark) => isDrawn(mark) && mark[1] === mark[0]));
  return ids.length ? element("span", { class: "labels", lang: state.lang }, listOf(ids.map((id) => {
    const button = chooser(id, toldAs(id));
    button.dataset.begins = id;
    button.classList.toggle("chosen", isChosen(id));
    return button;
  }))) : null;
}

function paragraphElement(source, paragraph) {
  const head = paragraph.sort === "heading";
  const words = element(head ? "h3" : "p", { lang: sources[source].language, dir: "auto", class: "words" },
    ...piecesOfText(paragraph), labelsOf(paragraph));
  return element("div", { class: `paragraph ${paragraph.sort}`, "data-n": paragraph.n },
    element("span", { class: "number", title: word("detail.paragraph", { n: paragraph.n }), text: paragraph.n }), words,
    hiddenNote([paragraph]));
}

// That the filters hide what is said here; a click chooses it, so that it is seen though they stay.
function hiddenNote(paragraphs) {
  const ids = idsOf(paragraphs.flatMap((paragraph) => paragraph.marks.filter((mark) => !isDrawn(mark))));
  return ids.length ? element("button", { type: "button", class: "hidden-here", "data-hidden": ids.length, text: word("text.hidden", { n: ids.length }),
    title: `${word("text.hidden_show")}\n${ids.map(toldAs).join("\n")}`, on: { click: () => change({ show: ids }, { remember: true }) } }) : null;
}

// Lines that are no part of the text, one quiet line for those that follow each other; it opens.
function foldedLines(source, run) {
  const lines = run.map((paragraph) => element("p", { class: "words", lang: sources[source].language, dir: "auto" }, ...piecesOfText(paragraph)));
  return element("div", { class: "paragraph not_content", "data-n": run[0].n },
    element("span", { class: "number", text: run[0].n }),
    element("details", {}, element("summary", { text: word(run.length === 1 ? "text.folded_1" : "text.folded_n", { n: run.length }) }), ...lines),
    hiddenNote(run));
}

// Paragraphs that are left out whole, one line for those that follow each other.
function leftOut(run) {
  const length = run.reduce((sum, paragraph) => sum + paragraph.gaps.reduce((all, gap) => all + gap[1], 0), 0);
  const [first, last] = [run[0].n, run.at(-1).n];
  const text = first === last ? null : word("text.gap_of", { from: first, to: last, n: number(length) });
  return element("div", { class: "paragraph", "data-n": first },
    element("span", { class: "number", text: first }),
    element("p", { class: "words" }, gapNote(length, run.flatMap((paragraph) => paragraph.bare), text)), hiddenNote(run));
}

// What becomes of a paragraph: it is left out whole, or no part of the text, or it stands.
function fateOf(paragraph) {
  if (paragraph.marks.some(isDrawn)) return "stands";
  return !paragraph.text ? "out" : paragraph.sort === "not_content" ? "fold" : "stands";
}

function paragraphElements(source) {
  const runs = [];
  for (const paragraph of passages[source]) {
    const fate = fateOf(paragraph);
    if (runs.length && fate !== "stands" && runs.at(-1).fate === fate) runs.at(-1).run.push(paragraph);
    else runs.push({ fate, run: [paragraph] });
  }
  const make = { out: leftOut, fold: (run) => foldedLines(source, run), stands: ([paragraph]) => paragraphElement(source, paragraph) };
  return runs.map(({ fate, run }) => make[fate](run));
}

// -- around the text ------------------------------------------------------------------------

function sourceChoice() {
  const names = Object.keys(sources);
  if (names.length < 2) return null;
  const choice = element("select", { on: { change: () => {
    reading = choice.value;
    change({ read: reading });
    textView.querySelector("select")?.focus();
  } } }, ...names.map((id) => element("option", { value: id, text: said(sources[id].title) })));
  choice.value = reading;
  return element("label", {}, element("span", { text: word("text.source") }), choice);
}

function bareSwitch() {
  const box = element("input", { type: "checkbox", "data-code": "bare", on: { change: () => {
    change({ bare: box.checked });
    textView.querySelector('[data-code="bare"]').focus();
  } } });
  box.checked = state.bare;
  const n = passages[reading].reduce((sum, paragraph) => sum + paragraph.bare.length, 0);
  return element("label", {}, box, element("span", { text: word("text.bare", { n }) }));
}

// What the lines mean, of those that are on screen.
function lineLegend(ids) {
  const sample = (record, text) => {
    const line = element("mark", { "aria-hidden": "true", text: "\u2003\u2003" });
    underline(line, 0, record, colours().ink); // colour says the family, and no status
    return element("li", {}, line, element("span", { text }));
  };
  const found = new Map();
  for (const record of ids.map((id) => records[id])) {
    const style = isNotSo(record) ? "double" : SAID.includes(record.status) ? record.status : "not_yet";
    if (!found.has(style)) found.set(style, record);
  }
  const order = [...SAID, "not_yet", "double"].filter((style) => found.has(style));
  return element("ul", { class: "lines" }, ...order.map((style) =>
    sample(found.get(style), SAID.includes(style) ? statusWord({ status: style }) : word(`text.${style}`))));
}

function sectionList() {
  const headings = passages[reading].filter((paragraph) => paragraph.sort === "heading" && paragraph.text);
  if (!headings.length) return null;
  const link = ({ n, text }) => element("button", { type: "button", class: "link", "data-section": n, lang: sources[reading].language,
    on: { click: () => scrollTo(textView.querySelector(`[data-n="${n}"]`), 0) } }, element("bdi", { text }));
  const made = element("details", { class: "sections" }, element("summary", { text: word("text.sections") }),
    element("nav", { "aria-label": word("text.sections") }, listOf(headings.map(link))));
  made.open = textView.clientWidth >= 820;
  return made;
}

// How many of the records are begun in several places: in the margin each is counted at its first.
function oftenText(ids) {
  const n = ids.filter((id) => marksOf(id).filter(({ source }) => source === reading).length > 1).length;
  return n ? word(n === 1 ? "text.often_1" : "text.often_n", { n }) : "";
}

function readerHead(ids) {
  const { title, language } = sources[reading];
  const own = title[language] || said(title);
  const all = recordIds.filter((id) => marksOf(id).some(({ source }) => source === reading)).length;
  const may = data.private ? "full" : sources[reading].redistribute;
  return element("header", { class: "reader-head" },
    element("h2", { lang: sources[reading].language, dir: "auto", text: own }),
    said(title) === own ? null : element("p", { class: "sub", text: said(title) }),
    may === "full" ? null : element("p", { class: "notice", text: word(`text.${may}`) }),
    element("p", { class: "sub" }, element("span", { text: `${[word("text.underlined", { n: ids.length, all }), oftenText(ids)].filter(Boolean).join(", ")}. ${word("text.click")} ` }),
      element("span", { class: "keys", text: word("text.keys") })),
    ids.length ? lineLegend(ids) : element("p", { class: "notice", text: word("text.empty") }),
    element("p", { class: "choices" }, sourceChoice(), bareSwitch()));
}

// -- the bar in the margin ------------------------------------------------------------------

// What begins close together is one mark with its count; above and below stand the counts of the rest. Each
// record is counted where it begins first, so that all of them add up to what the head says.
const NEAR = 40; // a mark of two lines, and a little air
let places = []; // {down, item, ids, again}: what begins in the text, from top to bottom

function measureText() {
  const top = textView.getBoundingClientRect().top - textView.scrollTop;
  const begun = new Set();
  places = [...textView.querySelectorAll("[data-begins]")].map((item) => {
    const here = item.dataset.begins.split(" ");
    const place = { down: item.getBoundingClientRect().top - top, item, ids: here, again: here.filter((id) => begun.has(id)) };
    here.forEach((id) => begun.add(id));
    return place;
  });
}

// How many records begin there for the first time, and how many once more.
function barLines(bucket) {
  const again = bucket.reduce((sum, place) => sum + place.again.length, 0);
  const first = bucket.reduce((sum, place) => sum + place.ids.length, 0) - again;
  return [first ? countOf(first) : "", again ? word("text.again", { n: again }) : ""].filter(Boolean);
}

function barButton(down, lines, label, act, kind) {
  const made = element("button", { type: "button", class: kind, title: label, "aria-label": label, on: { click: act } },
    ...lines.map((text) => element("span", { text })));
  made.style.setProperty("top", `${Math.round(down)}px`);
  return made;
}

// Places on screen with where their marks stand, grouped where those would touch each other.
function bucketsOf(inside, [from, to]) {
  const buckets = [];
  for (const place of inside) {
    const at = Math.min(Math.max(place.down - textView.scrollTop, from), to);
    if (buckets.length && at - buckets.at(-1).at < NEAR) buckets.at(-1).places.push(place);
    else buckets.push({ at, places: [place] });
  }
  return buckets;
}

function hereText(bucket) {
  const here = bucket.flatMap((place) => place.ids);
  const names = here.slice(0, 5).map(toldAs).join("; ") + (here.length > 5 ? `; ${word("text.more", { n: here.length - 5 })}` : "");
  return `${barLines(bucket).join(", ")}: ${names}`;
}

function drawBar() {
  const bar = textView.querySelector(".bar");
  if (!bar) return;
  const room = textView.clientHeight;
  const [from, to] = [textView.scrollTop, textView.scrollTop + room];
  const above = places.filter(({ down }) => down < from);
  const below = places.filter(({ down }) => down >= to - NEAR / 2);
  const inside = places.filter((place) => !above.includes(place) && !below.includes(place));
  const foot = room - (phone.matches ? 54 : NEAR);
  const edge = (down, sign, group, path, place) => (group.length
    ? barButton(down, barLines(group).map((text, line) => (line ? text : `${sign} ${text}`)), `${word(path)}: ${barLines(group).join(", ")}`,
      () => walkTo(place), "edge") : "");
  bar.replaceChildren(
    edge(4, "↑", above, "text.above", above.at(-1)),
    ...bucketsOf(inside, [above.length ? 4 + NEAR : 2, below.length ? foot - NEAR : foot]).map((bucket) =>
      barButton(bucket.at, barLines(bucket.places), hereText(bucket.places), () => walkTo(bucket.places[0]), "bucket")),
    edge(foot, "↓", below, "text.below", below[0]));
  markSection();
}

// Which heading one reads under.
function markSection() {
  const top = textView.getBoundingClientRect().top;
  const above = [...textView.querySelectorAll(".paragraph.heading")].filter((item) =>
    item.getBoundingClientRect().top - top < textView.clientHeight * THIRD);
  const n = above.at(-1)?.dataset.n;
  textView.querySelectorAll("[data-section]").forEach((item) =>
    (item.dataset.section === n ? item.setAttribute("aria-current", "location") : item.removeAttribute("aria-current")));
}

// -- moving ---------------------------------------------------------------------------------

const textView = document.getElementById("text-view");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

// So that *item* stands a third down, or as far down as is said; nothing moves but the text, and nobody waits
// while it runs past page by page.
function scrollTo(item, share = phone.matches && isOpen() ? 0.06 : THIRD) { // above the sheet
  if (!item) return;
  const down = item.getBoundingClientRect().top - textView.getBoundingClientRect().top + textView.scrollTop;
  const top = Math.max(0, down - textView.clientHeight * share);
  const isFar = Math.abs(top - textView.scrollTop) > 2 * textView.clientHeight;
  textView.scrollTo({ top, behavior: calm.matches || isFar ? "auto" : "smooth" });
}

function walkTo(place) {
  if (!place) return;
  walked = place.ids[0];
  textView.querySelectorAll('mark[tabindex="0"]').forEach((item) => { item.tabIndex = -1; });
  if (place.item.tagName === "MARK") place.item.tabIndex = 0;
  place.item.focus({ preventScroll: true });
  scrollTo(place.item);
}

// From the mark one stands at, else from the first on screen.
function walk(step) {
  const now = places.findIndex(({ item }) => item === document.activeElement);
  const last = places.findIndex(({ ids: here }) => here.includes(walked ?? focused()));
  const at = now >= 0 ? now : last;
  const first = places.findIndex(({ down }) => down >= textView.scrollTop);
  walkTo(at >= 0 ? places[at + step] : places[first + (step > 0 ? 0 : -1)]);
}

textView.addEventListener("keydown", (event) => {
  if (event.target.matches?.("mark") && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    choose(event.target.dataset.ids.split(" ")[0], { add: adding(event) });
  }
});
document.addEventListener("keydown", (event) => {
  const step = { n: 1, p: -1 }[event.key];
  const typing = event.target.matches?.("input:not([type=checkbox]), select, textarea");
  if (!step || typing || state.view !== "text" || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  walk(step);
});

let waiting = false; // one drawing of the bar a frame is enough
textView.addEventListener("scroll", () => {
  if (!waiting) requestAnimationFrame(() => { waiting = false; drawBar(); });
  waiting = true;
}, { passive: true });
// The strip below takes its room after the text is drawn, and windows change.
new ResizeObserver(() => { if (state.view === "text") { measureText(); drawBar(); } }).observe(textView);

// -- drawing --------------------------------------------------------------------------------

function sourceInFocus() {
  const id = focused();
  if (id !== null && id !== lastFocus && isRecord(id)) return marksOf(id)[0]?.source ?? null;
  return Object.hasOwn(passages, reading ?? "") ? reading : null;
}

// What is in focus: a record's words, or the first paragraph that names an entity.
function focusedPlace() {
  const id = focused();
  if (isRecord(id)) {
    return [...textView.querySelectorAll("[data-begins]")].find((item) => item.dataset.begins.split(" ").includes(id));
  }
  const line = entities[id].named.find(([source]) => source === reading)?.[1];
  return line === undefined ? null : textView.querySelector(`[data-n="${line}"]`);
}

function markNamed() {
  const id = focused();
  if (id === null || isRecord(id)) return;
  const lines = new Set(entities[id].named.filter(([source]) => source === reading).map(([, line]) => String(line)));
  textView.querySelectorAll(".paragraph").forEach((item) => item.classList.toggle("named", lines.has(item.dataset.n)));
}

function drawText() {
  reading = sourceInFocus() ?? state.read;
  const held = document.activeElement?.dataset?.begins; // drawn anew, the mark keeps the keyboard
  const ids = recordIds.filter((id) => (isShown(id) || isChosen(id)) && marksOf(id).some(({ source }) => source === reading));
  textView.replaceChildren(element("div", { class: "reader" }, sectionList(),
    element("article", { "aria-label": word("text.words") }, readerHead(ids), ...paragraphElements(reading)),
    element("nav", { class: "bar", "aria-label": word("text.bar") })));
  markNamed();
  measureText();
  const first = places.find(({ item }) => item.tagName === "MARK");
  if (first) first.item.tabIndex = 0;
  if (held) places.find(({ item }) => item.dataset.begins === held)?.item.focus({ preventScroll: true });
  if (focused() !== null && focused() !== lastFocus) scrollTo(focusedPlace());
  lastFocus = focused();
  drawBar();
}
