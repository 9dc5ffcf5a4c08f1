/** Follows one person's world: the event stream while it lasts, a question every 3 s when it fails. */

import { fetched } from "./api.js";

const PERIOD = 3000;

export class Live {
  #stream = null;
  #timer = null;
  #asking = false;
  #again = false;

  /** `onWorld(world)` gets each new world, `onLine(true|false)` whether the stream stands. */
  constructor({ onWorld, onLine }) {
    this.as = null;
    this.onWorld = onWorld;
    this.onLine = onLine;
  }

  /** Sees with the eyes of a person from now on; null lets the server pick the first. */
  follow(as) {
    this.as = as;
    this.#stream?.close();
    this.#stream = new EventSource(as ? `/page/events?as=${encodeURIComponent(as)}` : "/page/events");
    this.#stream.addEventListener("changed", () => this.refresh());
    this.#stream.addEventListener("open", () => this.#stands());
    this.#stream.addEventListener("error", () => this.#broke());
    return this.refresh();
  }

  async refresh() {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    do {
      this.#again = false;
      const { as } = this;
      const world = await fetched("/page/world", as ? { as } : {});
      if (world.me && as === this.as) this.onWorld(world);
    } while (this.#again);
    this.#asking = false;
  }

  #stands() {
    clearInterval(this.#timer);
    this.#timer = null;
    this.onLine(true);
  }

  #broke() {
    this.onLine(false);
    this.#timer ??= setInterval(() => this.#retry(), PERIOD);
  }

  // A stream that the browser gave up is opened again; otherwise the browser retries by itself.
  #retry() {
    if (this.#stream.readyState === EventSource.CLOSED) this.follow(this.as);
    else this.refresh();
  }
}
