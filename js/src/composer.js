// @ts-check
// The area below the conversation: the prompt, the options of a question, and actions.

import { Controls } from "./controls.js";
import { button, h, newId } from "./dom.js";
import { copyText, insertCell } from "./host.js";
import { Menu } from "./menu.js";
import { isLive, isPrepared } from "./pictures.js";
import {
  buildQuestion,
  describeSubject,
  PendingQuestion,
  PromptHistory,
  Suggestion,
} from "./question.js";

/** @import { Panel } from "./panel.js" */
/** @import { Box } from "./geometry.js" */
/** @import { AskMessage, FromKernel, Turn } from "./protocol.js" */

const PRICE_DELAY = 150; // milliseconds, in which several changes become one request

export class Composer {
  #pending = new PendingQuestion(() => this.panel.drawConversation());
  #suggestion = new Suggestion();
  #history = new PromptHistory();

  /** @type {string | undefined} key of the box that the suggestion is about */
  #suggestedBox;

  #revision = -1; // of the turns at the last drawing

  /** @type {((markdown: string) => void) | undefined} called with the Markdown when it arrives */
  #useMarkdown;

  #tasksDigest = "";
  #priceKey = ""; // of the latest request; answers to earlier ones are ignored

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #priceTimer;

  tasks = new Menu("Tasks", (name) => this.#ask("", name));
  controls = new Controls(() => this.requestPrice());
  prompt = h("textarea", {
    class: "cs-prompt",
    rows: 2,
    "aria-label": "Question",
    placeholder: "Ask…",
    onkeydown: (/** @type {KeyboardEvent} */ event) => this.#pressKey(event),
  });
  subject = h("div", { class: "cs-asked-about" });
  all = h("input", { type: "checkbox", onchange: () => this.drawSubject() });
  allLabel = h("label", {}, this.all, "all pictures");
  price = h("span", { class: "cs-price" });
  askButton = button("Ask", () => this.askTyped(), { class: "cs-primary" });
  stopButton = button("Stop", () => this.#stop(), { class: "cs-primary" });
  newButton = button("New", () => this.panel.act({ do: "new" }), {
    title: "Start another conversation",
  });
  answerer = h("span", { class: "cs-who" });

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
    const about = h(
      "div",
      { class: "cs-subject-row" },
      this.subject,
      this.allLabel,
      this.tasks.element,
    );
    const ask = h("div", { class: "cs-ask" }, this.price, this.askButton, this.stopButton);
    const row = h("div", { class: "cs-ask-row" }, this.controls.element, ask);
    this.elements = [about, this.prompt, row, this.#createActions()];
  }

  /** Whether a question is in progress, so that no other can be asked. */
  get isOpen() {
    return Boolean(this.panel.turns.open) || this.#pending.isPending;
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
    this.#suggestedBox = this.panel.selectedBox?.key;
    if (!this.panel.hasFocus) return; // the kernel was busy, and the user has gone on elsewhere
    this.prompt.focus({ preventScroll: true });
    this.prompt.select();
  }

  /** Ask the question in the prompt. */
  askTyped() {
    if (this.#ask(this.prompt.value)) this.prompt.value = "";
  }

  /** Draw what depends on whether a question is in progress. */
  draw() {
    const { revision } = this.panel.turns;
    if (revision !== this.#revision) {
      this.#pending.end();
      this.requestPrice(); // the conversation is sent along
    }
    this.#revision = revision;
    const { isOpen } = this;
    const { isLost } = this.panel.kernel;
    this.askButton.hidden = isOpen && !isLost;
    this.stopButton.hidden = !isOpen || isLost;
    this.askButton.disabled = this.newButton.disabled = isLost;
    this.tasks.button.disabled = isOpen || isLost;
  }

  drawSubject() {
    const { picture, pictures, selectedBox } = this.panel;
    this.allLabel.hidden = pictures.length < 2 || selectedBox !== undefined;
    this.subject.textContent = describeSubject(picture, selectedBox);
    if (selectedBox?.key !== this.#suggestedBox)
      this.prompt.value = this.#suggestion.withdrawFrom(this.prompt.value);
    this.controls.setData(this.all.checked ? pictures.some(isLive) : Boolean(picture?.live));
    this.requestPrice();
  }

  drawSettings() {
    const { provider } = this.panel.model.get("_about");
    this.answerer.textContent = provider === "offline" ? "The offline reader, not Claude" : "";
    this.controls.draw(this.panel.model.get("_about"));
    this.#drawTasks();
  }

  /** Request the price of the next question, once the user has stopped changing it. */
  requestPrice() {
    const { panel } = this;
    clearTimeout(this.#priceTimer);
    this.#priceKey = newId("price");
    this.#priceTimer = setTimeout(() => {
      const question = this.#buildQuestion("");
      if (panel.kernel.isLost || !question || !isPrepared(panel.picture))
        this.price.textContent = "";
      else panel.messages.send({ ...question, do: "price", key: this.#priceKey });
    }, PRICE_DELAY);
  }

  /** @param {FromKernel["price"]} message */
  receivePrice({ key, text, details }) {
    if (key !== this.#priceKey) return;
    this.price.textContent = text;
    this.price.title = details;
  }

  /** @param {string} markdown */
  receiveMarkdown(markdown) {
    this.#useMarkdown?.(markdown);
    this.#useMarkdown = undefined;
  }

  #drawTasks() {
    const { tasks } = this.panel.model.get("_about");
    const digest = JSON.stringify(tasks);
    if (digest === this.#tasksDigest) return;
    this.#tasksDigest = digest;
    this.tasks.setItems(tasks);
  }

  /**
   * Return the question about the active picture; undefined if there is none.
   * @param {string} prompt
   * @param {string} [task]
   */
  #buildQuestion(prompt, task) {
    const { pictures, active, selectedBox, delivery } = this.panel;
    if (active.id === null) return undefined;
    const all = this.all.checked;
    const controls = { prompt, task, all, options: this.controls.values, method: delivery.method };
    return buildQuestion(controls, { pictures, activeId: active.id, box: selectedBox });
  }

  /**
   * Ask about the active picture; return false if that is not possible now.
   * @param {string} prompt
   * @param {string} [task]
   */
  #ask(prompt, task) {
    return this.#send(this.#buildQuestion(prompt, task));
  }

  /**
   * Ask for a comparison of parts of the active picture.
   * @param {Box[]} parts
   */
  askAboutParts(parts) {
    const question = this.#buildQuestion(this.prompt.value.trim() || "Compare these two parts.");
    if (question && this.#send({ ...question, box: undefined, parts })) this.prompt.value = "";
  }

  /** @param {AskMessage | undefined} message */
  #send(message) {
    const { panel } = this;
    const question = message && { ...message, selection: panel.stage.marks.selection.isSent };
    if (!question || this.isOpen || panel.kernel.isLost) return false;
    this.#pending.begin();
    panel.act(question);
    panel.drawConversation();
    return true;
  }

  #stop() {
    this.panel.messages.send({ do: "stop" });
    this.focus();
  }

  /**
   * Ask a question that failed or was stopped once more.
   * @param {Turn} turn
   */
  retry({ id }) {
    if (this.isOpen) return;
    this.#pending.begin();
    this.panel.act({ do: "retry", id });
    this.panel.drawConversation();
  }

  /**
   * Put a question back into the prompt, with its picture and its box.
   * @param {Turn} turn
   */
  edit({ prompt, pictures, box }) {
    const { panel } = this;
    const [id] = pictures;
    if (panel.pictures.some((picture) => picture.id === id)) {
      if (panel.active.id !== id) panel.showPicture(id);
      const drawn = panel.boxes.onPicture(id).find((one) => String(one.box) === String(box));
      if (drawn) panel.stage.marks.select(drawn.key);
      else if (box) panel.stage.marks.addBox(box);
    }
    this.prompt.value = prompt;
    this.prompt.focus();
  }

  /**
   * Bring back an earlier or a later question; inside several lines, the arrows move the cursor.
   * @param {KeyboardEvent} event
   */
  #recall(event) {
    const { prompt } = this;
    const { value, selectionStart, selectionEnd } = prompt;
    const isUp = event.key === "ArrowUp";
    const lines = isUp ? value.slice(0, selectionStart) : value.slice(selectionEnd);
    if (lines.includes("\n") || event.shiftKey) return;
    const prompts = this.panel.turns.all.map(({ typed }) => typed);
    const text = this.#history.move(prompts, value, isUp ? 1 : -1);
    if (text === undefined) return;
    event.preventDefault();
    prompt.value = text;
    prompt.setSelectionRange(text.length, text.length);
  }

  /** @param {KeyboardEvent} event */
  #pressKey(event) {
    if (event.key === "ArrowUp" || event.key === "ArrowDown") this.#recall(event);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.askTyped();
  }

  #createActions() {
    const { panel } = this;
    /** @param {(markdown: string) => void} action */
    const requestMarkdown = (action) => {
      // biome-ignore lint/performance/useDomNodeTextContent: it has no ends of lines
      if (panel.kernel.isLost) return action(panel.conversation.element.innerText);
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
      this.newButton,
      this.answerer,
      panel.kernel.busy,
    );
  }
}
