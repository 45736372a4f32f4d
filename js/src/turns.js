// @ts-check
// The turns of a conversation on display, while answers stream in. No DOM.

/** @import { Picture, Region, Status, Turn } from "./protocol.js" */

const END_MARGIN = 40; // pixels; closer to the end, the log keeps following the answer

/** @type {Partial<Record<Status, string>>} */
const STATUS_TEXTS = { waiting: "Preparing the picture…", sending: "Asking…" };

/** @param {Status} status */
export const statusText = (status) => STATUS_TEXTS[status] ?? "";

/**
 * The elements of a list of turns. An unchanged turn keeps its element, so that a text selection in
 * it survives while the next answer streams in.
 * @template Element
 */
export class TurnElements {
  /** @type {Map<string, { digest: string, element: Element }>} by the turn's id */
  #elements = new Map();

  /**
   * @param {(turn: Turn, previous: Element | undefined) => Element} draw - draws a turn,
   *   and takes over what the user has changed in its previous element
   */
  constructor(draw) {
    this.draw = draw;
  }

  /**
   * Return the elements of all turns, in order.
   * @param {Turn[]} turns
   * @returns {Element[]}
   */
  update(turns) {
    const elements = new Map(turns.map((turn) => [turn.id, this.#drawTurn(turn)]));
    this.#elements = elements;
    return Array.from(elements.values(), ({ element }) => element);
  }

  /** @param {Turn} turn */
  #drawTurn(turn) {
    const previous = this.#elements.get(turn.id);
    const digest = JSON.stringify(turn);
    if (previous?.digest === digest) return previous;
    return { digest, element: this.draw(turn, previous?.element) };
  }
}

/**
 * Return whether the log is scrolled to its end, and should follow the answer.
 * @param {{ scrollHeight: number, scrollTop: number, clientHeight: number }} log
 */
export function isAtEnd({ scrollHeight, scrollTop, clientHeight }) {
  return scrollHeight - scrollTop - clientHeight < END_MARGIN;
}

/**
 * Return the turns to display: the finished ones, then the open one.
 * @param {Turn[]} turns
 * @param {Turn | { id?: undefined }} live
 */
export const listTurns = (turns, live) => (live.id === undefined ? turns : [...turns, live]);

/**
 * Return the open picture that a region of an answer is on.
 * @param {Picture[]} pictures
 * @param {Turn} turn
 * @param {Region} region
 */
export function findRegionPicture(pictures, turn, region) {
  return pictures.find(({ id, name }) => name === region.picture && turn.pictures.includes(id));
}

/**
 * Return the elapsed time in whole seconds.
 * @param {number} start - milliseconds
 * @param {number} now - milliseconds
 */
export const secondsText = (start, now) => `${Math.round((now - start) / 1000)} s`;
