// @ts-check
// Calls of tools in the conversation: a line with its result, and what a closer look gave.

import { button, h } from "./dom.js";

/** @import { ToolCall, Turn } from "./protocol.js" */

/**
 * Return the elements of the calls of a turn; each has its number in `data-call`.
 * @param {Turn} turn
 * @param {(number: number) => void} show - shows on the picture where a call looked
 */
export const createCallElements = ({ calls }, show) =>
  calls.map((call, number) => createCallElement(call, number, () => show(number)));

/**
 * @param {ToolCall} call
 * @param {number} number
 * @param {() => void} show
 */
function createCallElement({ html, line, image, box }, number, show) {
  const text = h("div", {});
  text.innerHTML = html; // of the kernel, which escapes everything it has not written itself
  const picture = image ? h("img", { src: image, alt: box ? "" : line }) : undefined;
  const title = `${line}. Show where`;
  const content = picture && box ? button(picture, show, { title, "aria-label": title }) : picture;
  return h("div", { class: "cs-call cs-small", "data-call": number }, content, text);
}
