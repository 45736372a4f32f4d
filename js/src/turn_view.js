// @ts-check
// One question with its answer: parts that are drawn again only where they change.

import { AnswerBlocks } from "./blocks.js";
import { createCallElements } from "./calls.js";
import { addCodeTools } from "./code.js";
import { button, closest, h } from "./dom.js";
import { markSentences } from "./sentences.js";
import {
  findCallPlace,
  findRegionPicture,
  hasEnded,
  readBlock,
  secondsText,
  statusText,
} from "./turns.js";

/** @import { Panel } from "./panel.js" */
/** @import { Region, Turn } from "./protocol.js" */

export class TurnView {
  element = h("article", { class: "cs-turn" });

  /** @type {Map<string, { element: HTMLElement, digest: string }>} */
  #parts = new Map();

  /** @type {Turn | undefined} */
  #turn;

  #hasSentences = false;

  /** @type {Set<number>} blocks that screen readers have been told */
  #announced = new Set();

  #blocks = new AnswerBlocks((block, index) => this.#finishBlock(block, index));

  /**
   * @param {Panel} panel
   * @param {(text: string) => void} [announce] - told the text of each block that is finished
   */
  constructor(panel, announce) {
    this.panel = panel;
    this.announce = announce;
    for (const kind of ["pointerover", "focusin"])
      this.element.addEventListener(kind, (event) => this.#lightRegion(event));
    for (const kind of ["pointerleave", "focusout"])
      this.element.addEventListener(kind, () => this.light(undefined));
  }

  /**
   * Light a region, on the picture and in the text; without a number, none.
   * @param {number | undefined} number
   */
  light(number) {
    const { panel } = this;
    const region = this.#turn?.regions.find((one) => one.number === number);
    const picture = this.#turn && region && findRegionPicture(panel.pictures, this.#turn, region);
    panel.stage.lights.showRegion(picture?.id === panel.active.id ? region?.bounds : undefined);
    this.lightSentence(region?.number);
  }

  /** @param {number | undefined} number */
  lightSentence(number) {
    for (const element of this.element.querySelectorAll("[data-region]"))
      element.classList.toggle("cs-lit", element.getAttribute("data-region") === String(number));
  }

  /** @param {Event} event */
  #lightRegion(event) {
    const call = closest(event, "[data-call]");
    if (call) return this.#lightCall(Number(call.getAttribute("data-call")));
    const element = closest(event, "[data-region]");
    this.light(element ? Number(element.dataset["region"]) : undefined);
  }

