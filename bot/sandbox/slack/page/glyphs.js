/** Our own drawings of the emoji a print shop meets daily, alike on machines with and without emoji fonts. */

const RED = "#d64545", GREEN = "#2f9e6e", AMBER = "#f0b13a", BLUE = "#3f7fc1", BROWN = "#b98152", DARK = "#4a5560", PALE = "#dfe5ea", SKIN = "#f2c46d";
const ring = (fill) => `M10 1.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z ${fill}`;
const stroke = (path, colour, width = 2) => `${path} none ${colour} ${width}`;
const TICK = "M5.5,10.5l3,3l6-7";

const DRAWINGS = {
  white_check_mark: [`M4,2h12a2,2,0,0,1,2,2v12a2,2,0,0,1-2,2h-12a2,2,0,0,1-2-2v-12a2,2,0,0,1,2-2z ${GREEN}`, stroke(TICK, "#fff")],
  heavy_check_mark: [stroke("M3,11l5,5l9-12", GREEN, 3)],
  package: [`M2.5,6l7.5-4l7.5,4v8.5l-7.5,4l-7.5-4z ${BROWN}`, "M2.5,6l7.5,4l7.5-4l-7.5-4z #d9a674", stroke("M10,10v8.5", "#8d5d35", 1), stroke("M6.2,4l7.6,4v3", "#f3dcc2", 1.6)],
  truck: [`M1,5h10v9h-10z ${BLUE}`, `M11.5,7.5h4l3.5,3.5v3h-7.5z ${AMBER}`, `M4.5,12.5a2,2,0,1,0,.1,0zM14.5,12.5a2,2,0,1,0,.1,0z ${DARK}`],
  warning: [`M10,2l8.5,15.5h-17z ${AMBER}`, stroke("M10,7.5v5", "#3b2f10"), stroke("M10,15v.3", "#3b2f10", 2.2)],
  x: [stroke("M4,4l12,12M16,4l-12,12", RED, 3.2)],
  hourglass: [`M5,3h10c0,4-3.5,5-3.5,7s3.5,3,3.5,7h-10c0-4,3.5-5,3.5-7s-3.5-3-3.5-7z ${PALE}`, `M7,14.5l3-2.5l3,2.5v2h-6z ${AMBER}`, stroke("M4,2.5h12M4,17.5h12", BROWN)],
  hourglass_flowing_sand: [`M5,3h10c0,4-3.5,5-3.5,7s3.5,3,3.5,7h-10c0-4,3.5-5,3.5-7s-3.5-3-3.5-7z ${PALE}`, `M6.5,6h7l-3.5,4z ${AMBER}`, stroke("M10,10v6", AMBER, 1), stroke("M4,2.5h12M4,17.5h12", BROWN)],
  mag: [`M8.5,2.5a6,6,0,1,0,.1,0z #cfe3f5 ${DARK} 2`, stroke("M13,13l5,5", DARK, 3)],
  rotating_light: [`M5,14v-4a5,5,0,0,1,10,0v4z ${RED}`, `M3.5,14h13v3.5h-13z ${DARK}`, stroke("M10,1v1.5M3.5,3.5l1.2,1.2M16.5,3.5l-1.2,1.2", RED, 1.6)],
  printer: ["M5,2h10v6h-10z #f4f6f8 #8b96a0 .8", `M2,7h16v8h-16z ${DARK}`, "M5,12h10v6h-10z #f4f6f8 #8b96a0 .8", stroke("M7,14.2h6M7,16h4", "#8b96a0", 1), stroke("M14.5,9.5h.5", "#6fd3a2", 1.6)],
  no_entry: [ring(RED), stroke("M5.5,10h9", "#fff", 2.8)],
  no_entry_sign: [`M10,2.5a7.5,7.5,0,1,0,.1,0z none ${RED} 2.4`, stroke("M4.7,4.7l10.6,10.6", RED, 2.4)],
  house: [`M4,9.5h12v8.5h-12z #ead9bf`, `M1.5,10.5l8.5-8l8.5,8z ${RED}`, `M8.2,12.5h3.6v5.5h-3.6z ${BROWN}`],
  leftwards_arrow_with_hook: [`M4,2h12a2,2,0,0,1,2,2v12a2,2,0,0,1-2,2h-12a2,2,0,0,1-2-2v-12a2,2,0,0,1,2-2z ${BLUE}`, stroke("M8.5,6l-3.5,3l3.5,3M5,9h6.5a2.7,2.7,0,0,1,0,5.4h-2", "#fff", 1.8)],
  pencil2: [`M3,17l1-4.5l9.5-9.5l3.5,3.5l-9.5,9.5z ${AMBER}`, `M3,17l1-4.5l3.5,3.5z ${DARK}`, `M12.3,4.2l1.7-1.7l3.5,3.5l-1.7,1.7z ${RED}`],
  art: ["M10,2c-5,0-8.5,3.5-8.5,8s3.5,8,7.5,8c2.5,0,1.5-2.5,2.5-3.5s6.5,1.5,7-4s-3.5-8.5-8.5-8.5z #d8b184", `M5.5,8.5a1.4,1.4,0,1,0,.1,0z ${RED}`, `M9,5a1.4,1.4,0,1,0,.1,0z ${AMBER}`, `M13.5,6a1.4,1.4,0,1,0,.1,0z ${GREEN}`, `M6,12.5a1.4,1.4,0,1,0,.1,0z ${BLUE}`],
  raised_hand: [`M5,18c-2-3-3-6-3.5-7.5c0-1.2,1.5-1.5,2-.5l1.5,2.5v-8.5c0-1.6,2-1.6,2,0v-1c0-1.7,2.2-1.7,2.2,0v.5c0-1.7,2.2-1.7,2.2,0v1.5c0-1.5,2-1.5,2,0v8c0,3-1.5,5-2.5,5z ${SKIN}`, stroke("M7,4.5v5M9.2,4v5.5M11.4,5v5", "#d29b3c", .8)],
  link: [stroke("M8.5,11.5l3-3M9,6l2.2-2.2a3.5,3.5,0,0,1,5,5l-2.2,2.2M11,14l-2.2,2.2a3.5,3.5,0,0,1-5-5l2.2-2.2", "#7b8a97", 2)],
  bust_in_silhouette: [`M10,2.5a4,4,0,1,0,.1,0zM2.5,18c0-5,3-7,7.5-7s7.5,2,7.5,7z #6b7f93`],
  busts_in_silhouette: ["M13.5,3.5a3.3,3.3,0,1,0,.1,0zM9,17c0-4,2-6,5-6s5,2,5,6z #93a5b5", "M7,4a3.5,3.5,0,1,0,.1,0zM1,18c0-4.5,2.5-6.5,6-6.5s6,2,6,6.5z #6b7f93"],
  thinking_face: [ring(AMBER), stroke("M6.5,8v1M13,7.5v1", "#5b431a", 1.8), stroke("M5.5,6l2.5-.5M11.5,5.5l3-.8", "#5b431a", 1), stroke("M8,13l4-.8", "#5b431a", 1.4), "M4.5,18c-1-2,.5-3.5,2-3.5h4c1,0,1,1.4,0,1.4h-1.5c0,2-2,3.3-4.5,2.1z #e39b2d"],
  airplane: [`M18.5,1.5c-1.2-1-3,0-4,1l-3,3l-8-2l-1.3,1.3l6.6,3.4l-3.3,3.3l-2.5-.4l-1,1l3.2,1.7l1.7,3.2l1-1l-.4-2.5l3.3-3.3l3.4,6.6l1.3-1.3l-2-8l3-3c1-1,2-2.8,2-3z ${BLUE}`],
  mailbox: [stroke("M10,13v6", BROWN, 2.4), `M6,4.5h9a4,4,0,0,1,4,4v5h-17v-5a4,4,0,0,1,4-4z ${BLUE}`, "M6,4.5a4,4,0,0,1,4,4v5h-8v-5a4,4,0,0,1,4-4z #6ea3d8", stroke("M13.5,9v-6h3", RED, 1.8)],
  wave: [`M4.5,16.5c-2-3-2.5-5.5-3-7.5c-.2-1.3,1.5-1.7,2-.5l1.2,2.5l-1.7-6c-.4-1.5,1.5-2,2-.5l1.7,5l-.7-6.7c-.1-1.6,1.9-1.8,2.1-.2l1,6.4l.8-5.7c.2-1.5,2.2-1.3,2,.3l-.6,6.7l1.3-2c.8-1.3,2.5-.4,2,1c-1,3-1.5,6-4,8c-2,1.5-4.6,1.2-6.1-.8z ${SKIN}`, stroke("M16,3.5a5,5,0,0,1,2.5,3.5M1.5,16a4,4,0,0,0,2.5,2.8", "#9aa6b0", 1.2)],
  tada: [`M2,18l4-11l7,7z ${AMBER}`, stroke("M10,6c1-1,1-3,0-4M13,10c1.5-1,3-1,5,0M12,7l4-4", RED, 1.6), `M15,13h1.5v1.5h-1.5zM6,3h1.5v1.5h-1.5z ${BLUE}`],
  eyes: ["M5.5,4a3.8,5.5,0,1,0,.1,0zM14.5,4a3.8,5.5,0,1,0,.1,0z #fff #8b96a0 1", `M4.5,8a1.8,2.4,0,1,0,.1,0zM13.5,8a1.8,2.4,0,1,0,.1,0z ${DARK}`],
  bell: [`M10,2c4,0,5,3,5,6s1,4,2,6h-14c1-2,2-3,2-6s1-6,5-6z ${AMBER}`, `M8,15.5h4a2,2,0,0,1-4,0z ${BROWN}`],
  lock: [stroke("M6.5,9v-3a3.5,3.5,0,0,1,7,0v3", "#7b8a97", 2), `M4,9h12v9h-12z ${AMBER}`, stroke("M10,12.5v2", DARK, 2)],
  bulb: [`M10,1.5a6,6,0,0,1,3.5,10.8v1.7h-7v-1.7a6,6,0,0,1,3.5-10.8z ${AMBER}`, `M7,15h6v1.5l-1.5,2h-3l-1.5-2z ${DARK}`],
  clipboard: [`M3.5,3.5h13v15h-13z ${BROWN}`, "M5,5.5h10v11.5h-10z #fff", `M7,2h6v3.5h-6z ${DARK}`, stroke("M7,9h6M7,11.5h6M7,14h4", "#9aa6b0", 1)],
  calendar: ["M2.5,4h15v14h-15z #fff #9aa6b0 1", `M2.5,4h15v4h-15z ${RED}`, stroke("M6,2v4M14,2v4", DARK, 1.6), stroke("M5.5,11h2M9,11h2M12.5,11h2M5.5,14.5h2M9,14.5h2", "#7b8a97", 1.8)],
  information_source: [`M4,2h12a2,2,0,0,1,2,2v12a2,2,0,0,1-2,2h-12a2,2,0,0,1-2-2v-12a2,2,0,0,1,2-2z ${BLUE}`, stroke("M10,9v5.5M10,5.7v.3", "#fff", 2.2)],
  question: [stroke("M6,7a4,4,0,1,1,6,3.3c-1.5,1-2,1.7-2,3M10,17v.3", RED, 2.6)],
  repeat: [`M4,2h12a2,2,0,0,1,2,2v12a2,2,0,0,1-2,2h-12a2,2,0,0,1-2-2v-12a2,2,0,0,1,2-2z ${BLUE}`, stroke("M5,10v-1a2,2,0,0,1,2-2h7l-2-2M15,10v1a2,2,0,0,1-2,2h-7l2,2", "#fff", 1.5)],
  arrows_counterclockwise: [`M4,2h12a2,2,0,0,1,2,2v12a2,2,0,0,1-2,2h-12a2,2,0,0,1-2-2v-12a2,2,0,0,1,2-2z ${BLUE}`, stroke("M14.5,8a5,5,0,0,0-9,0M5,5v3.5h3.5M5.5,12a5,5,0,0,0,9,0M15,15v-3.5h-3.5", "#fff", 1.5)],
  large_green_circle: [ring(GREEN)],
  red_circle: [ring(RED)],
  large_yellow_circle: [ring(AMBER)],
  large_blue_circle: [ring(BLUE)],
  white_circle: [`M10,2a8,8,0,1,0,.1,0z #eef1f4 #c3ccd4 1`],
  double_vertical_bar: [`M4,2h12a2,2,0,0,1,2,2v12a2,2,0,0,1-2,2h-12a2,2,0,0,1-2-2v-12a2,2,0,0,1,2-2z ${BLUE}`, stroke("M7.5,6v8M12.5,6v8", "#fff", 2.4)],
  octagonal_sign: [`M6.5,1.5h7l5,5v7l-5,5h-7l-5-5v-7z ${RED}`, stroke("M6,10h8", "#fff", 2.2)],
  speech_balloon: [`M3,3h14a1.5,1.5,0,0,1,1.5,1.5v8a1.5,1.5,0,0,1-1.5,1.5h-7l-4.5,4v-4h-2.5a1.5,1.5,0,0,1-1.5-1.5v-8a1.5,1.5,0,0,1,1.5-1.5z #cfdde9 #8fa6ba 1`],
};
for (const [other, name] of Object.entries({ pause_button: "double_vertical_bar", hand: "raised_hand", date: "calendar", pencil: "pencil2", memo: "clipboard", mailbox_with_mail: "mailbox" })) {
  DRAWINGS[other] = DRAWINGS[name];
}

const SVG = "http://www.w3.org/2000/svg";

/** An `svg` element of 20 by 20 units, or null where we have no drawing. */
export function glyph(name) {
  if (!Object.hasOwn(DRAWINGS, name)) return null;
  return drawing(DRAWINGS[name].map(shape));
}

// A shape is written `path fill [stroke [width]]`; its path holds no blanks, save the ring's.
function shape(written) {
  const [, d, fill, line, width] = /^(.*?) (none|#\w+)(?: (#\w+) ([\d.]+))?$/.exec(written);
  return [d, { fill, ...(line && { stroke: line, "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round" }) }];
}

/** An `svg` made of `[path, attributes]` pairs. */
export function drawing(shapes, size = 20) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("aria-hidden", "true");
  for (const [d, attributes] of shapes) {
    const path = document.createElementNS(SVG, "path");
    for (const [name, value] of Object.entries({ d, ...attributes })) path.setAttribute(name, value);
    svg.append(path);
  }
  return svg;
}
