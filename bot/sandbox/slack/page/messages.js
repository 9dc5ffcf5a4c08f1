/** One message as it stands in a conversation or a thread. */

import { drawBlocks } from "./blocks.js";
import { clock, dateText, zoned } from "./dates.js";
import { h, outLink } from "./dom.js";
import { emojiNodes } from "./emoji.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { face } from "./people.js";
import { picture } from "./pictures.js";
import { textNodes } from "./text.js";

const CLOSE = 300; // seconds within which one author's messages stand together

/** Entries for `reconcile`: day lines and messages. `desk` knows the page's acts. */
export function messageEntries(messages, desk, { thread = false } = {}) {
  const { env } = desk;
  const { tz } = env.clock();
  let day = null;
  let before = null;
  return messages.flatMap((message) => {
    const at = zoned(Number(message.ts), tz);
    const fresh = at.serial !== day;
    const joins = !fresh && follows(message, before);
    day = at.serial;
    before = message;
    const mark = JSON.stringify([message, joins, env.me.id, thread]);
    const line = { key: `day-${at.serial}`, mark: env.me.tz, make: () => dayLine(message, env) };
    const entry = { key: message.ts, mark, make: () => drawMessage(message, desk, { joins, thread }) };
    return fresh && !thread ? [line, entry] : [entry];
  });
}

function follows(message, before) {
  const kinds = [message, before ?? {}].every(({ kind, ephemeral }) => kind === "message" && !ephemeral);
  return kinds && before.user === message.user && Number(message.ts) - Number(before.ts) < CLOSE;
}

function dayLine(message, env) {
  const words = dateText(Number(message.ts), "{day_divider_pretty}", env.clock());
  return h("div", { class: "day", role: "separator" }, h("span", {}, words));
}

function drawMessage(message, desk, { joins, thread }) {
  const attributes = {
    class: `message ${message.kind} ${joins ? "joins" : ""} ${message.ephemeral ? "ephemeral" : ""}`,
    tabindex: "-1",
    data: { ts: message.ts, ephemeral: String(Boolean(message.ephemeral)), kind: message.kind, user: message.user },
    "aria-label": `${message.username ?? ""}, ${clockOf(message, desk)}`,
  };
  if (message.kind === "command") return h("article", attributes, typedLine(message, desk));
  const open = !message.ephemeral && message.kind === "message";
  return h("article", attributes, message.ephemeral ? privacy() : null, gutter(message, desk, joins),
    h("div", { class: "body" }, author(message, desk, joins), content(message, desk), thread ? null : replies(message, desk)),
    open ? toolbar(message, desk, thread) : null);
}

const privacy = () => h("p", { class: "privacy" }, icon("eye"), "Only visible to you");

// Slack posts no line for a command; this one is kept so that one sees what was typed.
function typedLine(message, desk) {
  const title = "Only you see that you typed this";
  return [h("span", { title }, icon("eye")), h("div", { class: "text" }, "You typed ", h("code", {}, message.text)), when(message, desk)];
}

const clockOf = (message, { env }) => clock(zoned(Number(message.ts), env.clock().tz), env.clock().locale);

function when(message, desk) {
  const title = dateText(Number(message.ts), "{date_long} at {time_secs}", desk.env.clock());
  return h("time", { class: "when", title }, clockOf(message, desk));
}

function gutter(message, desk, joins) {
  return h("div", { class: "gutter" }, joins ? when(message, desk) : face(desk.env.person(message.user)));
}

function author(message, desk, joins) {
  if (joins) return null;
  const badge = desk.env.person(message.user)?.isBot ? h("span", { class: "badge" }, "APP") : null;
  return h("div", { class: "author" }, h("strong", {}, message.username ?? desk.env.personName(message.user) ?? "Slackbot"), badge, when(message, desk));
}

function content(message, desk) {
  const edited = message.edited ? h("span", { class: "edited" }, " (edited)") : null;
  const context = desk.messageContext(message);
  const drawn = message.blocks?.length ? drawBlocks(message.blocks, context) : [h("div", { class: "plain" }, ...spoken(message, desk.env), edited)];
  context.values.keepOnly(context.drawn);
  return h("div", { class: "text" }, drawn, message.blocks?.length ? edited : null,
    (message.attachments ?? []).map((one) => attachment(one, context)), files(message), reactions(message));
}

function spoken({ text, mrkdwn: on }, env) {
  return on === false ? emojiNodes(text) : [mrkdwn(text, env)];
}

function attachment({ blocks, text, title, title_link: link, color, image_url: image, fallback }, context) {
  const node = h("div", { class: "attachment" },
    title ? h("div", { class: "card-title" }, link ? outLink(link, title) : title) : null,
    blocks?.length ? drawBlocks(blocks, context, "a") : textNodes({ type: "mrkdwn", text: text ?? fallback ?? "" }, context.env),
    image ? picture({ image_url: image, alt_text: fallback ?? title }, "full") : null);
  if (/^#?[0-9a-f]{6}$/i.test(color ?? "")) node.style.borderColor = `#${color.replace("#", "")}`;
  return node;
}

function files({ files: list }) {
  return (list ?? []).map((file) => h("div", { class: "file" }, icon("file"), h("span", {}, file.title || file.name || "File")));
}

function reactions({ reactions: list }) {
  return list?.length ? h("div", { class: "reactions" }, list.map(({ name, count }) => h("span", { class: "reaction" }, emojiNodes(`:${name}:`), ` ${count}`))) : null;
}

function replies(message, desk) {
  const { reply_count: count } = message;
  if (!count) return null;
  return h("button", { type: "button", class: "replies", data: { replies: message.ts }, onclick: () => desk.openThread(message.ts) }, `${count} ${count === 1 ? "reply" : "replies"}`);
}

function toolbar(message, desk, thread) {
  const parent = message.thread_ts ?? message.ts;
  const reply = h("button", { type: "button", class: "icon-button", "aria-label": "Reply in thread", title: "Reply in thread", data: { reply: message.ts }, onclick: () => desk.openThread(parent) }, icon("thread"));
  const shortcuts = desk.shortcuts("message");
  const items = () => shortcuts.map((one) => ({ label: one.name, note: desk.botName(), pick: () => desk.shortcut(one, message) }));
  const more = shortcuts.length ? menuButton({ face: icon("dots"), label: "More actions", items, attributes: { class: "icon-button", "data-more": message.ts } }) : null;
  return h("div", { class: "toolbar", role: "group", "aria-label": "Message actions" }, thread ? null : reply, more);
}
