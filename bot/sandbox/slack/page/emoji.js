/** Shortcodes such as `:package:` and the pictures they stand for; unknown ones stay as typed. */

import { h } from "./dom.js";
import { glyph } from "./glyphs.js";

const TABLE = `
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|package 📦|truck 🚚|warning ⚠️|x ❌|hourglass ⌛
hourglass_flowing_sand ⏳|mag 🔍|rotating_light 🚨|printer 🖨️|no_entry ⛔|no_entry_sign 🚫|house 🏠
leftwards_arrow_with_hook ↩️|pencil2 ✏️|pencil 📝|memo 📝|art 🎨|raised_hand ✋|hand ✋|link 🔗|bust_in_silhouette 👤
busts_in_silhouette 👥|thinking_face 🤔|airplane ✈️|mailbox 📫|mailbox_with_mail 📬|wave 👋|eyes 👀|tada 🎉
clipboard 📋|calendar 📆|date 📅|clock3 🕒|alarm_clock ⏰|stopwatch ⏱️|bell 🔔|no_bell 🔕|lock 🔒|unlock 🔓|key 🔑
bulb 💡|question ❓|grey_question ❔|exclamation ❗|heavy_exclamation_mark ❗|information_source ℹ️|arrow_right ➡️
arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|arrows_counterclockwise 🔄|repeat 🔁|recycle ♻️|fire 🔥|boom 💥|star ⭐
sparkles ✨|heart ❤️|+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|ok_hand 👌|pray 🙏|clap 👏|point_right 👉|smile 😄|slightly_smiling_face 🙂
sweat_smile 😅|cry 😢|robot_face 🤖|gear ⚙️|wrench 🔧|hammer_and_wrench 🛠️|bug 🐛|label 🏷️|moneybag 💰
credit_card 💳|chart_with_upwards_trend 📈|bar_chart 📊|page_facing_up 📄|scroll 📜|file_folder 📁|wastebasket 🗑️
inbox_tray 📥|outbox_tray 📤|email 📧|envelope ✉️|telephone_receiver 📞|globe_with_meridians 🌐|earth_africa 🌍
world_map 🗺️|round_pushpin 📍|pushpin 📌|triangular_flag_on_post 🚩|red_circle 🔴|large_blue_circle 🔵|white_circle ⚪
black_circle ⚫|large_green_circle 🟢|large_yellow_circle 🟡|large_orange_circle 🟠|zzz 💤|snail 🐌|turtle 🐢|rocket 🚀|ship 🚢|factory 🏭
shopping_trolley 🛒|shopping_bags 🛍️|gift 🎁|mute 🔇|speech_balloon 💬|thread 🧵|shield 🛡️|construction 🚧
double_vertical_bar ⏸️|pause_button ⏸️|arrow_forward ▶️|black_square_for_stop ⏹️|octagonal_sign 🛑|new 🆕|ok 🆗|sos 🆘|test_tube 🧪|seedling 🌱`;

const PICTURES = new Map(TABLE.split(/[|\n]/).filter(Boolean).map((row) => row.split(" ")));
const NAMES = new Map([...PICTURES].reverse().map(([name, picture]) => [picture.replace("\uFE0F", ""), name]));
const FOUND = new RegExp(`:([a-z0-9_+'-]+):(?::skin-tone-\\d:)?|(?:${[...NAMES.keys()].join("|")})\\uFE0F?`, "gu");

/** The text as strings and pictures, ready to append. */
export function emojiNodes(text) {
  const out = [];
  let from = 0;
  for (const match of text.matchAll(FOUND)) {
    const name = match[1] ?? NAMES.get(match[0].replace("\uFE0F", ""));
    if (!PICTURES.has(name)) continue;
    out.push(text.slice(from, match.index), picture(name));
    from = match.index + match[0].length;
  }
  return [...out, text.slice(from)].filter((part) => part !== "");
}

/** The text with shortcodes as characters, for places that hold no elements. */
export function emojiText(text) {
  return String(text ?? "").replace(/:([a-z0-9_+'-]+):/g, (whole, name) => PICTURES.get(name) ?? whole);
}

// The character stays in the page for those who copy; where we have a drawing, the drawing is seen.
function picture(name) {
  const drawing = glyph(name);
  const character = h("span", { class: drawing ? "emoji-text" : null }, PICTURES.get(name));
  return h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, drawing, character);
}
