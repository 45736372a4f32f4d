// @ts-check
// The controls for the options of the next question. Which there are, the kernel tells.

import { h } from "./dom.js";

/** @import { About, Control } from "./protocol.js" */

/**
 * Return the values that a control offers: of the efforts, those of the selected model.
 * @param {Control} control
 * @param {About} about
 * @param {string} model
 * @returns {string[]} empty for a switch
 */
export function listValues({ name, values, value }, { models }, model) {
  if (name === "model") return models.map(({ id }) => id);
  if (name !== "effort") return withValue(values, value);
  return models.find(({ id }) => id === model)?.efforts ?? values;
}

/**
 * Return the value to select in a list: the same as before where it is there, else the panel's own,
 * else the first.
 * @param {string[]} values
 * @param {...unknown} wishes - the most wanted first
 * @returns {string}
 */
export const chooseValue = (values, ...wishes) =>
  /** @type {string} */ (wishes.find((wish) => values.includes(String(wish))) ?? values[0] ?? "");

/**
 * @param {string[]} values
 * @param {string | boolean | null} value
 */
const withValue = (values, value) =>
  typeof value === "string" && values.length && !values.includes(value)
    ? [value, ...values]
    : values;

export class Controls {
  element = h("div", { class: "cs-options", role: "group", "aria-label": "Options" });

  /** @type {Map<string, HTMLInputElement | HTMLSelectElement>} by the option's name */
  #fields = new Map();

  /** @type {Map<string, string>} of the controls as they were drawn, by the option's name */
  #digests = new Map();

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
  }

  /** The selected values, by the options' names. */
  get values() {
    const entries = [...this.#fields].map(([name, field]) => {
      const isSwitch = field instanceof HTMLInputElement;
      return [name, isSwitch ? field.checked && !field.disabled : field.value];
    });
    return /** @type {Record<string, string | boolean>} */ (Object.fromEntries(entries));
  }

  /**
   * Draw the controls. What the user has selected in one stays until its setting changes.
   * @param {About} about
   */
  draw(about) {
    const digests = new Map(
      about.controls.map((control) => [control.name, JSON.stringify([control, about.models])]),
    );
    if (JSON.stringify([...digests]) === JSON.stringify([...this.#digests])) return;
    const { values } = this;
    const labels = about.controls.map((control) => {
      const { name } = control;
      const isSame = digests.get(name) === this.#digests.get(name);
      return this.#createLabel(isSame ? { ...control, value: values[name] } : control, about);
    });
    this.#digests = digests;
    this.element.replaceChildren(...labels);
    this.onChange();
  }

  /**
   * Allow or forbid what needs a figure's own data.
   * @param {boolean} hasData
   */
  setData(hasData) {
    const field = this.#fields.get("check");
    const label = field?.closest("label");
    if (!field || !label) return;
    field.disabled = !hasData;
    label.title = hasData
      ? (label.dataset.help ?? "")
      : "Only the statements about a live figure can be checked: a picture holds no data.";
  }

  /**
   * @param {Control} control
   * @param {About} about
   */
  #createLabel(control, about) {
    const { name, label, help, value } = control;
    const model = /** @type {HTMLSelectElement | undefined} */ (this.#fields.get("model"))?.value;
    const values = listValues(control, about, model ?? "");
    const field = values.length
      ? h("select", { onchange: () => this.#change(name, about) })
      : h("input", { type: "checkbox", checked: value === true, onchange: this.onChange });
    this.#fields.set(name, field);
    if (field instanceof HTMLSelectElement) fill(field, values, value);
    const content = values.length ? [label, field] : [field, label];
    const element = h("label", { class: `cs-option-${name}`, title: help }, ...content);
    element.dataset.help = help;
    return element;
  }

  /**
   * @param {string} name
   * @param {About} about
   */
  #change(name, about) {
    const effort = this.#fields.get("effort");
    const control = about.controls.find((other) => other.name === "effort");
    if (name === "model" && control && effort instanceof HTMLSelectElement) {
      const model = String(this.values["model"]);
      fill(effort, listValues(control, about, model), effort.value, control.value);
    }
    this.onChange();
  }
}

/**
 * @param {HTMLSelectElement} select
 * @param {string[]} values
 * @param {...unknown} wishes
 */
function fill(select, values, ...wishes) {
  select.replaceChildren(...values.map((value) => h("option", { value }, value || "as given")));
  select.value = chooseValue(values, ...wishes);
}
