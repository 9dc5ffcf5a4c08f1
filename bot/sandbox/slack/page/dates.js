/** Moments in one person's zone, in the words that Slack uses for them. */

const MONTHS = "January February March April May June July August September October November December".split(" ");
const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const HALF_YEAR = 183;
const STEPS = [
  ["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1],
];

/** The calendar fields of a Unix second in a zone; `serial` counts days. */
export function zoned(seconds, tz) {
  const fields = {};
  for (const { type, value } of formatter(tz).formatToParts(new Date(seconds * 1000))) {
    fields[type] = Number(value);
  }
  const { year, month, day, hour, minute, second } = fields;
  const serial = Date.UTC(year, month - 1, day) / 86400000;
  return { year, month, day, hour, minute, second, serial, weekday: (serial + 4) % 7 };
}

const formatters = new Map();

function formatter(tz) {
  if (!formatters.has(tz)) {
    const numeric = "numeric";
    const wanted = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
    formatters.set(tz, new Intl.DateTimeFormat("en-US", { ...wanted, timeZone: tz, hourCycle: "h23" }));
  }
  return formatters.get(tz);
}

const two = (number) => String(number).padStart(2, "0");

function ordinal(day) {
  const teen = day > 10 && day < 14;
  return `${day}${teen ? "th" : ["th", "st", "nd", "rd"][day % 10] ?? "th"}`;
}

function relativeDay(at, now) {
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[at.serial - now.serial] ?? null;
}

/** `2:34 PM`, or `14:34` where the person's language counts to 24. */
export function clock(at, locale = "en-US", seconds = false) {
  const tail = `:${two(at.minute)}${seconds ? `:${two(at.second)}` : ""}`;
  if (!/^en-(US|CA|AU|IN)|^en$/i.test(locale)) return `${two(at.hour)}${tail}`;
  return `${at.hour % 12 || 12}${tail} ${at.hour < 12 ? "AM" : "PM"}`;
}

function ago(seconds) {
  const size = Math.abs(seconds);
  const [unit, length] = STEPS.find(([, step]) => size >= step) ?? STEPS.at(-1);
  const number = Math.floor(size / length);
  const words = `${number} ${unit}${number === 1 ? "" : "s"}`;
  return seconds >= 0 ? `${words} ago` : `in ${words}`;
}

// The year is left out within half a year, as Slack's own help says of {date}.
function dateWords(at, now) {
  const near = Math.abs(at.serial - now.serial) < HALF_YEAR;
  return `${MONTHS[at.month - 1]} ${ordinal(at.day)}${near ? "" : `, ${at.year}`}`;
}

function longWords(at, year = true) {
  return `${DAYS[at.weekday]}, ${MONTHS[at.month - 1]} ${ordinal(at.day)}${year ? `, ${at.year}` : ""}`;
}

const shortWords = (at) => `${MONTHS[at.month - 1].slice(0, 3)} ${at.day}, ${at.year}`;

const TOKENS = {
  date_num: (at) => `${at.year}-${two(at.month)}-${two(at.day)}`,
  date_slash: (at) => `${two(at.month)}/${two(at.day)}/${at.year}`,
  date: dateWords,
  date_short: shortWords,
  date_long: (at) => longWords(at),
  date_long_full: (at) => `${MONTHS[at.month - 1]} ${at.day}, ${at.year}`,
  date_pretty: (at, now) => relativeDay(at, now) ?? dateWords(at, now),
  date_short_pretty: (at, now) => relativeDay(at, now) ?? shortWords(at),
  date_long_pretty: (at, now) => relativeDay(at, now) ?? longWords(at),
  day_divider_pretty: (at, now) => relativeDay(at, now) ?? longWords(at, at.year !== now.year),
  time: (at, now, locale) => clock(at, locale),
  time_secs: (at, now, locale) => clock(at, locale, true),
};

/** Slack's date template (`{date_short} at {time}`) filled in; unknown tokens stay as written.
 *  A template that begins with "today" begins with a capital, as in Slack. */
export function dateText(seconds, template, { tz, locale, now }) {
  const at = zoned(seconds, tz);
  const today = zoned(now, tz);
  const filled = template.replace(/\{(\w+)\}/g, (whole, name) => {
    if (name === "ago") return ago(now - seconds);
    return TOKENS[name]?.(at, today, locale) ?? whole;
  });
  return template.startsWith("{") ? filled[0].toUpperCase() + filled.slice(1) : filled;
}

/** What a date-and-time field shows for a Unix second: `2026-11-21T09:30` on that person's wall. */
export function wallTime(seconds, tz) {
  const at = zoned(seconds, tz);
  return `${TOKENS.date_num(at)}T${two(at.hour)}:${two(at.minute)}`;
}

/** The Unix second of a wall time in a zone; the second pass settles days on which clocks change. */
export function fromWallTime(text, tz) {
  const wanted = Date.parse(`${text}Z`) / 1000;
  const skew = (seconds) => Date.parse(`${wallTime(seconds, tz)}Z`) / 1000 - seconds;
  const guess = wanted - skew(wanted);
  return wanted - skew(guess);
}
