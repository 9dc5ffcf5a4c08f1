/** The checks that Slack's own client makes before a form leaves. */

const EMPTY = "Please complete this required field.";

const KINDS = {
  email_text_input: [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "Please enter a valid email address."],
  url_text_input: [/^https?:\/\/\S+$/i, "Please enter a valid URL, with http:// or https:// in front."],
};

function contentOf(state) {
  const key = Object.keys(state).find((name) => name !== "type");
  return state[key];
}

const isEmpty = (content) => content === null || content === undefined || content === "" || (Array.isArray(content) && !content.length);

/** `{block_id: sentence}` for every input block that may not leave as it is. */
export function problems(blocks, values) {
  const found = {};
  for (const block of inputs(blocks)) {
    const state = values.get(block.block_id, block.element.action_id ?? "");
    const sentence = state && problem(block, contentOf(state));
    if (sentence) found[block.block_id] = sentence;
  }
  return found;
}

function inputs(blocks) {
  return blocks.flatMap((block) => (block.type === "container" ? inputs(block.child_blocks ?? []) : block.type === "input" ? [block] : []));
}

function problem({ optional, element }, content) {
  if (isEmpty(content)) return optional || element.type === "file_input" ? null : EMPTY;
  if (typeof content !== "string") return null;
  if (element.type === "number_input") return number(element, content);
  const [pattern, sentence] = KINDS[element.type] ?? [];
  if (pattern && !pattern.test(content)) return sentence;
  return length(element, content);
}

function length({ type, min_length: least, max_length: most }, text) {
  if (type !== "plain_text_input") return null;
  if (least && text.length < least) return `Please enter at least ${least} characters.`;
  return most && text.length > most ? `Please enter at most ${most} characters.` : null;
}

function number({ is_decimal_allowed: decimal, min_value: least, max_value: most }, text) {
  if (!(decimal ? /^-?\d*\.?\d+$/ : /^-?\d+$/).test(text)) return decimal ? "Please enter a number." : "Please enter a whole number.";
  if (least !== undefined && Number(text) < Number(least)) return `Please enter ${least} or more.`;
  return most !== undefined && Number(text) > Number(most) ? `Please enter ${most} or less.` : null;
}
