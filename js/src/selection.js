// @ts-check
// What is selected on a chart's picture, for the kernel, and the tools that work on all of it.

import { button, h, newId } from "./dom.js";
import { isPrepared } from "./pictures.js";

/** @import { UserBox } from "./boxes.js" */
/** @import { Panel } from "./panel.js" */
/** @import { FromKernel, SelectedArea } from "./protocol.js" */

/**
 * Return what the kernel is told of boxes.
 * @param {UserBox[]} boxes
 * @returns {SelectedArea[]}
 */
export const toAreas = (boxes) =>
  boxes.map(({ kind, box, points }) => ({ kind: kind ?? "box", box, points }));

export class Selection {
  areRegionsHidden = false;

  data = h("input", { type: "checkbox" });
  dataLabel = h(
    "label",
    { title: "Send the values that lie in the selection with the question" },
    this.data,
    "with data",
  );

  #digest = "";
  #key = ""; // of the latest selection; counts of earlier ones are ignored

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
  }

  /** Whether the values in the selection go with the next question. */
  get isSent() {
    return this.data.checked && this.#boxes.length > 0 && Boolean(this.panel.picture?.live);
  }

  get #boxes() {
    return this.panel.boxes.onPicture(this.panel.active.id);
  }

  /** Tell the kernel what is selected, if that has changed. */
  send() {
    const { picture, messages, kernel } = this.panel;
    if (!isPrepared(picture) || !picture.live || kernel.isLost) return;
    const areas = toAreas(this.#boxes);
    const digest = JSON.stringify([picture.id, picture.version, areas]);
    if (digest === this.#digest || (this.#digest === "" && !areas.length)) return;
    this.#digest = digest;
    this.#key = newId("selection");
    messages.send({ do: "select", id: picture.id, areas, key: this.#key });
  }

  /** @param {FromKernel["selection"]} message */
  receive({ id, key, counts }) {
    if (key !== this.#key || id !== this.panel.active.id) return;
    this.#boxes.forEach((userBox, index) => {
      userBox.count = counts[index];
    });
    this.panel.stage.marks.drawAboutLine();
  }

  /**
   * Return the tools for what is selected.
   * @param {boolean} hasRegions
   * @returns {HTMLElement[]}
   */
  createTools(hasRegions) {
    const { panel } = this;
    const { id } = panel.active;
    const boxes = this.#boxes;
    const change = (/** @type {() => void} */ action) => () => {
      action();
      panel.stage.marks.select(panel.boxes.selectedKey);
      panel.stage.viewport.focus({ preventScroll: true });
    };
    /** @type {HTMLElement[]} */
    const tools = [];
    if (boxes.length && panel.picture?.live) tools.push(this.dataLabel);
    if (boxes.length === 2)
      tools.push(
        button("Compare these two", () => panel.composer.askAboutParts(boxes.map((b) => b.box))),
      );
    if (boxes.length > 1 && id !== null)
      tools.push(
        button(
          "Clear all",
          change(() => panel.boxes.clear(id)),
        ),
      );
    if (id !== null && panel.boxes.canUndo(id))
      tools.push(
        button(
          "Undo",
          change(() => panel.boxes.undo(id)),
          { title: "Undo the last change of the boxes" },
        ),
      );
    if (hasRegions)
      tools.push(
        button(this.areRegionsHidden ? "Show regions" : "Hide regions", () => {
          this.areRegionsHidden = !this.areRegionsHidden;
          panel.stage.marks.draw();
        }),
      );
    return tools;
  }
}
