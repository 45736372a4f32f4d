// @ts-check
// The turns of a conversation on display, while answers stream in. No DOM.

/** @import { Picture, Region, Status, Turn, TurnMessage } from "./protocol.js" */

const END_MARGIN = 40; // pixels; closer to the end, the log keeps following the answer

/** @type {Partial<Record<Status, string>>} */
const STATUS_TEXTS = { waiting: "Preparing the picture…", sending: "Asking…" };

/** @param {Status} status */
export const statusText = (status) => STATUS_TEXTS[status] ?? "";

/** @param {Turn} turn */
export const hasEnded = ({ status }) => ["done", "stopped", "failed"].includes(status);

/** The turns of a conversation, as far as the kernel has sent them; shared by all views. */
export class TurnStore {
  /** @type {Map<string, Turn>} */
  #turns = new Map();

  /** Rises with each question that begins or ends. */
  revision = 0;

  /** All turns, in order. */
  get all() {
    return [...this.#turns.values()];
  }

  /** The turns that have ended. */
  get ended() {
    return this.all.filter(hasEnded);
  }

  /** The question that is open, if there is one. */
  get open() {
    return this.all.find((turn) => !hasEnded(turn));
  }

  /** @param {string} id */
  get(id) {
    return this.#turns.get(id);
  }

  /**
   * Take all turns.
   * @param {Turn[]} turns
   */
  replace(turns) {
    this.#turns = new Map(turns.map((turn) => [turn.id, turn]));
    this.revision++;
  }

  /**
   * Take what is new in a turn. A turn whose beginning was missed comes with all the others.
   * @param {TurnMessage} message
   */
  update({ id, changes, start, blocks }) {
    const previous = this.#turns.get(id);
    if (!previous && changes.id === undefined) return;
    const turn = /** @type {Turn} */ ({ ...previous, ...changes });
    turn.blocks = [...(previous?.blocks.slice(0, start) ?? []), ...blocks];
    this.#turns.set(id, turn);
    if (changes.status !== undefined) this.revision++;
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
 * Return the open picture that a region of an answer, or a call of a tool, is about.
 * @param {Picture[]} pictures
 * @param {Turn} turn
 * @param {Pick<Region, "picture">} region
 */
export function findRegionPicture(pictures, turn, region) {
  return pictures.find(({ id, name }) => name === region.picture && turn.pictures.includes(id));
}

/**
 * Return the part that a call looked at, on the picture that it is about; neither where that
 * picture is closed.
 * @param {Picture[]} pictures
 * @param {Turn} turn
 * @param {number} number - of the call, from 0
 */
export function findCallPlace(pictures, turn, number) {
  const call = turn.calls[number];
  const picture = call?.box ? findRegionPicture(pictures, turn, call) : undefined;
  return picture && call?.box ? { picture, box: call.box } : undefined;
}

/**
 * Return the elapsed time in whole seconds.
 * @param {number} start - milliseconds
 * @param {number} now - milliseconds
 */
export const secondsText = (start, now) => `${Math.round((now - start) / 1000)} s`;

/**
 * Return the words of a block as a screen reader says them, with the cells of a table apart.
 * @param {{ querySelectorAll: (selector: string) => Iterable<{ textContent: string | null }>,
 *   textContent: string | null }} block
 */
export function readBlock(block) {
  const parts = [...block.querySelectorAll("th, td, li")];
  const texts = (parts.length ? parts : [block]).map(({ textContent }) => textContent ?? "");
  return texts.join(", ").replace(/\s+/g, " ").trim();
}
