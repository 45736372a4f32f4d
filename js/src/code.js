// @ts-check
// The tools of a block of code in an answer.

import { button, h } from "./dom.js";
import { copyText, insertCell } from "./host.js";

/** @import { Panel } from "./panel.js" */

/**
 * Add the tools of each block of code in an element.
 * @param {Panel} panel
 * @param {HTMLElement} element
 */
export function addCodeTools(panel, element) {
  for (const block of element.querySelectorAll("div.cs-code")) {
    const source = block.querySelector("code")?.textContent?.trimEnd() ?? "";
    const tools = h(
      "div",
      { class: "cs-code-tools" },
      button("Copy", () => copyText(panel, source), { title: "Copy this code" }),
      block.hasAttribute("data-runs")
        ? button("Insert as cell", () => insertCell(panel, source, "code"), {
            title: "Put this code into a new cell, which you run yourself",
          })
        : undefined,
    );
    block.prepend(tools);
  }
}
