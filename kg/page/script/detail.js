// The panel: what is in focus, in full; while nothing is chosen, the questions.
const closer = () => element("button", { type: "button", class: "close", "aria-label": word("page.close"), text: "×",
  on: { click: closeSheet } });
const heading = (text) => element("h2", { tabindex: "-1", dir: "auto", text });
const listHeading = (text) => element("h3", { text });
const choosers = (list) => listOf(list.map((id) => chooser(id, nameOf(id))));

const action = (name, act) => element("button", { type: "button", "data-action": name, text: word(`share.${name}`), on: { click: act } });

// Who stands in the same records, or for a record who stands in it.
const neighboursOf = (id) => (isRecord(id) ? records[id].roles.map(([, entity]) => entity)
  : recordsOf(id).filter(isShown));

function actions(id) {
  const onlyThis = isRecord(id) ? { only: [id] } : { actor: id };
  const ofRecord = isRecord(id) ? [action("cite", () => copy(asCitation(id))), action("copy_one", () => copy(asText(id)))] : [];
  return element("p", { class: "actions" }, ...ofRecord,
    action("neighbours", () => change({ show: [...new Set([...neighboursOf(id), id])] }, { remember: true })),
    isRecord(id) ? null : action("path_button", () => pathDialog(id)),
    action("only_this", () => change(onlyThis, { remember: true })));
}

function namedIn(entity) {
  const lines = grouped(entity.named.map(([source, line]) => [source, `¶${line}`]));
  const many = Object.keys(sources).length > 1;
  return listOf([...new Set(entity.named.map(([source]) => source))].map((source) =>
    plain(`${many ? `${said(sources[source].title)}: ` : ""}${lines(source).join(", ")}`)));
}

function entityPanel(id) {
  const entity = entities[id];
  const every = inOrder([...recordsOf(id), ...voicedBy(id)]);
  const visible = every.filter(isShown);
  const label = said(entity.labels);
  const names = [...new Set([...Object.values(entity.labels), ...entity.names])].filter((name) => name !== label);
  const voiced = visible.filter((record) => !recordsOf(id).includes(record)).length;
  const firms = belongingTo(id).filter((other) => recordsOf(other).length);
  return [closer(), heading(label), element("p", { class: "sub", text: said(data.classes[entity.class] || entity.class) }),
    rows([
      [word("detail.also"), names.length ? plain(names.join(" · ")) : null],
      [word("detail.of_state"), ownersOf(id).length ? choosers(ownersOf(id)) : null],
      [word("detail.members"), entity.members.length ? choosers(entity.members) : null],
      [word("detail.apart"), firms.length ? choosers(firms) : null],
      [word("detail.named_in"), entity.named.length ? namedIn(entity) : null],
    ]),
    actions(id),
    listHeading(every.length ? countOf(visible.length) : word("detail.records_0")),
    voiced ? element("p", { class: "sub", text: word("detail.voiced", { n: voiced }) }) : null,
    visible.length < every.length ? hiddenNotice(every.length - visible.length) : null,
    ...(visible.length ? recordCards(visible) : [])];
}

function hiddenNotice(n) {
  const show = () => change({ status: Object.keys(statuses), kind: usedKinds, question: null });
  return element("p", { class: "notice" }, element("span", { text: word("detail.more_hidden", { n }) }),
    element("button", { type: "button", class: "link", text: word("detail.show_them"), on: { click: show } }));
}

const recordLink = (id) => (isRecord(id)
  ? element("span", {}, chooser(id, said(records[id].labels)), element("span", { class: "n", text: statusText(records[id]) }))
  : plain(id));

function recordPanel(id) {
  const record = records[id];
  const fillers = grouped(record.roles);
  const roles = [...new Set(record.roles.map(([role]) => role))];
  const texts = grouped(record.more.map(({ label, text }) => [said(label), said(text)]));
  const labels = [...new Set(record.more.map(({ label }) => said(label)))];
  const links = Object.entries(record.links).map(([name, list]) =>
    [said(data.fields[name] || name), listOf([list].flat().map(recordLink))]);
  const matter = record.concerns ? sameMatter(id) : [];
  const beside = sharingWords(id);
  return [closer(),
    element("p", { class: "sub" }, shapeOf(kinds[record.kind].shape, colourOf(record.kind), true),
      element("span", { text: ` ${said(kinds[record.kind])}` })),
    heading(said(record.labels)),
    isShown(id) ? null : element("p", { class: "notice", text: word("detail.outside") }),
    element("article", { class: "card alone", "data-record": id }, statusLine(record), whoPart(record), ...quotesOf(id),
      passedNotice(id),
      rows(basics(record)), ...seriesCharts(id)),
    actions(id),
    beside.length ? listHeading(word("text.same_words")) : null,
    beside.length ? listOf(beside.map(recordLink)) : null,
    roles.length ? listHeading(word("detail.roles")) : null,
    rows(roles.map((role) => [roleName(role), choosers(fillers(role))])),
    rows([
      ...labels.map((label) => [label, plain(texts(label).join(", "))]),
      ...links,
      [word("detail.same_matter"), matter.length ? listOf(matter.map(recordLink)) : null],
      [word("detail.note"), record.note && element("span", { lang: "en", text: record.note })],
      [word("detail.source"), plain(said(sources[record.source].title))],
      [word("detail.id"), element("span", { class: "id", text: id })],
      ["IRI", element("span", { class: "id", text: `${data.below}${id}` })],
    ])];
}

// Of several that are chosen the last is in focus; the others stand above it.
function otherChoices() {
  const others = state.show.slice(0, -1);
  return others.length ? element("nav", { class: "chosen", "aria-label": word("detail.chosen") },
    listOf(others.map((id) => (isRecord(id) ? recordLink(id) : chooser(id, nameOf(id)))))) : null;
}

function drawPanel() {
  const panel = document.getElementById("panel");
  const id = focused();
  const made = id === null ? startPanel() : isRecord(id) ? recordPanel(id) : entityPanel(id);
  panel.replaceChildren(...[handle(), otherChoices(), ...made].filter(Boolean));
  panel.scrollTop = 0;
  drawSheet();
  drawHandle();
}
