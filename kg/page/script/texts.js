// Records as plain text that stands by itself outside the page: a citation, a note for a mail.
const inWords = (time) => (time ? said(time) : word("page.undated"));

function wordsOf(quote) {
  if (quote.exact === null) return word("detail.silent", { n: `¶${quote.line}` });
  return [`«${quote.exact}»`, glossText(quote)].filter(Boolean).join(" ");
}

const placeOf = (quote) => `¶${quote.line}${quote.heading ? `, ${word("share.under")} «${quote.heading}»` : ""}`;

function sourceText(id) {
  const source = sources[id];
  const publisher = source.publisher ? `${nameOf(source.publisher)}: ` : "";
  const date = source.published ? said(source.published) : word("about.no_date");
  return `${publisher}${said(source.title)}, ${date}`;
}

// Quote, translation, place, status in words, who says so, source, id: nothing of it may get lost.
function asText(id) {
  const record = passable.records[id];
  const status = `${statusText(record)}: ${wordingOf(record)}`;
  return [
    said(record.labels),
    ...record.quotes.map((quote) => `${wordsOf(quote)} ${placeOf(quote)}`),
    `${word("detail.status")}: ${status}`,
    `${word("detail.who")}: ${whoText(record)}`,
    `${word("detail.when")}: ${[inWords(record.times.when), passedText(id)].filter(Boolean).join(" · ")}`,
    ...record.figures.map((figure) => `${said(figure)} · ${word("detail.of")}: ${figure.of}`),
    `${word("detail.source")}: ${sourceText(record.source)}`,
    id,
  ].join("\n");
}

// One line, as it stands in a footnote.
function asCitation(id) {
  const record = passable.records[id];
  const quotes = record.quotes.map((quote) => `${wordsOf(quote)} ${placeOf(quote)}`).join("; ");
  return `${sourceText(record.source)}: ${quotes}. ${statusText(record)} (${whoText(record)}). ${id}`;
}

// The filters as a line of words, for heads, pictures and print.
function filtersInWords() {
  const asked = questionOf(state.question);
  const someStatuses = Object.keys(statuses).filter((status) => state.status.includes(status)).map((status) => said(statuses[status]));
  const every = (name, known) => state[name].length === known.length;
  return [
    asked && said(asked.heading),
    every("status", Object.keys(statuses)) ? null : someStatuses.join(", "),
    kindsInWords(),
    ...["actor", "about", "place", "said"].map((name) => state[name] && `${word(`rail.${name}`)}: ${nameOf(state[name])}`),
    state.role && `${roleName(state.role[0])}: ${nameOf(state.role[1])}`,
    state.firms && word("rail.firms"),
    state.unnamed && word("rail.unnamed"),
    every("source", Object.keys(sources)) ? null : state.source.map((id) => said(sources[id].title)).join(", "),
    state.since && `${word("rail.since")} ${state.since}`,
    state.until && `${word("rail.until")} ${state.until}`,
    state.as_of && `${word("rail.as_of")} ${state.as_of}`,
    (state.since || state.until || state.as_of) && !state.undated ? word("share.no_undated") : null,
    state.only.length ? word("share.only", { n: state.only.length }) : null,
  ].filter(Boolean).join(" · ");
}

// Which kinds are shown, or where these are most of them, which are not.
function kindsInWords() {
  const naming = (some) => some.map((kind) => said(kinds[kind])).join(", ");
  const off = usedKinds.filter((kind) => !state.kind.includes(kind));
  if (!off.length) return null;
  return off.length < state.kind.length ? word("share.without", { kinds: naming(off) }) : naming(state.kind);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = element("textarea", { class: "unseen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  tell(word("share.copied"));
}

// Said to a screen reader, and shown for a moment.
function tell(text) {
  const box = document.getElementById("told");
  box.textContent = text;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { box.textContent = ""; }, 3000);
}
