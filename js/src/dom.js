// @ts-check
// How elements are made.

/**
 * Make an element. A property that begins with "on" is a listener; one with a string, or of an
 * unknown name, is an attribute; undefined and null are left out, among the children too.
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

// Each panel of a page may load this module anew, and ids and names are the page's.
const instance = Math.random().toString(36).slice(2, 8);
let idCount = 0;

/**
 * Return an id that is unique on the page.
 * @param {string} word - says in the page what it is for
 */
export const newId = (word) => `cs-${word}-${instance}-${++idCount}`;

/**
 * Return the element that an event is about, or the nearest around it that matches.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export const closest = (event, selector) => /** @type {Element} */ (event.target).closest(selector);
