// @ts-check
// Creating elements.

/**
 * Create an element. Functions are added as listeners ("onclick"), strings and unknown names become
 * attributes, and null and undefined are skipped, among the children as well.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, unknown>} [properties]
 * @param {...(Node | string | undefined | null)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (typeof value === "function")
      element.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
    else if (key in element && typeof value !== "string") Object.assign(element, { [key]: value });
    else if (key === "class") element.className = String(value);
    else element.setAttribute(key, String(value));
  }
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
}

/**
 * @param {string | Node} content
 * @param {() => void} onclick
 * @param {Record<string, unknown>} [properties]
 */
export const button = (content, onclick, properties = {}) =>
  h("button", { type: "button", onclick, ...properties }, content);

// Each panel on a page loads its own copy of this module, but ids are global to the page.
const instance = Math.random().toString(36).slice(2, 8);
let idCount = 0;

/**
 * Return an id that is unique on the page.
 * @param {string} word - tells what the id is for
 */
export const newId = (word) => `cs-${word}-${instance}-${++idCount}`;

/**
 * Return the closest element around an event's target, itself included, that matches a selector.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export const closest = (event, selector) => /** @type {Element} */ (event.target).closest(selector);
