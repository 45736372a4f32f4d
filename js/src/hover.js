// @ts-check
// The label of the mark under the mouse, before it is clicked.

import { closest, h, newId } from "./dom.js";
import { boxStyle } from "./geometry.js";
import { isPrepared } from "./pictures.js";

/** @import { Point } from "./geometry.js" */
/** @import { Panel } from "./panel.js" */
/** @import { FromKernel } from "./protocol.js" */
/** @import { Stage } from "./stage.js" */

const REACH = 7; // CSS pixels from which a mark is reached
const ANSWER_TIMEOUT = 5_000; // milliseconds after which a request counts as lost
const LABEL_DISTANCE = 14; // CSS pixels from the pointer

/**
 * Requests for the latest of many things: one at a time, and what came in between is skipped.
 * @template Subject
 */
export class LatestOnly {
  /** @type {Subject | undefined} what came while a request was open */
  #next;

  #openKey = "";
  #openSince = 0;

  /**
   * @param {(subject: Subject, key: string) => void} send
   * @param {() => number} [now]
   */
  constructor(send, now = () => performance.now()) {
    this.send = send;
    this.now = now;
  }

  /** @param {Subject} subject */
  request(subject) {
    if (this.#openKey && this.now() - this.#openSince < ANSWER_TIMEOUT) this.#next = subject;
    else this.#open(subject);
  }

  /** Forget what has been requested; an answer to it is none. */
  cancel() {
    this.#next = undefined;
    this.#openKey = "";
  }

  /**
   * Take an answer; return whether it is the one that is waited for.
   * @param {string} key
   */
  receive(key) {
    if (key !== this.#openKey) return false;
    this.#openKey = "";
    const next = this.#next;
    this.#next = undefined;
    if (next !== undefined) this.#open(next);
    return true;
  }

  /** @param {Subject} subject */
  #open(subject) {
    this.#openKey = newId("hover");
    this.#openSince = this.now();
    this.send(subject, this.#openKey);
  }
}

export class Hover {
  /** @type {Map<string, string>} why a picture has no marks, by its id */
  reasons = new Map();

  label = h("div", { class: "cs-hover-label", "aria-hidden": "true", hidden: true });
  outline = h("div", { class: "cs-hover-outline", "aria-hidden": "true", hidden: true });

  /** @type {LatestOnly<{ id: string, point: Point }>} */
  #requests;

  #version = -1; // of the picture that the last request was about

  /**
   * @param {Panel} panel
   * @param {Stage} stage
   */
  constructor(panel, stage) {
    this.panel = panel;
    this.stage = stage;
    this.#requests = new LatestOnly(({ id, point: [x, y] }, key) => {
      const reach = stage.toPictureLength(REACH);
      panel.messages.send({ do: "hover", id, x, y, reach, key });
    });
    stage.layer.append(this.outline, this.label);
    stage.layer.addEventListener("pointermove", (event) => this.#move(event));
    stage.layer.addEventListener("pointerleave", () => this.hide());
    stage.layer.addEventListener("pointerdown", () => this.hide());
  }

  hide() {
    this.#requests.cancel();
    this.label.hidden = this.outline.hidden = true;
  }

  /** @param {FromKernel["hover"]} message */
  receive({ id, key, mark, reason, hasMarks }) {
    if (!this.#requests.receive(key)) return;
    const { picture } = this.panel;
    if (!hasMarks && this.reasons.get(id) !== reason) {
      this.reasons.set(id, reason);
      this.stage.marks.drawAboutLine();
    } else if (hasMarks && this.reasons.delete(id)) this.stage.marks.drawAboutLine();
    const isShown = mark !== null && isPrepared(picture) && picture.id === id;
    this.label.hidden = this.outline.hidden = !isShown;
    if (!isShown) return;
    this.label.textContent = mark.text;
    Object.assign(this.outline.style, boxStyle(mark.box, picture.original));
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const { picture, kernel } = this.panel;
    const isIdle = event.pointerType !== "touch" && event.buttons === 0;
    const isOver = closest(event, ".cs-region") !== null;
    if (!isPrepared(picture) || !picture.live || !isIdle || isOver || kernel.isLost) {
      this.hide();
      return;
    }
    this.#placeLabel(event);
    // A picture without marks is asked once; a drawing that is new may have some.
    if (this.reasons.has(picture.id) && this.#version === picture.version) return;
    this.#version = picture.version;
    const point = this.stage.pointOf(event, picture);
    this.#requests.request({ id: picture.id, point });
  }

  /** @param {PointerEvent} event */
  #placeLabel({ clientX, clientY }) {
    const { left, top, width } = this.stage.layer.getBoundingClientRect();
    const [x, y] = [clientX - left, clientY - top];
    const isRight = x > width / 2;
    this.label.style.left = isRight ? "" : `${x + LABEL_DISTANCE}px`;
    this.label.style.right = isRight ? `${width - x + LABEL_DISTANCE}px` : "";
    this.label.style.top = `${y + LABEL_DISTANCE}px`;
  }
}
