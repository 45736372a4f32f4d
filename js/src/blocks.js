// @ts-check
// The blocks of an answer. Those that are finished stay the same nodes while the last one grows, so
// that a selection and the keyboard's focus in them stay.

import { h } from "./dom.js";

export class AnswerBlocks {
  element = h("div", { class: "cs-answer" });

  /** @type {string[]} the HTML of each block on display */
  #html = [];

  /** @type {Set<Element>} blocks that have been finished, and may have been added to */
  #finished = new Set();

  /** @param {(block: HTMLElement, index: number) => void} finish - called when a block is complete */
  constructor(finish) {
    this.finish = finish;
  }

  /**
   * Draw the blocks.
   * @param {string[]} blocks - HTML from the kernel, which escapes everything that it has not
   *   written itself; no other HTML is ever set
   * @param {boolean} isOpen - the last block may grow
   */
  draw(blocks, isOpen) {
    const { element } = this;
    blocks.forEach((html, index) => {
      const block = this.#drawBlock(html, index);
      if ((!isOpen || index < blocks.length - 1) && !this.#finished.has(block)) {
        this.#finished.add(block);
        this.finish(block, index);
      }
    });
    while (element.children.length > blocks.length) element.lastElementChild?.remove();
    this.#html = blocks;
  }

  /**
   * @param {string} html
   * @param {number} index
   */
  #drawBlock(html, index) {
    const { element } = this;
    const previous = /** @type {HTMLElement | undefined} */ (element.children[index]);
    if (previous && this.#html[index] === html) return previous;
    const block = h("div", { class: "cs-block" });
    block.innerHTML = html;
    if (!previous) element.append(block);
    else if (this.#finished.delete(previous)) previous.replaceWith(block);
    else {
      growNode(previous, block);
      return previous;
    }
    return block;
  }
}

/**
 * Make a node like another one, keeping each node in it that is of the same kind.
 * @param {Node} node
 * @param {Node} model - its nodes may be taken
 */
function growNode(node, model) {
  if (node instanceof Text) growText(node, model.nodeValue ?? "");
  if (node instanceof Element && model instanceof Element) copyAttributes(node, model);
  const children = [...model.childNodes];
  children.forEach((child, index) => {
    const previous = node.childNodes[index];
    if (!previous) node.appendChild(child);
    else if (previous.nodeName === child.nodeName) growNode(previous, child);
    else node.replaceChild(child, previous);
  });
  while (node.childNodes.length > children.length) node.lastChild?.remove();
}

/**
 * Set a text; one that only grows keeps the selection in it.
 * @param {Text} node
 * @param {string} text
 */
function growText(node, text) {
  if (text === node.data) return;
  if (text.startsWith(node.data)) node.appendData(text.slice(node.data.length));
  else node.data = text;
}

/**
 * @param {Element} element
 * @param {Element} model
 */
function copyAttributes(element, model) {
  for (const { name, value } of model.attributes)
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
