/** The markdown block: the common subset of standard Markdown that Slack draws. */

import { h, outLink } from "./dom.js";
import { emojiNodes } from "./emoji.js";

const SPAN = /\*\*(\S(?:.*?\S)?)\*\*|__(\S(?:.*?\S)?)__|~~(\S(?:.*?\S)?)~~|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|(?<![\w*])\*(\S(?:[^*]*?\S)?)\*(?!\w)|(?<!\w)_(\S(?:[^_]*?\S)?)_(?!\w)|(https?:\/\/[^\s<>)]+)/;

export function markdown(text) {
  const out = h("div", { class: "rich markdown" });
  String(text ?? "").split(/^```.*\n([\s\S]*?)^```\s*$/m).forEach((part, index) => {
    out.append(...(index % 2 ? [h("pre", {}, part.replace(/\n$/, ""))] : prose(part)));
  });
  return out;
}

function prose(part) {
  return part.split(/\n{2,}/).filter((chunk) => chunk.trim()).flatMap(chunkNodes);
}

/** Runs of lines of one kind become one element. */
function chunkNodes(chunk) {
  const runs = [];
  for (const line of chunk.split("\n").filter((each) => each.trim())) {
    const [kind, words] = lineOf(line);
    if (runs.at(-1)?.kind === kind && kind !== "heading") runs.at(-1).lines.push(words);
    else runs.push({ kind, lines: [words], line });
  }
  return runs.map(runNode);
}

function lineOf(line) {
  const found = [["heading", /^#{1,6}\s+(.*)/], ["quote", /^>\s?(.*)/], ["ul", /^\s*[-*+]\s+(.*)/], ["ol", /^\s*\d+[.)]\s+(.*)/], ["rule", /^(---+)$/], ["row", /^\s*(\|.*\|)\s*$/]]
    .map(([kind, pattern]) => [kind, pattern.exec(line)?.[1]])
    .find(([, words]) => words !== undefined);
  return found ?? ["p", line];
}

function runNode({ kind, lines, line }) {
  if (kind === "heading") return h(`h${Math.min(6, /^#+/.exec(line)[0].length + 2)}`, {}, spans(lines[0]));
  if (kind === "rule") return h("hr");
  if (kind === "ul" || kind === "ol") return h(kind, {}, lines.map((words) => h("li", {}, spans(words))));
  if (kind === "row") return table(lines);
  return h(kind === "quote" ? "blockquote" : "p", {}, lines.map((words, index) => [index ? h("br") : null, spans(words)]));
}

function table(lines) {
  const cells = (line) => line.slice(1, -1).split("|").map((cell) => cell.trim());
  const [head, ...rows] = lines.filter((line) => !/^\|[\s:|-]+\|$/.test(line)).map(cells);
  const row = (tag) => (words) => h("tr", {}, words.map((cell) => h(tag, {}, spans(cell))));
  return h("div", { class: "table-wrap" }, h("table", { class: "table" }, h("thead", {}, row("th")(head)), h("tbody", {}, rows.map(row("td")))));
}

function spans(text) {
  const match = SPAN.exec(text);
  if (!match) return emojiNodes(text);
  return [...emojiNodes(text.slice(0, match.index)), span(match), ...spans(text.slice(match.index + match[0].length))];
}

function span([, bold, under, strike, code, label, url, star, low, bare]) {
  if (code) return h("code", {}, code);
  if (url) return outLink(url, ...spans(label));
  if (bare) return outLink(bare, bare);
  const [tag, inner] = bold || under ? ["strong", bold || under] : strike ? ["s", strike] : ["em", star || low];
  return h(tag, {}, spans(inner));
}
