/** The small list above the composer: commands after `/`, people after `@`. */

import { h } from "./dom.js";

const NAME = /(^|\s)@([\p{L}\d._-]*)$/u;

/** What may be completed at the end of `text`: `{insert, face, note}` items. */
export function hintsFor(text, desk) {
  if (/^\/\S*$/.test(text)) return commandHints(text, desk.commands());
  const typed = NAME.exec(text);
  return typed ? nameHints(text, typed, desk.env.people()) : [];
}

function commandHints(text, commands) {
  return commands.filter(({ command }) => command.startsWith(text)).map(({ command, hint, description }) => ({
    insert: `${command} `,
    whole: command,
    face: [h("strong", {}, command), " ", h("span", { class: "usage" }, hint ?? "")],
    note: description,
  }));
}

function nameHints(text, [, , start], people) {
  const wanted = start.toLowerCase();
  return people
    .filter(({ real_name: real, name }) => [real, name].some((one) => one.toLowerCase().startsWith(wanted)))
    .slice(0, 6)
    .map(({ real_name: real, name, isBot }) => ({
      insert: `${text.slice(0, text.length - start.length)}${isBot ? real : name} `,
      face: [h("strong", {}, real)],
      note: isBot ? "app" : `@${name}`,
    }));
}

/** What a command takes, once its name is typed: shown without being a choice. */
export function usageOf(text, desk) {
  const [word] = text.split(" ");
  const found = text.startsWith(`${word} `) && desk.commands().find(({ command }) => command === word);
  return found && text.trim() === word ? `${found.command} ${found.hint ?? ""}` : null;
}
