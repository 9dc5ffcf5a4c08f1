/** Draws every message and form that the bot can draw, by name, for people and for pictures. */

import { fetched } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { envOf } from "./env.js";
import { Form } from "./modal.js";
import { mrkdwn } from "./mrkdwn.js";
import { face } from "./people.js";
import { Values } from "./values.js";

const NOBODY = {
  me: { id: "U0", name: "you", real_name: "You", tz: "UTC", locale: "en-US" },
  people: [],
  channels: [],
  workspace: { name: "", bot: { name: "Orderdesk", user_id: "U0BOT" } },
};
const asked = new URLSearchParams(location.search);
const place = document.getElementById("entries");
const widths = document.getElementById("width");

const [answer, known] = await Promise.all([fetched("/page/gallery"), fetched("/page/world", asked.has("as") ? { as: asked.get("as") } : {})]);
const world = known.me ? known : NOBODY;
const env = envOf(() => world);

function context(values, touched) {
  const nothing = async () => ({ ok: true, options: [] });
  return { env, values, touched, container: {}, channel: null, drawn: new Set(), act: nothing, ask: nothing };
}

/** Groups of entries, from a flat list (each naming its group) or from groups already. */
function groupsOf({ groups, entries, items }) {
  if (groups) return groups;
  const found = new Map();
  for (const entry of entries ?? items ?? []) {
    const name = entry.group ?? "Drawings";
    found.set(name, [...(found.get(name) ?? []), entry]);
  }
  return [...found].map(([name, list]) => ({ name, entries: list }));
}

const slug = (name) => name.toLowerCase().replace(/[^a-z0-9]+/g, "-");

function drawEntry(entry) {
  return h("section", { class: "entry", id: slug(entry.name), data: { name: entry.name } },
    h("h3", {}, h("a", { href: `#${slug(entry.name)}` }, entry.name)), entry.note ? h("p", { class: "quiet" }, entry.note) : null, drawing(entry));
}

function drawing(entry) {
  const view = entry.view ?? (entry.type === "modal" || entry.type === "home" ? entry : null);
  if (view?.type === "home") return h("div", { class: "home-body" }, drawBlocks(view.blocks, context(new Values())));
  if (view) return form(view);
  const { blocks, text = "", ephemeral } = entry.message ?? entry;
  return message({ blocks, text, ephemeral });
}

function form(view) {
  const nothing = async () => undefined;
  return new Form(view, { values: new Values(view.state?.values), makeContext: context, acts: { submit: nothing, close: nothing }, inline: true }).node;
}

function message({ blocks, text, ephemeral }) {
  const body = blocks?.length ? drawBlocks(blocks, context(new Values())) : mrkdwn(text, env);
  return h("article", { class: `message ${ephemeral ? "ephemeral" : ""}` },
    h("div", { class: "gutter" }, face({ isBot: true })),
    h("div", { class: "body" }, h("div", { class: "author" }, h("strong", {}, world.workspace.bot.name), h("span", { class: "badge" }, "APP")), h("div", { class: "text" }, body)));
}

function narrow(width) {
  place.style.maxWidth = width ? `${Number(width)}px` : "";
}

const groups = groupsOf(answer);
place.replaceChildren(...groups.map(({ name, entries }) => h("section", { class: "group" }, h("h2", {}, name), entries.map(drawEntry))));
if (!groups.length) place.append(h("p", { class: "quiet" }, answer.message ?? "There is nothing to show yet."));
document.getElementById("contents").replaceChildren(...groups.map(({ name, entries }) => h("details", {}, h("summary", {}, `${name} (${entries.length})`), entries.map((entry) => h("a", { href: `#${slug(entry.name)}` }, entry.name)))));
widths.value = [...widths.options].some(({ value }) => value === asked.get("width")) ? asked.get("width") : "";
narrow(asked.get("width"));
widths.addEventListener("change", () => narrow(widths.value));
document.body.dataset.ready = String(groups.flatMap((group) => group.entries).length);
