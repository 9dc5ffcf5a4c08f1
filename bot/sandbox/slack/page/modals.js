/** The stack of open forms: the top one is shown, those below keep what was typed. */

import { h } from "./dom.js";
import { keepFocus, tabbables, trap } from "./focus.js";
import { Form } from "./modal.js";
import { Values } from "./values.js";

export class Modals {
  #forms = new Map();
  #top = null;
  #back = null;

  constructor(desk) {
    this.desk = desk;
    this.layer = h("div", { class: "layer", hidden: true });
    this.layer.addEventListener("keydown", (event) => event.key === "Escape" && this.#close());
    document.body.append(this.layer);
  }

  /** Shows the forms the world says are open, bottom first. */
  show(views) {
    const ids = new Set(views.map(({ id }) => id));
    for (const id of this.#forms.keys()) if (!ids.has(id)) this.#forms.delete(id);
    for (const view of views) this.#keep(view);
    const top = views.at(-1)?.id ?? null;
    if (top !== this.#top) this.#raise(top);
    if (top) this.layer.firstChild.classList.toggle("stacked", views.length > 1);
  }

  #keep(view) {
    const known = this.#forms.get(view.id);
    if (known) {
      keepFocus(known.node, () => known.update(view));
      if (this.#top === view.id && document.activeElement === document.body) focusFirst(known);
    } else this.#forms.set(view.id, this.#made(view));
  }

  #made(view) {
    const { desk } = this;
    const values = new Values(view.state?.values);
    const form = new Form(view, {
      values,
      makeContext: (kept, touched) => desk.context({ container: { view_id: view.id }, values: kept, touched }),
      acts: { submit: (typed) => desk.submit(view.id, typed), close: () => desk.close(view.id) },
    });
    form.node.addEventListener("keydown", trap(form.node));
    return form;
  }

  #raise(top) {
    if (!this.#top) this.#back = document.activeElement;
    this.#top = top;
    this.layer.hidden = !top;
    document.getElementById("app").inert = Boolean(top);
    this.layer.replaceChildren(...(top ? [this.#forms.get(top).node] : []));
    if (top) focusFirst(this.#forms.get(top));
    else this.desk.focusAgain(this.#back);
  }

  #close() {
    if (this.#top) this.desk.close(this.#top);
  }
}

// The first field, as Slack does; a form without fields gets the keyboard as a whole.
function focusFirst({ node, body }) {
  const wanted = body.querySelector("[autofocus]") ?? tabbables(body).find((each) => each.matches("input, textarea, select"));
  (wanted ?? tabbables(node).find((each) => each.matches("[data-submit]")) ?? body).focus();
}
