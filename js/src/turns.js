// @ts-check
// The turns of a conversation as they are shown while an answer streams in. No DOM.

/** @import { Picture, Region, Status, Turn } from "./protocol.js" */

const END_MARGIN = 40; // pixels from the end at which a reader still follows it

/** @type {Partial<Record<Status, string>>} */
const STATUS_TEXTS = { waiting: "Preparing the picture…", sending: "Asking…" };

/** @param {Status} status */
export const statusText = (status) => STATUS_TEXTS[status] ?? "";

/**
 * The part of a list of turns that has to be drawn again when a new list comes: a turn that has
 * not changed keeps its element, so that a selection in it stays.
 * @template Element
 */
export class TurnElements {
  /** @type {Map<string, { digest: string, element: Element }>} by the turn's id */
  #drawn = new Map();

  /**
   * @param {(turn: Turn, before: Element | undefined) => Element} draw - draws a turn, and is
   *   given its element of before, whose state it takes over
   */
  constructor(draw) {
    this.draw = draw;
  }

  /**
   * Return the elements of all turns, in their order.
   * @param {Turn[]} turns
   * @returns {Element[]}
   */
  update(turns) {
    const drawn = new Map(turns.map((turn) => [turn.id, this.#drawTurn(turn)]));
    this.#drawn = drawn;
    return Array.from(drawn.values(), ({ element }) => element);
  }

  /** @param {Turn} turn */
  #drawTurn(turn) {
    const before = this.#drawn.get(turn.id);
    const digest = JSON.stringify(turn);
    if (before?.digest === digest) return before;
    return { digest, element: this.draw(turn, before?.element) };
  }
}

/**
 * Return whether a reader is at the end of the log, and so is to follow what comes.
 * @param {{ scrollHeight: number, scrollTop: number, clientHeight: number }} log
 */
export function isAtEnd({ scrollHeight, scrollTop, clientHeight }) {
  return scrollHeight - scrollTop - clientHeight < END_MARGIN;
}

/**
 * Return the turns to show: those that have ended, and the open one.
 * @param {Turn[]} turns
 * @param {Turn | { id?: undefined }} live
 */
export const shownTurns = (turns, live) => (live.id === undefined ? turns : [...turns, live]);

/**
 * Return the open picture that a region of an answer lies on.
 * @param {Picture[]} pictures
 * @param {Turn} turn
 * @param {Region} region
 */
export function findRegionPicture(pictures, turn, region) {
  return pictures.find(({ id, name }) => name === region.picture && turn.pictures.includes(id));
}

/**
 * Return the time that has passed, in whole seconds.
 * @param {number} began - milliseconds
 * @param {number} now - milliseconds
 */
export const secondsText = (began, now) => `${Math.round((now - began) / 1000)} s`;
