// @ts-check
// The log of questions and answers, including the one being written.

import { h } from "./dom.js";
import { TurnView } from "./turn_view.js";
import { hasEnded, isAtEnd } from "./turns.js";

/** @import { Panel } from "./panel.js" */

export class Conversation {
  // Announced by `announcer`, block by block, since a growing text would be read again and again.
  element = h("div", {
    class: "cs-log",
    role: "log",
    tabindex: "0",
    "aria-label": "Conversation",
    "aria-live": "off",
    onscroll: () => this.#noteScroll(),
  });
  announcer = h("div", {
    class: "cs-visually-hidden",
    "aria-live": "polite",
    "aria-relevant": "additions",
  });

  /** @type {Map<string, TurnView>} by the turn's id */
  #views = new Map();

  #hint = h("p", { class: "cs-hint" });
  #isAtEnd = true;
  #isScrolling = false;

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
  }

  draw() {
    const { element: log, panel } = this;
    const turns = panel.turns.all;
    for (const [id, view] of this.#views)
      if (!panel.turns.get(id)) {
        view.element.remove();
        this.#views.delete(id);
      }
    for (const { id } of turns) this.#drawTurn(id);
    const isWaiting = panel.composer.isOpen && !panel.turns.open;
    this.#hint.textContent = isWaiting ? "Waiting for the kernel…" : "Answers appear here.";
    if (isWaiting || !turns.length) log.append(this.#hint);
    else this.#hint.remove();
    log.setAttribute("aria-busy", String(panel.composer.isOpen));
    this.#follow();
  }

  /**
   * Draw what is new in a turn.
   * @param {string} id
   */
  drawTurn(id) {
    this.#drawTurn(id);
    this.#follow();
  }

  /** @param {string} id */
  #drawTurn(id) {
    const turn = this.panel.turns.get(id);
    if (!turn) return;
    let view = this.#views.get(id);
    if (!view) {
      // What was there before this view is no news.
      const announce = hasEnded(turn) ? undefined : (/** @type {string} */ text) => this.#say(text);
      if (announce) this.announcer.replaceChildren();
      view = new TurnView(this.panel, announce);
      this.#views.set(id, view);
      this.element.append(view.element);
    }
    view.draw(turn);
  }

  /**
   * Light the sentence about a region of the last answer that has any; without a number, none.
   * @param {number | undefined} number
   */
  lightSentence(number) {
    const turn = this.panel.turns.ended.findLast(({ regions }) => regions.length);
    if (turn) this.#views.get(turn.id)?.lightSentence(number);
  }

  /** @param {string} text */
  #say(text) {
    this.announcer.append(h("p", {}, text));
  }

  #noteScroll() {
    this.#isAtEnd = isAtEnd(this.element);
  }

  // Once a frame: to ask for the height is to lay the page out.
  #follow() {
    if (!this.#isAtEnd || this.#isScrolling) return;
    this.#isScrolling = true;
    requestAnimationFrame(() => {
      this.#isScrolling = false;
      this.element.scrollTop = this.element.scrollHeight;
    });
  }
}
