/** Everything a person can do on the page; each act goes to the stand-in Slack and nowhere else. */

import { posted } from "./api.js";
import { envOf } from "./env.js";
import { toast } from "./toasts.js";
import { Values } from "./values.js";

export class Desk {
  #values = new Map();

  /** `state` holds `world`, `channel`, `thread` and `tab`; `moved()` redraws after a change of place. */
  constructor(state, { live, moved, focusAgain }) {
    Object.assign(this, { state, live, moved, focusAgain });
    this.env = envOf(() => state.world);
  }

  channelId = () => this.state.channel;
  commands = () => this.state.world.commands ?? [];
  shortcuts = (type) => (this.state.world.shortcuts ?? []).filter((one) => one.type === type);
  botName = () => this.state.world.workspace.bot.name;

  openChannel(id) {
    Object.assign(this.state, { channel: id, thread: null, tab: "messages" });
    this.moved();
  }

  openThread(ts) {
    this.state.thread = ts;
    this.moved("thread");
  }

  closeThread() {
    this.state.thread = null;
    this.moved();
  }

  /** Posts an act of the present person; what is refused is said in a toast. */
  async #post(path, body) {
    const answer = await posted(`/page/${path}`, { as: this.env.me.id, ...body });
    if (!answer.ok) toast(answer.message ?? answer.error ?? "That did not work.");
    this.live.refresh();
    return answer;
  }

  async send(text, threadTs) {
    const { ok } = await this.#post("send", { channel: this.state.channel, text, ...(threadTs && { thread_ts: threadTs }) });
    return Boolean(ok);
  }

  openHome = () => this.#post("home", {});
  fault = (name, on) => this.#post("fault", { name, on });
  submit = (viewId, values) => this.#post("submit", { view_id: viewId, values });
  close = (viewId) => this.#post("close", { view_id: viewId });

  shortcut({ callback_id: callbackId }, message) {
    const place = message && { message: { channel: this.state.channel, ts: message.ts } };
    return this.#post("shortcut", { callback_id: callbackId, channel: this.state.channel, ...place });
  }

  /** What blocks need to be drawn and to act: see blocks.js. */
  context({ container, values, touched }) {
    return {
      env: this.env,
      container,
      values,
      touched,
      channel: this.state.channel,
      drawn: new Set(),
      act: (action) => this.#post("click", { container, action, values: values.snapshot() }),
      ask: (query) => posted("/page/options", { as: this.env.me.id, container, ...query }),
    };
  }

  messageContext(message) {
    const container = { channel: this.state.channel, ts: message.ts };
    return this.context({ container, values: this.valuesOf(`${container.channel} ${message.ts}`) });
  }

  /** The fields of one place, kept over redrawings; each person has their own. */
  valuesOf(place) {
    const key = `${this.env.me.id} ${place}`;
    if (!this.#values.has(key)) this.#values.set(key, new Values());
    return this.#values.get(key);
  }
}
