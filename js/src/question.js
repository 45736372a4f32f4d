// @ts-check
// The question that the user is about to ask, and the one that is open. No DOM.

/** @import { UserBox } from "./boxes.js" */
/** @import { AskMessage, Picture } from "./protocol.js" */

const PENDING_TIMEOUT = 60_000; // milliseconds until one may ask again, whatever the kernel does

/**
 * What the panel's controls say when a question is asked.
 * @typedef {object} Controls
 * @property {string} prompt - as typed
 * @property {string} [task] - of the button that was pressed
 * @property {boolean} all - about all pictures, where no box is selected
 * @property {boolean} boxes - Claude marks regions
 * @property {string} effort
 * @property {string} [method]
 */

/**
 * Return the message that asks a question about what is shown.
 * @param {Controls} controls
 * @param {{ pictures: Picture[], shownId: string, box?: UserBox }} subject
 * @returns {AskMessage}
 */
export function buildQuestion(controls, { pictures, shownId, box }) {
  const words = controls.prompt.trim();
  const isAboutAll = controls.all && !box;
  return {
    do: "ask",
    prompt: words || (box && !controls.task ? "What is this?" : ""),
    task: controls.task,
    pictures: isAboutAll ? pictures.map(({ id }) => id) : [shownId],
    box: box?.box,
    method: controls.method,
    boxes: controls.boxes,
    effort: controls.effort,
  };
}

/**
 * Return what a question would be about; empty where there is no picture.
 * @param {Picture | undefined} picture
 * @param {UserBox | undefined} box
 */
export function describeSubject(picture, box) {
  if (!picture) return "";
  return box ? `About ${box.label ?? "the box"} on ${picture.name}` : `About ${picture.name}`;
}

/** A question that the panel proposes. What the user has typed stays. */
export class Suggestion {
  #text = "";

  /**
   * Return the prompt with a new proposal in it.
   * @param {string} prompt
   * @param {string} text
   */
  replaceIn(prompt, text) {
    const isTyped = prompt.trim() !== "" && prompt !== this.#text;
    this.#text = text;
    return isTyped ? prompt : text;
  }
}

/** Whether a question has been sent of which the kernel has not shown anything yet. */
export class PendingQuestion {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {() => void} onTimeout */
  constructor(onTimeout) {
    this.onTimeout = onTimeout;
  }

  get isPending() {
    return this.#timer !== undefined;
  }

  begin() {
    this.end();
    this.#timer = setTimeout(() => {
      this.end();
      this.onTimeout();
    }, PENDING_TIMEOUT);
  }

  end() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/**
 * Return the effort to select when the list of efforts or the setting has changed.
 * @param {string[]} efforts - of the model
 * @param {string} setting
 */
export const defaultEffort = (efforts, setting) => (efforts.includes(setting) ? setting : "auto");
