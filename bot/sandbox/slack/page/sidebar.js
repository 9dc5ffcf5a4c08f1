/** The side bar: who I am, channels, and the app. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { face } from "./people.js";

const KINDS = { channel: "hash", private: "lock" };

/** Redraws the list of conversations; `desk` knows which is open and how to open another. */
export function drawSidebar(nav, world, desk) {
  const rooms = world.channels.filter(({ kind }) => kind !== "im");
  const direct = world.channels.filter(({ kind }) => kind === "im");
  const entry = (channel) => channelButton(channel, world, desk);
  nav.replaceChildren(
    h("h2", {}, "Channels"), h("ul", {}, rooms.map((channel) => h("li", {}, entry(channel)))),
    ...(direct.length ? [h("h2", {}, "Apps"), h("ul", {}, direct.map((channel) => h("li", {}, entry(channel))))] : []));
}

function channelButton(channel, world, desk) {
  const { bot } = world.workspace;
  const here = desk.channelId() === channel.id;
  const im = channel.kind === "im";
  return h("button", {
    type: "button", id: `go_${channel.id}`, class: `channel ${channel.unread ? "unread" : ""} ${channel.archived ? "archived" : ""}`,
    data: { channel: channel.id }, "aria-current": here ? "page" : null, onclick: () => desk.openChannel(channel.id),
  }, im ? face({ isBot: true }, "small") : icon(KINDS[channel.kind] ?? "hash"), h("span", { class: "grow" }, im ? bot.name : channel.name),
  channel.unread ? h("span", { class: "count-badge", "aria-label": `${channel.unread} unread` }, String(channel.unread)) : null);
}

/** Fills the choice of persons once per set of people, and says what the present one may do. */
export function drawPersons(select, note, { people, me }) {
  const names = people.map(({ id, real_name: name }) => [id, name]);
  const mark = JSON.stringify(names);
  if (select.dataset.mark !== mark) {
    select.replaceChildren(...names.map(([id, name]) => h("option", { value: id }, name)));
    select.dataset.mark = mark;
  }
  select.value = me.id;
  note.textContent = [me.note, me.tz].filter(Boolean).join(" · ");
}
