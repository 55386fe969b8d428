// While nothing is chosen the panel asks questions: saved views in plain words, each a heading, two
// sentences, filters, and sometimes the records one by one. They are data; a tour is a list of them.
const CARDS = 80; // what a panel holds; the rest stands in the table

function ask(question) {
  rememberFocus();
  asking = true;
  change({ ...base(question.id), lang: state.lang, view: state.view }, { remember: true });
  document.querySelector("#panel h2")?.focus({ preventScroll: true });
}

// How many records a question shows, counted once.
const countOfQuestion = (() => {
  const known = new Map();
  return (question) => {
    if (!known.has(question)) {
      const before = state;
      state = base(question.id);
      filter();
      known.set(question, shown.size);
      state = before;
      filter();
    }
    return known.get(question);
  };
})();

// Where it lies over the view, a question goes on filtering when its sheet is closed.
function leaveQuestion() {
  if (drawer.matches) return closeSheet();
  asking = false;
  return change({ ...opened(), lang: state.lang, view: state.view }, { remember: true });
}

function questionButton(question) {
  return element("button", { type: "button", "data-question": question.id, on: { click: () => ask(question) } },
    element("span", { text: said(question.heading) }),
    question.notes ? null : element("span", { class: "n", text: String(countOfQuestion(question)) }));
}

function startPanel() {
  const asked = questionOf(state.question);
  if (asked) return questionPanel(asked);
  const parts = [
    drawer.matches ? closer() : null,
    heading(word("questions.start")),
    element("div", { class: "questions" }, ...data.questions.filter((question) => question.notes || countOfQuestion(question)).map(questionButton)),
  ];
  if (filtered()) return [...parts, listHeading(countOf(shown.size)), ...recordCards(shownIds())];
  const most = Object.keys(entities).map((id) => [id, recordsOf(id).filter(isShown).length])
    .filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 12);
  return [...parts, phone.matches ? element("p", { class: "sub notice", text: word("page.motto") }) : null,
    element("p", { class: "sub", text: word("questions.start_text") }), listHeading(word("questions.most")),
    element("ul", { class: "plain" }, ...most.map(([id, n]) => element("li", {}, chooser(id, nameOf(id)),
      element("span", { class: "n", text: String(n) }))))];
}

// Records that a question names one by one stand in its order, so those of one matter side by side.
// Where a question asks what began, that stands first, and then what had begun before.
function inAskedOrder(question) {
  if (question?.ids) return [...new Set(question.ids)].filter(isShown);
  const ids = shownIds();
  if (question?.order !== "began") return ids;
  const first = new Map(ids.map((id) => [id, records[id].times.when?.earliest ?? ""]));
  const late = (id) => (first.get(id) >= (state.since ?? "") ? 0 : 1);
  return ids.sort((a, b) => late(a) - late(b) || (first.get(a) < first.get(b) ? -1 : first.get(a) > first.get(b) ? 1 : orderOf.get(a) - orderOf.get(b)));
}

function questionPanel(question) {
  const at = data.questions.indexOf(question);
  const step = (other, label) => (other
    ? element("button", { type: "button", text: label, on: { click: () => ask(other) } }) : null);
  return [
    element("button", { type: "button", class: "close", "aria-label": word("page.close"), text: "×", on: { click: leaveQuestion } }),
    heading(said(question.heading)),
    element("p", { text: said(question.text) }),
    element("p", { class: "steps" }, step(data.questions[at - 1], word("questions.before")), step(data.questions[at + 1], word("questions.next"))),
    ...(question.notes || []).map((note) => element("section", {}, listHeading(said(note.heading)),
      listOf(note.lines.map((line) => plain(said(line)))))),
    ...(question.notes ? [] : [listHeading(countOf(shown.size)), ...recordCards(inAskedOrder(question))]),
  ];
}

function recordCards(ids) {
  if (!ids.length) return [element("p", { text: word("page.empty") })];
  const made = ids.slice(0, CARDS).map(card);
  if (ids.length > CARDS) made.push(element("p", { class: "sub", text: word("questions.in_table", { n: ids.length - CARDS }) }));
  return made;
}
