// @ts-check
// The sentences of an answer that are about a region of the picture.

import { h } from "./dom.js";

/** @import { Region } from "./protocol.js" */

/**
 * Mark the words of each region in an element: its sentence, or else its label.
 * @param {HTMLElement} element
 * @param {Region[]} regions
 */
export function markSentences(element, regions) {
  for (const { number, sentence, label } of regions)
    for (const block of element.children)
      if (markWords(block, sentence, number) || markWords(block, label, number)) break;
}

/**
 * @param {Element} block
 * @param {string} words
 * @param {number} number
 */
function markWords(block, words, number) {
  const nodes = listTexts(block);
  const text = nodes.map(({ data }) => data).join("");
  const range = findWords(text, words);
  if (!range) return false;
  let at = 0;
  for (const node of nodes) {
    const start = Math.max(range[0] - at, 0);
    const end = Math.min(range[1] - at, node.data.length);
    at += node.data.length;
    if (start >= end) continue;
    const part = start ? node.splitText(start) : node;
    if (end - start < part.data.length) part.splitText(end - start);
    const mark = h("span", { class: "cs-said", "data-region": number });
    part.replaceWith(mark);
    mark.append(part);
  }
  return true;
}

/** @param {Element} block */
function listTexts(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const nodes = [];
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    if (!node.parentElement?.closest("button, math, .cs-said")) nodes.push(node);
  }
  return nodes;
}

/**
 * Return where words stand in a text, whatever their case; undefined if they do not.
 * @param {string} text
 * @param {string} words
 * @returns {[number, number] | undefined}
 */
export function findWords(text, words) {
  const pattern = words
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("\\s+");
  const match = pattern ? new RegExp(`(?<!\\w)${pattern}(?!\\w)`, "i").exec(text) : null;
  return match ? [match.index, match.index + match[0].length] : undefined;
}
