// @ts-check
// The front end around the panel: its notebook, its clipboard.

/** @import { Panel } from "./panel.js" */

/**
 * Return the style that hides the copy which the saved notebook keeps for where no widget runs, or
 * no kernel. When the kernel answers, the panel is there itself.
 * @param {string} name - class of the copy
 */
export function copyHidingStyle(name) {
  if (!/^[\w-]+$/.test(name)) return "";
  const outputs = `.jp-OutputArea-child:has(.${name}), .output_area:has(.${name})`;
  return `${outputs}, .${name} { display: none !important; }`;
}

/**
 * @param {Panel} panel
 * @param {string} text
 */
export async function copyText(panel, text) {
  try {
    await navigator.clipboard.writeText(text);
    panel.announce("Copied.");
  } catch {
    panel.showProblem(
      "The browser did not let the panel copy: use panel.conversation.to_markdown().",
    );
  }
}

/**
 * Put a Markdown cell under the panel's. JupyterLab and Notebook hand their notebook to a widget;
 * other front ends do not.
 * @param {Panel} panel
 * @param {string} source
 */
export function insertCell(panel, source) {
  const manager = /** @type {any} */ (panel.model.widget_manager);
  const notebook = manager?.context?.model?.sharedModel;
  /** @type {HTMLElement | null} */
  const cell = panel.element.closest(".jp-Cell");
  if (typeof notebook?.insertCell !== "function" || !cell) {
    panel.showProblem("This front end takes no cell from a panel: run panel.to_cell().");
    return;
  }
  const cells = [...(cell.parentElement?.children ?? [])].filter((e) => e.matches(".jp-Cell"));
  const index = Number(cell.dataset.windowedListIndex ?? cells.indexOf(cell));
  notebook.insertCell(index + 1, { cell_type: "markdown", source });
  panel.announce("Put into the next cell.");
}
