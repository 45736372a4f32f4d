// @ts-check
// The panel's kernel: whether it answers, is busy, or is gone.

import { h } from "./dom.js";

/** @import { AnyModel } from "@anywidget/types" */
/** @import { Messages } from "./messages.js" */
/** @import { Traits } from "./protocol.js" */

const SILENCE = 15_000; // milliseconds after which the user is told that the kernel is not responding

const SILENT = "The kernel is not responding: it is busy, or it has stopped.";
const LOST =
  "The kernel was restarted, so this panel can only be read and copied. " +
  "Run its cell again to go on.";
const BUSY = "A cell is running: what needs the figure waits for its end.";

/** Statuses of Jupyter's own front ends after which a kernel knows no panel any more. */
const END_STATUSES = new Set(["restarting", "autorestarting", "terminating", "dead"]);

/** @param {string} status */
export const isEnd = (status) => END_STATUSES.has(status);

export class KernelState {
  isLost = false;
  alert = h("div", { class: "cs-alert", role: "alert" });
  busy = h("span", { class: "cs-busy", hidden: true }, BUSY);

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {AnyModel<Traits>} model
   * @param {Messages} messages
   * @param {() => void} onLoss
   */
  constructor(model, messages, onLoss) {
    this.model = model;
    this.messages = messages;
    this.onLoss = onLoss;
  }

  draw() {
    this.busy.hidden = this.isLost || !this.model.get("_busy");
  }

  /** Send a greeting; without an answer, the user is told. */
  greet() {
    if (this.isLost || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.alert.replaceChildren(SILENT), SILENCE);
    this.messages.send({ do: "hello" });
  }

  /**
   * Follow the kernel until the signal is aborted.
   * @param {AbortSignal} signal
   */
  follow(signal) {
    const answer = () => {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      if (!this.isLost) this.alert.replaceChildren();
    };
    this.messages.on("hello", answer, signal);
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
    this.#followStatus(signal);
    this.greet();
  }

  // Where the front end tells nothing of its kernel, only the silence after a greeting is left.
  /** @param {AbortSignal} signal */
  #followStatus(signal) {
    const status = /** @type {any} */ (this.model.widget_manager)?.kernel?.statusChanged;
    if (typeof status?.connect !== "function") return;
    /**
     * @param {unknown} _
     * @param {string} value
     */
    const receive = (_, value) => {
      if (!isEnd(value) || this.isLost) return;
      this.isLost = true;
      clearTimeout(this.#timer);
      this.alert.replaceChildren(LOST);
      this.draw();
      this.onLoss();
    };
    status.connect(receive);
    signal.addEventListener("abort", () => status.disconnect(receive));
  }
}
