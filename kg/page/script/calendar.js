// Days as numbers, the years that the records cover, and windows of time in words.
const DAY = 86400000;
const dayNumber = (iso) => Date.parse(`${iso}T00:00:00Z`) / DAY;
const dayOf = (year, month = 1) => dayNumber(`${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-01`);
const yearOf = (iso) => Number(iso.slice(0, 4));
const yearAt = (day) => new Date(day * DAY).getUTCFullYear();
const yearText = (year) => String(year).padStart(4, "0");
const today = () => new Date().toISOString().slice(0, 10);

// A year, a month or a day as people write it: 2022, Feb 2022, 4 Feb 2022.
const locale = () => ({ en: "en-GB" })[state.lang] || state.lang;
function dayText(text) {
  if (text.length === 4) return text;
  const parts_ = { day: text.length === 10 ? "numeric" : undefined, month: "short", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(locale(), parts_).format(dayNumber(`${text}-01`.slice(0, 10)) * DAY);
}

// A plan whose day lies before the viewer's.
const hasPassed = (record) => record.plan && record.times.when.latest !== null && record.times.when.latest < today();

// What is to be said of such a plan, else nothing: that no source says what became of it only where no
// other record is of the same matter.
function passedText(id) {
  if (!hasPassed(records[id])) return "";
  return word(records[id].concerns && sameMatter(id).length ? "time.passed_more" : "time.passed");
}
const passedNotice = (id) => passedText(id) && element("p", { class: "notice", text: passedText(id) });

// The first and the last year that a date names; this year where nothing is dated.
const [FIRST_YEAR, LAST_YEAR] = (() => {
  const ends = recordIds.map((id) => records[id].times.when).filter(Boolean)
    .flatMap((when) => [when.earliest, when.latest]).filter(Boolean).map(yearOf);
  const least = ends.reduce((a, b) => Math.min(a, b), Infinity);
  const most = ends.reduce((a, b) => Math.max(a, b), -Infinity);
  return ends.length ? [least, most] : [yearOf(today()), yearOf(today())];
})();
const DOMAIN = { from: dayOf(FIRST_YEAR), to: dayOf(LAST_YEAR + 1) };

// The years in which much begins: at least three records, and a tenth of the busiest year's. A decade
// names no year.
function busyYears() {
  const begun = new Map();
  for (const id of recordIds) {
    const when = records[id].times.when;
    if (!when?.earliest || when.edtf.includes("X")) continue;
    begun.set(yearOf(when.earliest), (begun.get(yearOf(when.earliest)) || 0) + 1);
  }
  const most = Math.max(0, ...begun.values());
  const busy = [...begun].filter(([, n]) => n >= Math.max(3, most / 10)).map(([year]) => year).sort((a, b) => a - b);
  return { busy, busiest: busy.find((year) => begun.get(year) === most) };
}

// Windows in words: everything; since much began; since the busiest year; the last busy year alone.
const WINDOWS = (() => {
  const { busy, busiest } = busyYears();
  const starts = [...new Set([busy[0], busiest])].filter((year) => year > FIRST_YEAR && year < LAST_YEAR);
  const last = busy.at(-1);
  return [
    { name: "all", ...DOMAIN },
    ...starts.map((year) => ({ name: "since", year, from: dayOf(year), to: DOMAIN.to })),
    ...(last > FIRST_YEAR ? [{ name: "year", year: last, from: dayOf(last), to: dayOf(last + 1) }] : []),
  ];
})();

function windowName({ name, year }) {
  if (name === "since") return word("time.since", { year });
  if (name === "year") return String(year);
  const n = LAST_YEAR - FIRST_YEAR + 1;
  const tens = Math.floor(n / 10) * 10;
  return words.time.tens[tens] ? said(words.time.tens[tens]) : word(n === 1 ? "time.years_1" : "time.years_n", { n });
}

// -- kinds in families --------------------------------------------------------------------

const familyOf = (kind) => kinds[kind].family || kind;
const familyName = (family) => said(data.families?.[family] || kinds[family]);
