// @ts-check
// The front end around the panel: notebook and clipboard.

/** @import { Panel } from "./panel.js" */

const REFUSED =
  "The browser did not allow copying: select the conversation with the mouse, and press Ctrl+C.";
const COPIED_INSTEAD =
  "The panel cannot add a cell here, so it was copied: paste it wherever you like.";

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

/** Keys that edit text together with Ctrl or Cmd, and Enter, which would run the panel's cell. */
const EDITING_KEYS = new Set(["a", "c", "v", "x", "y", "z", "Enter", "Backspace", "Delete"]);

/**
 * Return whether a key is for the notebook around the panel, as Ctrl+S is.
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">} event
 */
export function isHostShortcut({ key, ctrlKey, metaKey, altKey }) {
  if (!(ctrlKey || metaKey) || altKey) return false;
  const isMove = key.startsWith("Arrow") || key === "Home" || key === "End";
  return !isMove && !EDITING_KEYS.has(key.length === 1 ? key.toLowerCase() : key);
}

/**
 * Keep single keys from JupyterLab's shortcuts, and let it have the others. It looks at each key
 * first, and passes over elements with this attribute.
 * @param {HTMLElement} element
 * @param {AbortSignal} signal
 */
export function shareShortcuts(element, signal) {
  const attribute = "data-lm-suppress-shortcuts";
  element.setAttribute(attribute, "true");
  /** @param {KeyboardEvent} event */
  const share = (event) => {
    if (!event.composedPath().includes(element)) return;
    if (isHostShortcut(event)) element.removeAttribute(attribute);
    else element.setAttribute(attribute, "true");
  };
  addEventListener("keydown", share, { capture: true, signal });
}

/**
 * Give the keyboard back to the notebook: to the panel's cell, where there is one.
 * @param {HTMLElement} element
 */
export function leaveToHost(element) {
  const { activeElement } = document;
  /** @type {HTMLElement | null} */
  const cell = element.closest(".jp-Cell");
  cell?.focus();
  if (activeElement === document.activeElement && activeElement instanceof HTMLElement)
    activeElement.blur();
}

/**
 * @param {Panel} panel
 * @param {string} text
 */
export async function copyText(panel, text) {
  if (await writeToClipboard(text)) panel.announce("Copied.");
  else panel.showProblem(REFUSED);
}

/** @param {string} text */
async function writeToClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Insert a cell below the panel's cell, or copy its text. Only JupyterLab and Notebook give
 * widgets access to the notebook; a page of Voilà has no cells at all.
 * @param {Panel} panel
 * @param {string} source
 * @param {"markdown" | "code"} cellType
 */
export async function insertCell(panel, source, cellType = "markdown") {
  const manager = /** @type {any} */ (panel.model.widget_manager);
  const notebook = manager?.context?.model?.sharedModel;
  /** @type {HTMLElement | null} */
  const cell = panel.element.closest(".jp-Cell");
  if (typeof notebook?.insertCell !== "function" || !cell) {
    const isCopied = await writeToClipboard(source);
    panel.showProblem(isCopied ? COPIED_INSTEAD : REFUSED, !isCopied);
    return;
  }
  const cells = [...(cell.parentElement?.children ?? [])].filter((e) => e.matches(".jp-Cell"));
  const index = Number(cell.dataset.windowedListIndex ?? cells.indexOf(cell));
  notebook.insertCell(index + 1, { cell_type: cellType, source });
  panel.announce("Inserted as the next cell.");
}
