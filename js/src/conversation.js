// @ts-check
// The log of questions and answers, including the one being written.

import { button, h } from "./dom.js";
import {
  findRegionPicture,
  isAtEnd,
  listTurns,
  secondsText,
  statusText,
  TurnElements,
} from "./turns.js";

/** @import { Panel } from "./panel.js" */
/** @import { Region, Turn } from "./protocol.js" */

export class Conversation {
  element = h("div", {
    class: "cs-log",
    role: "log",
    tabindex: "0",
    "aria-label": "Conversation",
  });

  /** @type {TurnElements<HTMLElement>} */
  #turns = new TurnElements((turn, previous) => this.#createTurnElement(turn, previous));

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
  }

  draw() {
    const { element: log, panel } = this;
    const live = panel.model.get("_live");
    const wasAtEnd = isAtEnd(log);
    const elements = this.#turns.update(listTurns(panel.model.get("_turns"), live));
    if (panel.composer.isOpen && live.id === undefined)
      elements.push(hint("Waiting for the kernel…"));
    if (!elements.length) elements.push(hint("Answers appear here."));
    // Replacing unchanged elements would lose a text selection in them.
    const hasChanged =
      elements.length !== log.children.length ||
      elements.some((element, index) => element !== log.children[index]);
    if (hasChanged) log.replaceChildren(...elements);
    if (wasAtEnd) log.scrollTop = log.scrollHeight;
    log.setAttribute("aria-busy", String(panel.composer.isOpen));
  }

  /**
   * @param {Turn} turn
   * @param {HTMLElement} [previous]
   */
  #createTurnElement(turn, previous) {
    const status = statusText(turn.status);
    const regions = turn.regions.map((region) => this.#createRegionButton(turn, region));
    return h(
      "article",
      { class: `cs-turn cs-${turn.status}` },
      createQuestionElement(turn),
      ...[...turn.captions, ...turn.notes].map(small),
      status ? hint(status) : undefined,
      turn.status === "thinking" ? createThinkingElement() : undefined,
      turn.thinking ? createThoughtElement(turn, previous) : undefined,
      createSafeElement(turn.html, "cs-answer"),
      regions.length ? h("div", { class: "cs-regions" }, ...regions) : undefined,
      turn.notice ? h("p", { class: "cs-notice" }, turn.notice) : undefined,
      turn.problem ? h("p", { class: "cs-problem-text", role: "alert" }, turn.problem) : undefined,
      turn.footer ? small(turn.footer) : undefined,
    );
  }

  /**
   * @param {Turn} turn
   * @param {Region} region
   */
  #createRegionButton(turn, region) {
    const { panel } = this;
    const open = () => {
      const picture = findRegionPicture(panel.pictures, turn, region);
      if (!picture) return;
      if (picture.id !== panel.active.id) panel.showPicture(picture.id);
      panel.stage.marks.askAboutRegion(region);
    };
    const title = [region.sentence, region.data].filter(Boolean).join(" · ");
    return button(`${region.number} ${region.label}`, open, { title });
  }
}

/** @param {string} text */
const hint = (text) => h("p", { class: "cs-hint" }, text);

/** @param {string} text */
const small = (text) => h("p", { class: "cs-small" }, text);

/**
 * Return an element with HTML from the kernel, which escapes everything it has not written itself.
 * No other HTML is ever set.
 * @param {string} html
 * @param {string} [name]
 */
function createSafeElement(html, name) {
  const element = h("div", { class: name });
  element.innerHTML = html;
  return element;
}

/** @param {Turn} turn */
function createQuestionElement({ prompt, task }) {
  if (!task) return h("div", { class: "cs-question" }, prompt);
  const summary = h("summary", {}, h("span", { class: "cs-task" }, task));
  return h("details", { class: "cs-question" }, summary, prompt);
}

/**
 * @param {Turn} turn
 * @param {HTMLElement} [previous] - the turn's previous element, whose fold stays open or closed
 */
function createThoughtElement({ thinking }, previous) {
  const fold = h(
    "details",
    { class: "cs-small cs-thought" },
    h("summary", {}, "What Claude thought"),
    createSafeElement(thinking),
  );
  fold.open = previous?.querySelector(".cs-thought")?.hasAttribute("open") ?? false;
  return fold;
}

// The seconds are counted here, since the kernel sends nothing while Claude thinks. They are hidden
// from screen readers, which would read each one.
function createThinkingElement() {
  const seconds = h("span", { "aria-hidden": "true" });
  const element = h("p", { class: "cs-hint" }, "Thinking… ", seconds);
  const start = Date.now();
  const timer = setInterval(() => {
    if (!element.isConnected) clearInterval(timer);
    seconds.textContent = secondsText(start, Date.now());
  }, 1000);
  return element;
}
