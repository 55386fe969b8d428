// A record as a card: its status, who says so, its words.
function statusLine(record) {
  const parts = [lineOf(record.status), element("b", { text: statusWord(record) })];
  const wording = wordingOf(record);
  if (wording !== said(statuses[record.status])) parts.push(element("span", { text: `· ${wording}` }));
  if (record.negative) parts.push(element("b", { text: `✕ ${negativeWord()}` }));
  return element("p", { class: "status" }, ...parts);
}

// Our working translation, for a reader of another language than the source's; marked as ours.
function glossText(quote) {
  const gloss = quote.gloss[state.lang] || quote.gloss.en;
  return gloss && sources[quote.source].language !== state.lang ? `[${word("detail.gloss")}: ${gloss}]` : "";
}
const glossPart = (quote) => (glossText(quote) ? element("p", { class: "gloss", lang: state.lang, dir: "auto", text: glossText(quote) }) : null);

// A quote with the sentence before and after it as far as they may be shown, and its place, which
// opens the reader there.
function quoted(quote, id) {
  const language = sources[quote.source].language;
  const where = `¶${quote.line}${quote.heading ? ` · ${quote.heading}` : ""}`;
  const parts = [];
  if (quote.exact === null) {
    parts.push(element("p", { class: "sub", text: word("detail.silent", { n: `¶${quote.line}` }) }));
  } else {
    parts.push(element("blockquote", { lang: language, dir: "auto" },
      quote.before && element("span", { class: "around" }, ...verbatim(quote.before)),
      element("q", { dir: "auto" }, ...verbatim(quote.exact)),
      quote.after && element("span", { class: "around" }, ...verbatim(quote.after))));
  }
  parts.push(element("p", { class: "where" }, element("button", { type: "button", class: "link",
    title: word("text.open", { n: quote.line }), text: where, on: { click: () => readAt(id) } })));
  parts.push(glossPart(quote));
  return parts.filter(Boolean);
}

const quotesOf = (id) => records[id].quotes.flatMap((quote) => quoted(quote, id));

function figureText(figure) {
  const own = figure.words ? ` · «${figure.words}»` : "";
  return element("span", {}, element("b", { text: said(figure) }),
    element("span", { text: ` · ${word("detail.of")}: ` }), element("span", { lang: "en", text: figure.of }),
    element("span", { text: own }));
}

// A time as it is written, and as we understand it.
function timeText(time) {
  const derived = time.derived ? ` · ${word("detail.derived")}` : "";
  const mode = time.earliest !== time.latest ? ` · ${said(words.time.modes[time.mode])}` : "";
  return element("span", {}, plain(said(time)),
    element("span", { class: "sub small block", text: `${word("time.as_understood")}: ${time.edtf}${mode}${derived}` }),
    time.words ? element("span", { class: "sub small block" }, element("span", { text: `${word("time.as_written")}: ` }),
      element("bdi", { text: `«${time.words}»` })) : null);
}

function whoLine(record) {
  if (record.status === "alleged" && record.chain.length === 0) {
    return plain(`${voiceOf(record)}; ${word("detail.nobody")}`);
  }
  return plain(whoText(record));
}

const agentName = (record) => said(words.detail.agent[record.status] || words.detail.agent.other);

// Who says so stands before what is said.
const whoPart = (record) => element("p", { class: "says" }, element("span", { class: "sub", text: `${word("detail.who")}: ` }), whoLine(record));

function basics(record) {
  return [
    [agentName(record), record.modal_agent && chooser(record.modal_agent, nameOf(record.modal_agent))],
    [word("detail.hedge"), record.hedge && plain(`«${record.hedge}»`)],
    ...["when", "valid", "reported"].map((name) => [word(`detail.${name}`), record.times[name] && timeText(record.times[name])]),
    [word("detail.figures"), record.figures.length ? listOf(record.figures.map(figureText)) : null],
  ];
}

function card(id) {
  const record = records[id];
  return element("article", { class: "card", "data-record": id }, statusLine(record),
    element("p", { class: "title" }, chooser(id, said(record.labels))), whoPart(record),
    ...quotesOf(id), passedNotice(id), rows(basics(record)));
}
