// @ts-check
// Uploads of files that are dropped, pasted or chosen, and their progress.

import { button, h, newId } from "./dom.js";
import { RefusedError } from "./messages.js";
import { fileName, imageFiles, sendInPieces } from "./upload.js";

/** @import { Panel } from "./panel.js" */

export class Transfers {
  element = h("div");

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
  }

  /**
   * Accept files dropped or pasted anywhere on an element, instead of the notebook.
   * @param {HTMLElement} target
   */
  receiveOn(target) {
    target.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      consume(event);
      target.classList.add("cs-dropping");
    });
    target.addEventListener("dragleave", (event) => {
      const isInside = target.contains(/** @type {Node | null} */ (event.relatedTarget));
      if (!isInside) target.classList.remove("cs-dropping");
    });
    target.addEventListener("drop", (event) => {
      consume(event);
      target.classList.remove("cs-dropping");
      this.send([...(event.dataTransfer?.files ?? [])]);
    });
    target.addEventListener("paste", (event) => {
      const files = imageFiles(event.clipboardData?.files);
      if (!files.length) return; // text, for the prompt
      consume(event);
      this.send(files);
    });
  }

  /**
   * Upload files, one after the other.
   * @param {File[]} files
   */
  async send(files) {
    this.panel.showProblem("");
    for (const file of files) await this.#sendFile(file);
  }

  /** @param {File} file */
  async #sendFile(file) {
    const { messages, model } = this.panel;
    const name = fileName(file);
    const controller = new AbortController();
    const progress = h("progress", { max: 1, value: 0, "aria-label": `Sending ${name}` });
    const cancel = button("Cancel", () => controller.abort());
    const row = h("div", { class: "cs-progress" }, h("span", {}, name), progress, cancel);
    this.element.append(row);
    try {
      await sendInPieces(messages, `${Date.now()}-${newId("file")}`, file, {
        pieceSize: model.get("_about").piece,
        signal: controller.signal,
        onProgress: (share) => {
          progress.value = share;
        },
      });
    } catch (error) {
      const isShown = error instanceof RefusedError; // by the kernel itself
      if (!isShown) this.panel.showProblem(`${name}: ${/** @type {Error} */ (error).message}`);
    } finally {
      row.remove();
    }
  }
}

/** @param {Event} event */
function consume(event) {
  event.preventDefault();
  event.stopPropagation();
}
