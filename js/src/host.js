// @ts-check
// The front end around the panel: notebook and clipboard.

/** @import { Panel } from "./panel.js" */

/**
 * Return the CSS that hides the static copy of a panel. The saved notebook has it for front ends
 * without widgets or a kernel; next to a live panel it would be a duplicate.
 * @param {string} name - CSS class of the copy
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
    panel.showProblem("The browser did not allow copying: use panel.conversation.to_markdown().");
  }
}

/**
 * Insert a Markdown cell below the panel's cell. Only JupyterLab and Notebook give widgets access to
 * the notebook.
 * @param {Panel} panel
 * @param {string} source
 */
export function insertCell(panel, source) {
  const manager = /** @type {any} */ (panel.model.widget_manager);
  const notebook = manager?.context?.model?.sharedModel;
  /** @type {HTMLElement | null} */
  const cell = panel.element.closest(".jp-Cell");
  if (typeof notebook?.insertCell !== "function" || !cell) {
    panel.showProblem("This front end does not let the panel insert a cell: run panel.to_cell().");
    return;
  }
  const cells = [...(cell.parentElement?.children ?? [])].filter((e) => e.matches(".jp-Cell"));
  const index = Number(cell.dataset.windowedListIndex ?? cells.indexOf(cell));
  notebook.insertCell(index + 1, { cell_type: "markdown", source });
  panel.announce("Inserted as the next cell.");
}
