/** Date, time, and date-with-time fields, on the browser's own pickers. */

import { fromWallTime, wallTime } from "./dates.js";
import { h } from "./dom.js";
import { confirmed } from "./dialog.js";

function field(slot, kind, value, read) {
  const node = h("input", {
    type: kind, id: slot.id, class: "input picker", value: value ?? "", autofocus: slot.element.focus_on_load, data: slot.data, ...slot.labelled,
    onchange: () => picked(slot, read(node.value || null)),
  });
  return node;
}

async function picked(slot, state) {
  const { confirm } = slot.element;
  if (confirm && !(await confirmed(confirm, slot.env))) return;
  await slot.changed(state);
}

export function datePicker(slot) {
  const type = "datepicker";
  const held = slot.held({ type, selected_date: slot.element.initial_date ?? null });
  return field(slot, "date", held.selected_date, (selected_date) => ({ type, selected_date }));
}

export function timePicker(slot) {
  const type = "timepicker";
  const held = slot.held({ type, selected_time: slot.element.initial_time ?? null });
  return field(slot, "time", held.selected_time, (selected_time) => ({ type, selected_time }));
}

/** Slack speaks Unix seconds here; the person sees the wall clock of their own zone. */
export function dateTimePicker(slot) {
  const type = "datetimepicker";
  const tz = slot.element.timezone ?? slot.env.clock().tz;
  const held = slot.held({ type, selected_date_time: slot.element.initial_date_time ?? null });
  const shown = held.selected_date_time === null ? null : wallTime(held.selected_date_time, tz);
  const read = (text) => ({ type, selected_date_time: text && fromWallTime(text, tz) });
  return field(slot, "datetime-local", shown, read);
}
