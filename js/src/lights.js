// @ts-check
// What is lit on the picture: the marks that prove a statement, the region that a sentence is about.

import { h } from "./dom.js";
import { boxStyle, growPoint } from "./geometry.js";
import { isPrepared } from "./pictures.js";

/** @import { Box } from "./geometry.js" */
/** @import { Panel } from "./panel.js" */

export class Lights {
  #proof = h("div", {});
  #region = h("div", {});
  element = h("div", { class: "cs-lights", "aria-hidden": "true" }, this.#proof, this.#region);
  #pictureId = ""; // of the proof

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
  }

  /** Take the lights off a picture that is not the active one. */
  draw() {
    this.#region.replaceChildren();
    if (this.panel.active.id !== this.#pictureId) this.#proof.replaceChildren();
  }

  /**
   * Light the marks that prove a statement.
   * @param {string} pictureId
   * @param {Box[]} boxes
   */
  showProof(pictureId, boxes) {
    this.#pictureId = pictureId;
    if (pictureId && this.panel.active.id !== pictureId) this.panel.showPicture(pictureId);
    this.#light(this.#proof, boxes, "cs-light cs-proof");
  }

  /**
   * Light a region; without a box, none.
   * @param {Box} [box]
   */
  showRegion(box) {
    this.#light(this.#region, box ? [box] : [], "cs-light");
  }

  /**
   * @param {HTMLElement} layer
   * @param {Box[]} boxes
   * @param {string} className
   */
  #light(layer, boxes, className) {
    const { picture } = this.panel;
    layer.replaceChildren();
    if (!isPrepared(picture)) return;
    for (const box of boxes) {
      const light = h("div", { class: className });
      Object.assign(light.style, boxStyle(growPoint(box, picture.original), picture.original));
      layer.append(light);
    }
  }
}
