/** Where the choices of each kind of select come from. */

import { emojiText } from "./emoji.js";
import { textNodes } from "./text.js";

const WAIT = 150;
const LEAST = 3; // Slack's own default for min_query_length

const wanted = (label, query) => label.toLowerCase().includes(query.toLowerCase());

function optionItem(option, env, group) {
  const label = emojiText(option.text.text);
  return { value: option.value, label, face: textNodes(option.text, env), note: option.description?.text, group, option };
}

function optionItems({ options, option_groups: groups }, env) {
  if (!groups) return (options ?? []).map((option) => optionItem(option, env));
  return groups.flatMap((group) => group.options.map((option) => optionItem(option, env, emojiText(group.label.text))));
}

function staticSource({ element, env }) {
  return (query) => optionItems(element, env).filter((item) => wanted(item.label, query));
}

/** Asks the app, a moment after the last letter; old answers lose against newer ones in the box. */
function externalSource({ element, env, ask }) {
  const least = element.min_query_length ?? LEAST;
  return async (query) => {
    if (query.length < least) return `Type ${least} or more letters`;
    await new Promise((done) => setTimeout(done, WAIT));
    const answer = await ask(query);
    return answer.ok === false ? (answer.message ?? "The list did not load. Try again.") : optionItems(answer, env);
  };
}

function idItem(id, label, note) {
  return { value: id, label, face: [label], note, id };
}

function usersSource({ env }) {
  return (query) => env.people().filter((person) => wanted(`${person.real_name} ${person.name}`, query))
    .map((person) => idItem(person.id, person.real_name, `@${person.name}`));
}

function channelsSource({ element, env }) {
  const kinds = element.type.includes("channels") ? ["channel"] : element.filter?.include?.map((kind) => ({ public: "channel", private: "private" })[kind] ?? kind);
  return (query) => env.channels().filter((channel) => !kinds || kinds.includes(channel.kind))
    .filter((channel) => wanted(channel.name, query))
    .map((channel) => idItem(channel.id, channel.kind === "im" ? channel.name : `#${channel.name}`));
}

const SOURCES = { static: staticSource, external: externalSource, users: usersSource, conversations: channelsSource, channels: channelsSource };

/** `static`, `external`, `users`, `conversations` or `channels`. */
export const familyOf = (type) => type.replace("multi_", "").replace("_select", "");

/** A function from what was typed to the items to show. */
export const sourceOf = (slot) => SOURCES[familyOf(slot.element.type)](slot);

/** The item of something already chosen: an option object or an id. */
export function itemOf(chosen, { element, env }) {
  if (typeof chosen !== "string") return optionItem(chosen, env);
  const person = familyOf(element.type) === "users" ? env.personName(chosen) : null;
  const channel = env.channelName(chosen);
  return idItem(chosen, person ?? (channel ? `#${channel}` : chosen));
}
