// Words in the language of the page: labels, fixed words, and a status as it is worded.
const said = (text) =>
  typeof text === "string" ? text : text[state.lang] || text.en || text.de || Object.values(text)[0] || "";
const fill = (text, values) =>
  Object.entries(values).reduce((done, [name, value]) => done.replaceAll(`{${name}}`, value), text);
// A fixed word by room and name: "rail.count".
const wordsAt = (path) => path.split(".").reduce((found, name) => found[name], words);
const word = (path, values = {}) => fill(said(wordsAt(path)), values);
const nameOf = (id) => (Object.hasOwn(entities, id) ? said(entities[id].labels) : id);
const roleName = (role) => said(data.fields[role] || words.detail.role_names[role] || role);
const countOf = (n) => (n === 1 ? word("page.records_1") : word("page.records_n", { n }));

const statusWord = (record) => {
  const label = said(statuses[record.status]);
  return record.status === "asserted" ? label : label.toUpperCase();
};
const negativeWord = () => said(data.polarities.negative).toUpperCase();
const stepText = (step) => step.map(nameOf).join(word("page.and"));
const chainText = (chain) => [...chain].reverse().map(stepText).join(" ← ");
const wordingOf = (record) => fill(said(statuses[record.status].wording), { who: chainText(record.chain) });
const voiceOf = (record) => nameOf(sources[record.source].voice);
const whoText = (record) => [chainText(record.chain), voiceOf(record)].filter(Boolean).join(" ← ");

// A record's status in a word or two, for lists, names and tips: it never stands without it.
const statusText = (record) => (record.negative ? `${statusWord(record)} · ${negativeWord()}` : statusWord(record));
