/** The middle of the page: a conversation, or the app's Home tab. */

import { drawBlocks } from "./blocks.js";
import { h, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { redrawLog } from "./log.js";
import { messageEntries } from "./messages.js";

const at = (id) => document.getElementById(id);

export class Place {
  #drafts = new Map();
  #shown = null;

  /** `field` is the composer's; what is half typed in it belongs to one person in one room. */
  constructor(desk, field) {
    this.desk = desk;
    this.field = field;
  }

  nameOf(room) {
    return room?.kind === "im" ? this.desk.botName() : `#${room?.name ?? ""}`;
  }

  draw(room, { tab, world }) {
    const im = room?.kind === "im";
    const home = im && tab === "home";
    at("room-icon").replaceChildren(im ? "" : icon(room?.kind === "private" ? "lock" : "hash"));
    at("room-name").textContent = im ? this.desk.botName() : room?.name ?? "";
    at("room-topic").textContent = room?.topic ?? "";
    document.title = `${this.nameOf(room)} · ${world.workspace.name}`;
    at("tabs").hidden = !im;
    at("tab-home").setAttribute("aria-selected", String(home));
    at("tab-messages").setAttribute("aria-selected", String(!home));
    at("home").hidden = !home;
    at("conversation").hidden = home;
    if (home) this.#drawHome(world);
    else this.#drawConversation(room, world);
  }

  #drawHome({ home, me }) {
    const make = () => {
      const values = this.desk.valuesOf("home");
      const context = this.desk.context({ container: { home: true }, values });
      const quiet = h("p", { class: "quiet" }, "The app has not drawn its Home tab yet.");
      const drawn = h("div", { class: "home-body" }, home ? drawBlocks(home.blocks, context) : quiet);
      values.keepOnly(context.drawn);
      return drawn;
    };
    reconcile(at("home"), [{ key: "home", mark: JSON.stringify([home?.blocks, me.id]), make }]);
  }

  #drawConversation(room, { me }) {
    const here = `${me.id} ${room?.id}`;
    const fresh = this.#shown !== here;
    if (fresh) this.#swapDraft(here);
    const messages = (room?.messages ?? []).filter(({ ts, thread_ts: parent }) => !parent || parent === ts);
    redrawLog(at("messages"), messageEntries(messages, this.desk), fresh);
    at("empty").hidden = messages.length > 0;
    this.field.placeholder = `Message ${this.nameOf(room)}, or type / for commands`;
    this.field.disabled = Boolean(room?.archived) || !room;
    at("room-note").textContent = this.#note(room);
    at("room-note").hidden = !at("room-note").textContent;
  }

  #note(room) {
    if (room?.archived) return "This channel is archived. One can read here, and nobody can write.";
    return room && !room.bot_is_member && room.kind !== "im" ? `${this.desk.botName()} is not in this channel. “/invite @${this.desk.botName()}” brings it in.` : "";
  }

  #swapDraft(here) {
    if (this.#shown) this.#drafts.set(this.#shown, this.field.value);
    this.#shown = here;
    this.field.value = this.#drafts.get(here) ?? "";
    this.field.dispatchEvent(new Event("input"));
  }
}
