/** What stands in the fields of one view, message or Home tab, as Slack writes `state.values`. */

export class Values {
  #blocks = new Map();
  #given;

  /** `given` is the `state.values` that the server already holds (after a reload). */
  constructor(given = {}) {
    this.#given = given ?? {};
  }

  /** The state element of a field. What the server held counts for the first drawing alone;
   *  `initial` counts only the first time that the field is seen,
   *  for Slack too ignores a new initial value while block_id and action_id stay the same. */
  held(blockId, actionId, initial, given = this.#given) {
    const fields = this.#blocks.get(blockId) ?? new Map();
    this.#blocks.set(blockId, fields);
    const known = fields.get(actionId) ?? given[blockId]?.[actionId];
    fields.set(actionId, known?.type === initial.type ? known : initial);
    return fields.get(actionId);
  }

  put(blockId, actionId, element) {
    this.#blocks.get(blockId)?.set(actionId, element);
  }

  /** Forgets fields that are no longer drawn. `drawn` holds `block_id action_id` pairs as JSON. */
  keepOnly(drawn) {
    for (const [blockId, fields] of this.#blocks) {
      for (const actionId of fields.keys()) {
        if (!drawn.has(JSON.stringify([blockId, actionId]))) fields.delete(actionId);
      }
      if (!fields.size) this.#blocks.delete(blockId);
    }
    this.#given = {};
  }

  get(blockId, actionId) {
    return this.#blocks.get(blockId)?.get(actionId);
  }

  snapshot() {
    return Object.fromEntries([...this.#blocks].map(([id, fields]) => [id, Object.fromEntries(fields)]));
  }
}
