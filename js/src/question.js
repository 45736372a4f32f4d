// @ts-check
// The question that the user is composing, and the one in progress. No DOM.

/** @import { UserBox } from "./boxes.js" */
/** @import { AskMessage, Picture } from "./protocol.js" */

const PENDING_TIMEOUT = 60_000; // milliseconds after which the user may ask again, even if the kernel is silent

/**
 * The state of the panel's controls when a question is asked.
 * @typedef {object} Controls
 * @property {string} prompt - as typed by the user
 * @property {string} [task] - from the button that was pressed
 * @property {boolean} all - ask about all pictures, unless a box is selected
 * @property {Record<string, string | boolean>} options - of the controls beside Ask
 * @property {string} [method]
 */

/**
 * Return the message that asks a question about the active picture.
 * @param {Controls} controls
 * @param {{ pictures: Picture[], activeId: string, box?: UserBox }} subject
 * @returns {AskMessage}
 */
export function buildQuestion(controls, { pictures, activeId, box }) {
  const words = controls.prompt.trim();
  const isAboutAll = controls.all && !box;
  return {
    do: "ask",
    prompt: words || (box && !controls.task ? "What is this?" : ""),
    task: controls.task,
    pictures: isAboutAll ? pictures.map(({ id }) => id) : [activeId],
    box: box?.box,
    method: controls.method,
    ...controls.options,
  };
}

/**
 * Return the subject of the next question; empty if there is no picture.
 * @param {Picture | undefined} picture
 * @param {UserBox | undefined} box
 */
export function describeSubject(picture, box) {
  if (!picture) return "";
  return box ? `About ${box.label ?? "the box"} on ${picture.name}` : `About ${picture.name}`;
}

/** A question that the panel suggests without overwriting what the user has typed. */
export class Suggestion {
  #text = "";

  /**
   * Return the prompt, with the new suggestion unless the user has typed something else.
   * @param {string} prompt
   * @param {string} text
   */
  replaceIn(prompt, text) {
    const isTyped = prompt.trim() !== "" && prompt !== this.#text;
    this.#text = isTyped ? "" : text;
    return isTyped ? prompt : text;
  }

  /**
   * Return the prompt without the suggestion, whose subject is gone.
   * @param {string} prompt
   */
  withdrawFrom(prompt) {
    const isUntouched = this.#text !== "" && prompt === this.#text;
    this.#text = "";
    return isUntouched ? "" : prompt;
  }
}

/** The questions asked before, which the arrow keys bring back. */
export class PromptHistory {
  #place = 0; // steps back from the newest; 0 is what the user is typing
  #draft = "";

  /**
   * Return an earlier or a later prompt; undefined if there is none.
   * @param {string[]} prompts - the oldest first
   * @param {string} prompt - the present one
   * @param {1 | -1} step - back or forth
   */
  move(prompts, prompt, step) {
    const different = prompts.filter((text, index) => text && text !== prompts[index + 1]);
    const isRecalled = this.#place > 0 && prompt === different.at(-this.#place);
    if (!isRecalled) {
      this.#place = 0;
      this.#draft = prompt;
    }
    const place = this.#place + step;
    if (place < 0 || place > different.length) return undefined;
    this.#place = place;
    return place ? different.at(-place) : this.#draft;
  }
}

/** A question that has been sent and that the kernel has not reacted to yet. */
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
