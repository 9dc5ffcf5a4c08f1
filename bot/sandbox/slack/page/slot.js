/** The place of one interactive element: its names, its value, and the way its actions leave. */

import { emojiText } from "./emoji.js";
import { freshId } from "./dom.js";

/** What an element needs to draw itself. `initial` is its state element before anybody typed. */
export function slotOf(element, block, context) {
  const { block_id: blockId } = block;
  const { action_id: actionId = "" } = element;
  const inInput = block.type === "input";
  const id = freshId("field");
  return {
    id,
    element,
    context,
    env: context.env,
    data: { blockId, actionId },
    labelled: labels(element, block, inInput ? id : null),
    placeholder: emojiText(element.placeholder?.text ?? ""),
    // Only the client knows the present conversation, so the server cannot have given it.
    held: (initial) => context.values.held(blockId, actionId, initial, element.default_to_current_conversation ? {} : undefined),
    put: (state) => put(context, block, actionId, state),
    fire: (state) => context.act({ block_id: blockId, action_id: actionId, ...state }, element),
    changed: (state) => changed({ context, block, element, actionId }, state),
    ask: (value) => context.ask({ block_id: blockId, action_id: actionId, value }),
  };
}

function labels(element, block, id) {
  if (id) return { "aria-labelledby": `${id}-label`, "aria-describedby": `${id}-note` };
  const words = element.accessibility_label ?? element.placeholder?.text ?? block.text?.text ?? element.type;
  return { "aria-label": emojiText(words).slice(0, 150) };
}

function put(context, block, actionId, state) {
  context.values.put(block.block_id, actionId, state);
  context.touched?.(block.block_id);
}

// Fields of input blocks stay quiet until the submit, unless they asked to be heard at once.
function changed({ context, block, element, actionId }, state) {
  put(context, block, actionId, state);
  if (block.type === "input" && !block.dispatch_action) return undefined;
  return context.act({ block_id: block.block_id, action_id: actionId, ...state }, element);
}
