/** Puts the page together: one state, redrawn whenever the world or the place changes. */

import { composer } from "./composer.js";
import { Desk } from "./desk.js";
import { drawDelivery, drawFaults, drawLinks, drawLog } from "./drawer.js";
import { keepFocus } from "./focus.js";
import { icon } from "./icons.js";
import { Live } from "./live.js";
import { walkByArrows } from "./log.js";
import { menuButton } from "./menu.js";
import { Modals } from "./modals.js";
import { Place } from "./place.js";
import { drawPersons, drawSidebar } from "./sidebar.js";
import { drawThread } from "./thread.js";
import { showToasts } from "./toasts.js";
import { Unread } from "./unread.js";

const at = (id) => document.getElementById(id);
const asked = new URLSearchParams(location.search);
const state = { world: null, channel: asked.get("channel"), thread: null, tab: "messages" };

const live = new Live({ onWorld: take, onLine });
const desk = new Desk(state, { live, moved, focusAgain });
const modals = new Modals(desk);
const main = composer({
  desk,
  ids: { field: "composer", button: "send", label: "Message or /command" },
  send: (text) => desk.send(text),
  extra: shortcutsMenu(),
});
const place = new Place(desk, main.field);
const unread = new Unread();
at("composer-place").append(main.form);
const aside = composer({ desk, ids: { field: "thread-composer", button: "thread-send", label: "Reply in thread" }, send: (text) => desk.send(text, state.thread) });
aside.field.placeholder = "Reply…";
at("thread-composer-place").append(aside.form);

function shortcutsMenu() {
  const items = () => {
    const known = desk.shortcuts("global").map((one) => ({ label: one.name, note: desk.botName(), pick: () => desk.shortcut(one) }));
    return known.length ? known : [{ label: "The app has no shortcuts", pick: () => undefined }];
  };
  return menuButton({ face: icon("plus"), label: "Shortcuts", items, attributes: { class: "icon-button", id: "shortcuts" } });
}

// After a break the server may be a new one that counts its versions from the start.
function onLine(ok) {
  at("reconnecting").hidden = ok;
  if (!ok) state.stale = true;
}

function take(world) {
  const same = !state.stale && state.world?.me.id === world.me.id && state.world.version === world.version;
  if (same) return;
  Object.assign(state, { world, stale: false });
  if (!world.channels.some(({ id }) => id === state.channel)) {
    Object.assign(state, { channel: world.channels[0]?.id ?? null, thread: null, tab: "messages" });
  }
  draw();
}

function moved(where) {
  draw();
  document.body.classList.remove("menu-open");
  if (window.matchMedia("(min-width: 721px)").matches || where) at(where === "thread" ? "thread-composer" : "composer").focus();
}

function focusAgain(node) {
  (node?.isConnected && node !== document.body ? node : at("composer")).focus();
}

function draw() {
  if (!state.world) return;
  const { world } = state;
  const room = world.channels.find(({ id }) => id === state.channel) ?? null;
  keepFocus(document.body, () => {
    at("workspace").textContent = world.workspace.name;
    drawPersons(at("me"), at("me-note"), world);
    drawSidebar(at("channels"), unread.counted(world, state), desk);
    place.draw(room, state);
    drawThread(at("thread"), { messages: room?.messages ?? [], ts: state.thread, room: place.nameOf(room) }, desk);
    drawFaults(at("faults"), world.faults, desk);
    drawLinks(at("links"), world.links);
    drawDelivery(at("delivery"), world.delivery);
  });
  modals.show(world.views ?? []);
  showToasts(world.toasts, world.me);
  if (!at("drawer").hidden) drawLog(at("log"), desk.env);
  remember();
}

// The address names the person and the channel, so that a reload shows the same.
function remember() {
  const words = new URLSearchParams(location.search);
  words.set("as", state.world.me.id);
  if (state.channel) words.set("channel", state.channel);
  if (`?${words}` !== location.search) history.replaceState(null, "", `?${words}`);
}

function showTab(tab) {
  state.tab = tab;
  draw();
  if (tab === "home") desk.openHome();
}

function toggleDrawer() {
  const drawer = at("drawer");
  drawer.hidden = !drawer.hidden;
  at("curious").setAttribute("aria-expanded", String(!drawer.hidden));
  if (drawer.hidden) at("curious").focus();
  else {
    drawLog(at("log"), desk.env);
    at("drawer-close").focus();
  }
}

for (const [id, name] of [["menu", "menu"], ["curious", "curious"], ["drawer-close", "close"], ["theme", "sun"]]) at(id).prepend(icon(name));
at("me").addEventListener("change", () => {
  state.thread = null;
  live.follow(at("me").value);
});
at("menu").addEventListener("click", () => document.body.classList.toggle("menu-open"));
at("veil").addEventListener("click", () => document.body.classList.remove("menu-open"));
at("tab-home").addEventListener("click", () => showTab("home"));
at("tab-messages").addEventListener("click", () => showTab("messages"));
at("tabs").addEventListener("keydown", (event) => {
  if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const other = state.tab === "home" ? "messages" : "home";
  showTab(other);
  at(`tab-${other}`).focus();
});
at("curious").addEventListener("click", toggleDrawer);
at("drawer-close").addEventListener("click", toggleDrawer);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (!at("drawer").hidden) toggleDrawer();
  else if (state.thread) desk.closeThread();
  else document.body.classList.remove("menu-open");
});
walkByArrows(at("messages"));
walkByArrows(at("thread"));
live.follow(asked.get("as"));
at("composer").focus();