  /**
   * Light the part that a call looked at, where its picture is the active one.
   * @param {number} number
   */
  #lightCall(number) {
    const { panel } = this;
    const place = this.#turn && findCallPlace(panel.pictures, this.#turn, number);
    panel.stage.lights.showRegion(place?.picture.id === panel.active.id ? place?.box : undefined);
  }

  /** @param {number} number */
  #showCall(number) {
    const { panel } = this;
    const place = this.#turn && findCallPlace(panel.pictures, this.#turn, number);
    if (place && place.picture.id !== panel.active.id) panel.showPicture(place.picture.id);
    this.#lightCall(number);
  }

  /** @param {Turn} turn */
  draw(turn) {
    const status = statusText(turn.status);
    this.element.className = `cs-turn cs-${turn.status}`;
    this.#drawPart("question", [turn.prompt, turn.task, turn.subject], () => [
      createQuestionElement(turn),
    ]);
    this.#drawPart("facts", [turn.captions, turn.notes], () =>
      [...turn.captions, ...turn.notes].map(small),
    );
    this.#drawPart("calls", turn.calls, () =>
      createCallElements(turn, (number) => this.#showCall(number)),
    );
    this.#drawPart("status", [status, turn.status === "thinking"], () => [
      status ? hint(status) : undefined,
      turn.status === "thinking" ? createThinkingElement() : undefined,
    ]);
    this.#drawPart("thinking", turn.thinking, () => [
      turn.thinking ? createThoughtElement(turn.thinking) : undefined,
    ]);
    if (!this.#blocks.element.isConnected) this.element.append(this.#blocks.element);
    this.#turn = turn;
    this.#blocks.draw(turn.blocks, !hasEnded(turn));
    this.#drawPart("verdicts", turn.verdicts, () => [createSafeElement(turn.verdicts)]);
    this.#drawPart("regions", turn.regions, () => [this.#createRegions(turn)]);
    this.#drawPart("messages", [turn.notice, turn.problem, turn.footer], () => [
      turn.notice ? h("p", { class: "cs-notice" }, turn.notice) : undefined,
      turn.problem ? h("p", { class: "cs-problem-text", role: "alert" }, turn.problem) : undefined,
      turn.footer ? small(turn.footer) : undefined,
      turn.status === "failed" || turn.status === "stopped"
        ? this.#createSecondTry(turn)
        : undefined,
    ]);
    if (hasEnded(turn) && !this.#hasSentences) {
      this.#hasSentences = true;
      markSentences(this.#blocks.element, turn.regions);
    }
  }

  /** @param {Turn} turn */
  #createSecondTry(turn) {
    const { panel } = this;
    return h(
      "div",
      { class: "cs-second-try" },
      button("Retry", () => panel.composer.retry(turn), { title: "Ask the same once more" }),
      button("Edit", () => panel.composer.edit(turn), {
        title: "Put the question back to change it",
      }),
    );
  }

  /**
   * Let the marks of checked statements be clicked, which lights what proves them.
   * @param {HTMLElement} block
   */
  #addClaimButtons(block) {
    const turn = /** @type {Turn} */ (this.#turn);
    for (const mark of block.querySelectorAll("[data-claim]")) {
      const number = Number(mark.getAttribute("data-claim"));
      const claim = turn.claims[number];
      if (!claim) continue;
      const title = [claim.verdict, claim.data].filter(Boolean).join(": ");
      const prove = () => this.panel.act({ do: "prove", id: turn.id, claim: number });
      const element = claim.query
        ? button(mark.textContent ?? "", prove, { "aria-label": `${title}. Show it`, title })
        : h("span", { role: "img", "aria-label": title, title }, mark.textContent ?? "");
      element.className = mark.className;
      mark.replaceWith(element);
    }
  }

  /**
   * Draw a part of the turn if what it shows has changed.
   * @param {string} name
   * @param {unknown} content
   * @param {() => (Node | undefined)[]} create
   */
  #drawPart(name, content, create) {
    const digest = JSON.stringify(content);
    let part = this.#parts.get(name);
    if (!part) {
      part = { element: h("div", {}), digest: "" };
      this.#parts.set(name, part);
      this.element.append(part.element);
    }
    if (digest === part.digest) return;
    part.digest = digest;
    part.element.replaceChildren(...create().filter((node) => node !== undefined));
  }

  /**
   * @param {HTMLElement} block
   * @param {number} index
   */
  #finishBlock(block, index) {
    if (!this.#announced.has(index)) this.announce?.(readBlock(block));
    this.#announced.add(index);
    addCodeTools(this.panel, block);
    this.#addClaimButtons(block);
  }

  /** @param {Turn} turn */
  #createRegions(turn) {
    if (!turn.regions.length) return undefined;
    const buttons = turn.regions.map((region) => this.#createRegionButton(turn, region));
    return h("div", { class: "cs-regions" }, ...buttons);
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
    return button(`${region.number} ${region.label}`, open, {
      title,
      "data-region": region.number,
    });
  }
}

/** @param {string} text */
const hint = (text) => h("p", { class: "cs-hint" }, text);

/** @param {string} text */
const small = (text) => h("p", { class: "cs-small" }, text);

/**
 * Return an element with HTML from the kernel, which escapes everything it has not written itself.
 * @param {string} html
 */
function createSafeElement(html) {
  const element = h("div");
  element.innerHTML = html;
  return element;
}

/** @param {Turn} turn */
function createQuestionElement({ prompt, task, subject }) {
  if (!task) return h("div", { class: "cs-question" }, prompt);
  const summary = h(
    "summary",
    {},
    h("span", { class: "cs-task" }, task),
    subject && `: ${subject}`,
  );
  return h("details", { class: "cs-question" }, summary, prompt);
}

/** @param {string} thinking */
function createThoughtElement(thinking) {
  return h(
    "details",
    { class: "cs-small cs-thought" },
    h("summary", {}, "What Claude thought"),
    createSafeElement(thinking),
  );
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
