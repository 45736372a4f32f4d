// @ts-check
// The area below the conversation: ready-made questions, the prompt, and actions.

import { button, h } from "./dom.js";
import { copyText, insertCell } from "./host.js";
import {
  buildQuestion,
  defaultEffort,
  describeSubject,
  PendingQuestion,
  Suggestion,
} from "./question.js";

/** @import { Panel } from "./panel.js" */
/** @import { Turn } from "./protocol.js" */

export class Composer {
  #pending = new PendingQuestion(() => this.panel.drawConversation());
  #suggestion = new Suggestion();

  /** @type {Turn[] | undefined} the turns at the last drawing */
  #turns;

  /** @type {((markdown: string) => void) | undefined} called with the Markdown when it arrives */
  #useMarkdown;

  #effortsDigest = "";
  #tasksDigest = "";

  tasks = h("div", { class: "cs-tasks", role: "group", "aria-label": "Ready-made questions" });
  prompt = h("textarea", {
    class: "cs-prompt",
    rows: 2,
    "aria-label": "Question",
    placeholder: "Ask…",
    onkeydown: (/** @type {KeyboardEvent} */ event) => this.#pressKey(event),
  });
  subject = h("div", { class: "cs-asked-about" });
  all = h("input", { type: "checkbox" });
  allLabel = h("label", {}, this.all, "all pictures");
  boxes = h("input", { type: "checkbox" });
  effort = h("select", { "aria-label": "Effort", title: "How hard Claude tries" });
  askButton = button("Ask", () => this.askTyped(), { class: "cs-primary" });
  stopButton = button("Stop", () => this.#stop(), { class: "cs-primary" });
  answerer = h("span", { class: "cs-who" });

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
    const row = h(
      "div",
      { class: "cs-ask-row" },
      this.subject,
      this.allLabel,
      h("label", { title: "Claude marks what it refers to" }, this.boxes, "mark regions"),
      h("label", {}, "effort", this.effort),
      this.askButton,
      this.stopButton,
    );
    this.elements = [this.tasks, this.prompt, row, this.#createActions()];
  }

  /** Whether a question is in progress, so that no other can be asked. */
  get isOpen() {
    return Boolean(this.panel.model.get("_live").id) || this.#pending.isPending;
  }

  focus() {
    this.prompt.focus();
  }

  /**
   * Suggest a question.
   * @param {string} text
   */
  suggest(text) {
    this.prompt.value = this.#suggestion.replaceIn(this.prompt.value, text);
    this.prompt.focus({ preventScroll: true });
    this.prompt.select();
  }

  /** Ask the question in the prompt. */
  askTyped() {
    if (this.#ask(this.prompt.value)) this.prompt.value = "";
  }

  /** Draw what depends on whether a question is in progress. */
  draw() {
    const turns = this.panel.model.get("_turns");
    if (this.panel.model.get("_live").id || turns !== this.#turns) this.#pending.end();
    this.#turns = turns;
    const { isOpen } = this;
    this.askButton.hidden = isOpen;
    this.stopButton.hidden = !isOpen;
    for (const task of this.tasks.querySelectorAll("button")) task.disabled = isOpen;
  }

  drawSubject() {
    const { picture, pictures, selectedBox } = this.panel;
    this.allLabel.hidden = pictures.length < 2 || selectedBox !== undefined;
    this.subject.textContent = describeSubject(picture, selectedBox);
  }

  drawSettings() {
    const { provider, model } = this.panel.model.get("_about");
    this.answerer.textContent = provider === "offline" ? "offline reader, not Claude" : model;
    this.#drawEfforts();
    this.#drawTasks();
  }

  /** @param {string} markdown */
  receiveMarkdown(markdown) {
    this.#useMarkdown?.(markdown);
    this.#useMarkdown = undefined;
  }

  // The user's selection stays until the model or the setting changes.
  #drawEfforts() {
    const { efforts, effort: setting } = this.panel.model.get("_about");
    const digest = JSON.stringify([efforts, setting]);
    if (digest === this.#effortsDigest) return;
    this.#effortsDigest = digest;
    this.effort.replaceChildren(...efforts.map((value) => h("option", { value }, value)));
    this.effort.value = defaultEffort(efforts, setting);
  }

  #drawTasks() {
    const { tasks } = this.panel.model.get("_about");
    const digest = JSON.stringify(tasks);
    if (digest === this.#tasksDigest) return;
    this.#tasksDigest = digest;
    this.tasks.replaceChildren(
      ...tasks.map(({ name, about }) =>
        button(name, () => this.#ask("", name), { name, title: about, disabled: this.isOpen }),
      ),
    );
  }

  /**
   * Ask about the active picture; return false if that is not possible now.
   * @param {string} prompt
   * @param {string} [task]
   */
  #ask(prompt, task) {
    const { panel } = this;
    const { pictures, active, selectedBox } = panel;
    if (active.id === null || this.isOpen) return false;
    const controls = {
      prompt,
      task,
      all: this.all.checked,
      boxes: this.boxes.checked,
      effort: this.effort.value,
      method: panel.delivery.method,
    };
    this.#pending.begin();
    panel.showProblem("");
    panel.messages.send(
      buildQuestion(controls, { pictures, activeId: active.id, box: selectedBox }),
    );
    panel.drawConversation();
    return true;
  }

  #stop() {
    this.panel.messages.send({ do: "stop" });
    this.focus();
  }

  /** @param {KeyboardEvent} event */
  #pressKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.askTyped();
  }

  #createActions() {
    const { panel } = this;
    /** @param {(markdown: string) => void} action */
    const requestMarkdown = (action) => {
      this.#useMarkdown = action;
      panel.messages.send({ do: "markdown" });
    };
    return h(
      "div",
      { class: "cs-actions" },
      button("Copy", () => requestMarkdown((markdown) => copyText(panel, markdown)), {
        title: "Copy the conversation as Markdown",
      }),
      button("To a cell", () => requestMarkdown((markdown) => insertCell(panel, markdown)), {
        title: "Put the conversation into a new cell",
      }),
      button("New", () => panel.messages.send({ do: "new" }), {
        title: "Start another conversation",
      }),
      this.answerer,
    );
  }
}
