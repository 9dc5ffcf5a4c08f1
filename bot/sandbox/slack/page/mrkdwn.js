/** Slack's own mark-up, drawn with text nodes only: what is foreign can never become an element. */

import { dateText } from "./dates.js";
import { h, outLink } from "./dom.js";
import { emojiNodes } from "./emoji.js";

const TOKEN = /<([@#!][^<>]+|[a-z][a-z0-9+.-]*:[^<>|]+(?:\|[^<>]*)?)>|&(amp|lt|gt);/gi;
const ENTITIES = { amp: "&", lt: "<", gt: ">" };
const STYLES = { "*": "strong", _: "em", "~": "s", "`": "code" };
const HOLE = "\uFFFC";
const BARE = /https?:\/\/[^\s<>\uFFFC]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[@#][\w-]+/gi;
const TAIL = /[.,;:!?'")\]}*_~`]+$/;
const LOUD = new Set(["here", "channel", "everyone"]);

/** A fragment with the text drawn. `env` knows people, channels, the zone and the moment.
 *  `autolink` false is Slack's `verbatim`: bare addresses and names stay as written. */
export function mrkdwn(text, env, { autolink = true } = {}) {
  const out = document.createDocumentFragment();
  const inline = (line) => styled(autolink ? linked(units(line, env), env) : units(line, env), env);
  String(text ?? "").split(/```([\s\S]+?)```/).forEach((part, index) => {
    if (index % 2) out.append(h("pre", {}, preformatted(part, env)));
    else out.append(...paragraphs(besidePre(part, index), inline));
  });
  return out;
}

function besidePre(part, index) {
  return index ? part.replace(/^\n/, "") : part;
}

function preformatted(part, env) {
  return units(part.replace(/^\n|\n$/g, ""), env).reduce(joined, []);
}

function joined(out, unit) {
  if (typeof unit === "string" && typeof out.at(-1) === "string") out[out.length - 1] += unit;
  else out.push(unit);
  return out;
}

// Slack reads `&gt;` at the start of a line as a quotation too.
function paragraphs(text, inline) {
  if (!text) return [];
  const out = [];
  const lines = text.replace(/\n$/, "").split("\n");
  for (const [index, line] of lines.entries()) {
    const rest = /^(?:>|&gt;){3} ?/.exec(line);
    if (rest) return [...out, quotation([line.slice(rest[0].length), ...lines.slice(index + 1)], inline)];
    addLine(out, line, inline);
  }
  return out;
}

function addLine(out, line, inline) {
  const quoted = /^(?:>|&gt;) ?(.*)$/s.exec(line);
  const last = out.at(-1);
  const inQuote = last?.nodeName === "BLOCKQUOTE";
  if (quoted && inQuote) last.append(h("br"), ...inline(quoted[1]));
  else if (quoted) out.push(quotation([quoted[1]], inline));
  else out.push(...(out.length && !inQuote ? [h("br")] : []), ...inline(line), ...(line ? [] : [""]));
}

function quotation(lines, inline) {
  return h("blockquote", {}, lines.map((line, index) => [index ? h("br") : null, inline(line)]));
}

/** A line as single characters and finished nodes, so that no mark can reach into a node. */
function units(line, env) {
  const out = [];
  let from = 0;
  for (const match of line.matchAll(TOKEN)) {
    out.push(...line.slice(from, match.index).split(""));
    out.push(match[2] ? ENTITIES[match[2].toLowerCase()] : control(match[1], env));
    from = match.index + match[0].length;
  }
  return [...out, ...line.slice(from).split("")];
}

const flatOf = (list) => list.map((unit) => (typeof unit === "string" ? unit : HOLE)).join("");

function linked(list, env) {
  const flat = flatOf(list);
  const out = [];
  let from = 0;
  for (const match of flat.matchAll(BARE)) {
    const bare = match[0].replace(TAIL, "");
    const node = isWord(flat[match.index - 1]) ? null : bareNode(bare, env);
    if (!node) continue;
    out.push(...list.slice(from, match.index), node);
    from = match.index + bare.length;
  }
  return [...out, ...list.slice(from)];
}

function bareNode(bare, env) {
  if (/^https?:/i.test(bare)) return outLink(bare, bare);
  if (bare[0] === "#") return namedChannel(bare.slice(1), env);
  if (bare[0] === "@") return LOUD.has(bare.slice(1)) ? ping(bare) : null;
  return outLink(`mailto:${bare}`, bare);
}

function namedChannel(name, env) {
  const channel = env.channelNamed(name);
  return channel ? h("span", { class: "mention" }, `#${channel.name}`) : null;
}

const ping = (label) => h("span", { class: "ping" }, label);
const isWord = (letter) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
const isSpace = (letter) => letter === undefined || /\s/.test(letter);

function styled(list, env) {
  const flat = flatOf(list);
  const out = [];
  let run = 0;
  for (let at = 0; at < list.length; at += 1) {
    const close = STYLES[list[at]] ? closing(flat, at) : -1;
    if (close < 0) continue;
    out.push(...plain(list.slice(run, at)), wrapped(list[at], list.slice(at + 1, close), env));
    run = close + 1;
    at = close;
  }
  return [...out, ...plain(list.slice(run))];
}

/** Where the style opened at `at` closes, or -1: marks inside words and beside blanks are letters. */
function closing(flat, at) {
  const mark = flat[at];
  if (isWord(flat[at - 1]) || flat[at - 1] === mark) return -1;
  if (mark !== "`" && (isSpace(flat[at + 1]) || flat[at + 1] === mark)) return -1;
  for (let end = at + 2; end < flat.length; end += 1) {
    const fits = mark === "`" || !isSpace(flat[end - 1]);
    if (flat[end] === mark && fits && !isWord(flat[end + 1])) return end;
  }
  return -1;
}

function wrapped(mark, inner, env) {
  return h(STYLES[mark], {}, mark === "`" ? inner.reduce(joined, []) : styled(inner, env));
}

function plain(list) {
  return list.reduce(joined, []).flatMap((unit) => (typeof unit === "string" ? emojiNodes(unit) : [unit]));
}

const unescaped = (text) => text.replace(/&(amp|lt|gt);/g, (_, name) => ENTITIES[name]);

function control(body, env) {
  const [target, ...rest] = body.split("|");
  const label = rest.length ? unescaped(rest.join("|")) : null;
  if (target[0] === "@") return mention(target.slice(1), label, env);
  if (target[0] === "#") return h("span", { class: "mention" }, `#${env.channelName(target.slice(1)) ?? label ?? "unknown"}`);
  if (target[0] === "!") return special(target.slice(1), label, env);
  const url = unescaped(target);
  return outLink(url, ...emojiNodes(label || url.replace(/^mailto:/, "")));
}

/** `@Ann Archer`, drawn as a mention; the reader's own name stands out. */
export function mention(id, label, env) {
  const own = id === env.me.id ? " own" : "";
  return h("span", { class: `mention${own}`, data: { user: id } }, `@${env.personName(id) ?? label ?? id}`);
}

function special(body, label, env) {
  const [word, ...rest] = body.split("^");
  if (word === "date") return dateNode(rest, label, env);
  if (word === "subteam") return ping(label ?? "@group");
  return LOUD.has(word) ? ping(`@${word}`) : h("span", {}, label ?? `<!${body}>`);
}

function dateNode([seconds, template, link], fallback, env) {
  const at = Number(seconds);
  if (!seconds || !Number.isFinite(at) || !template) return h("span", {}, fallback ?? "");
  const text = dateText(at, unescaped(template), env.clock());
  const title = dateText(at, "{date_long} at {time_secs}", env.clock());
  const node = h("time", { datetime: new Date(at * 1000).toISOString(), title }, text);
  return link ? outLink(unescaped(link), node) : node;
}
