/** Interactive elements of Block Kit, each drawn by the module that knows its kind. */

import { button, overflow } from "./buttons.js";
import { checkboxes, radioButtons } from "./choices.js";
import { h } from "./dom.js";
import { fileInput, richTextInput, textInput } from "./inputs.js";
import { datePicker, dateTimePicker, timePicker } from "./pickers.js";
import { picture } from "./pictures.js";
import { multiSelect, singleSelect } from "./selects.js";
import { slotOf } from "./slot.js";

const FAMILIES = ["static", "external", "users", "conversations", "channels"];

const DRAWERS = {
  button,
  workflow_button: button,
  overflow,
  checkboxes,
  radio_buttons: radioButtons,
  datepicker: datePicker,
  timepicker: timePicker,
  datetimepicker: dateTimePicker,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  rich_text_input: richTextInput,
  file_input: fileInput,
  image: (slot) => picture(slot.element, "thumb"),
  ...Object.fromEntries(FAMILIES.map((family) => [`${family}_select`, singleSelect])),
  ...Object.fromEntries(FAMILIES.map((family) => [`multi_${family}_select`, multiSelect])),
};

/** The node of one element of `block`; a quiet note for a kind we do not know. */
export function drawElement(element, block, context) {
  const draw = Object.hasOwn(DRAWERS, element.type) ? DRAWERS[element.type] : unknown;
  context.drawn.add(JSON.stringify([block.block_id, element.action_id ?? ""]));
  const slot = slotOf(element, block, context);
  slot.speaks = block.type !== "input" || block.dispatch_action === true;
  return { id: slot.id, node: draw(slot) };
}

const unknown = (slot) => h("span", { class: "unsupported" }, `(${slot.element.type} is not drawn here)`);
