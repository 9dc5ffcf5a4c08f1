/** One form, drawn; errors and waiting are shown without drawing it anew. */

import { drawBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { emojiNodes } from "./emoji.js";
import { problems } from "./validation.js";

/** The form of a view with its values. `acts` = `{submit(values), close(), deeper}`; `makeContext`
 *  gives the drawing context for a listener of touched blocks. `inline` draws it as part of a page. */
export class Form {
  constructor(view, { values, makeContext, acts, inline = false }) {
    this.values = values;
    this.acts = acts;
    this.own = {};
    this.hidden = new Set();
    this.body = h("div", { class: "modal-body", tabindex: "-1" });
    this.notice = h("div", { class: "notice" });
    this.title = h("h1", { id: inline ? null : "modal-title" });
    this.foot = h("footer");
    this.node = this.#frame(inline);
    this.makeContext = makeContext;
    this.update(view);
  }

  #frame(inline) {
    const form = h("form", { class: "modal", novalidate: true, ...(inline ? {} : { role: "dialog", "aria-modal": "true", "aria-labelledby": "modal-title" }) },
      h("header", {}, this.title, h("button", { type: "button", class: "icon-button", "aria-label": "Close", data: { dismiss: "" }, onclick: () => this.acts.close() }, icon("close"))),
      this.notice, this.body, this.foot);
    form.addEventListener("submit", (event) => this.#send(event));
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) form.requestSubmit();
    });
    return form;
  }

  /** Shows a newer state of the same view; blocks are drawn again only when they changed. */
  update(view) {
    const mark = JSON.stringify([view.blocks, view.title, view.submit, view.close]);
    const errors = JSON.stringify(view.errors ?? {});
    if (this.mark !== mark) this.#draw(view);
    if (this.errors !== errors || this.mark !== mark) this.hidden.clear();
    if (view.hash !== this.view?.hash) this.own = {};
    Object.assign(this, { mark, errors, view });
    this.#tell();
  }

  #draw(view) {
    const top = this.body.scrollTop;
    const context = this.makeContext(this.values, (blockId) => this.#touched(blockId));
    this.title.replaceChildren(...emojiNodes(view.title?.text ?? ""));
    this.body.replaceChildren(...drawBlocks(view.blocks, context));
    this.values.keepOnly(context.drawn);
    const cancel = view.close?.text ?? (view.submit ? "Cancel" : "Close");
    this.submit = view.submit ? h("button", { type: "submit", class: "button primary", data: { submit: "" } }, emojiNodes(view.submit.text)) : null;
    this.foot.replaceChildren(
      h("button", { type: "button", class: "button", data: { close: "" }, onclick: () => this.acts.close() }, emojiNodes(cancel)),
      ...(this.submit ? [this.submit] : []));
    this.body.scrollTop = top;
  }

  #touched(blockId) {
    delete this.own[blockId];
    this.hidden.add(blockId);
    this.#tell();
  }

  #tell() {
    const errors = { ...this.view?.errors };
    for (const id of this.hidden) delete errors[id];
    Object.assign(errors, this.own);
    for (const slot of this.body.querySelectorAll("[data-error-for]")) this.#tellOne(slot, errors[slot.dataset.errorFor]);
    this.notice.replaceChildren(...(this.view?.notice ? [h("p", { role: "alert" }, this.view.notice)] : []));
    if (!this.submit) return;
    const busy = Boolean(this.view?.busy || this.waiting);
    this.submit.disabled = busy;
    this.submit.classList.toggle("busy", busy);
  }

  #tellOne(slot, sentence) {
    const block = slot.closest(".block");
    block.classList.toggle("wrong", Boolean(sentence));
    for (const field of block.querySelectorAll("[data-action-id]")) field.setAttribute("aria-invalid", String(Boolean(sentence)));
    if (slot.textContent !== (sentence ?? "")) slot.replaceChildren(...(sentence ? [h("span", { role: "alert" }, icon("alert"), sentence)] : []));
  }

  async #send(event) {
    event.preventDefault();
    if (this.waiting || this.view.busy || !this.submit) return;
    this.own = problems(this.view.blocks, this.values);
    this.hidden.clear();
    this.#tell();
    if (Object.keys(this.own).length) {
      this.body.querySelector('[aria-invalid="true"]')?.focus();
      return;
    }
    this.waiting = true;
    this.#tell();
    await this.acts.submit(this.values.snapshot());
    this.waiting = false;
    this.#tell();
  }
}
