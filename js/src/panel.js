// @ts-check
// One view of a panel: its parts, and the traits and messages that update them.

import { UserBoxes } from "./boxes.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { DeliveryFold, UploadedFilesFold } from "./delivery.js";
import { button, closest, h, newId } from "./dom.js";
import { copyHidingStyle, isHostShortcut, leaveToHost } from "./host.js";
import { KernelState } from "./kernel.js";
import { Picker } from "./picker.js";
import { ActivePicture } from "./pictures.js";
import { Room } from "./room.js";
import { Stage } from "./stage.js";
import { Tabs } from "./tabs.js";
import { Transfers } from "./transfers.js";

/** @import { AnyModel } from "@anywidget/types" */
/** @import { Messages } from "./messages.js" */
/** @import { FromKernel, ToKernel, TurnMessage, Traits } from "./protocol.js" */

export class Panel {
  active = new ActivePicture();
  boxes = new UserBoxes();
  status = h("div", { class: "cs-visually-hidden", role: "status" });
  problem = h("div", { class: "cs-problem", role: "alert" });
  style = h("style");
  room = new Room(() => this.stage.fit());

  /** @type {number | undefined} */
  #problemNumber;

  /** @type {Set<string>} ids of the turns whose boxes have been drawn, and may be deleted */
  #drawnTurns = new Set();

  /**
   * @param {AnyModel<Traits>} model
   * @param {Messages} messages
   */
  constructor(model, messages) {
    this.model = model;
    this.messages = messages;
    this.kernel = new KernelState(model, messages, () => this.#drawLoss());
    this.stage = new Stage(this);
    this.delivery = new DeliveryFold(this);
    this.uploads = new UploadedFilesFold(this);
    this.conversation = new Conversation(this);
    this.composer = new Composer(this);
    this.tabs = new Tabs(this);
    this.picker = new Picker(this);
    this.transfers = new Transfers(this);
    this.element = this.#createLayout();
    this.transfers.receiveOn(this.element);
    /** @param {Event} event */
    const light = (event) => {
      const key = closest(event, ".cs-region")?.dataset["key"];
      this.conversation.lightSentence(key ? Number(key.replace("region-", "")) : undefined);
    };
    for (const kind of ["pointerover", "focusin"]) this.stage.layer.addEventListener(kind, light);
    this.stage.layer.addEventListener("pointerleave", () =>
      this.conversation.lightSentence(undefined),
    );
  }

  get pictures() {
    return this.model.get("_pictures");
  }

  /** The active picture. */
  get picture() {
    return this.pictures.find(({ id }) => id === this.active.id);
  }

  /** Whether the keyboard's focus is in the panel, so that moving it disturbs nobody. */
  get hasFocus() {
    const root = /** @type {Document | ShadowRoot} */ (this.element.getRootNode());
    return this.element.contains(root.activeElement);
  }

  /** The box that the next question is about. */
  get selectedBox() {
    return this.boxes.selectedOn(this.active.id);
  }

  /** All that the view consists of. */
  get elements() {
    return [this.element, this.room.placeholder, this.style, this.room.style];
  }

  /**
   * Draw everything, and update it until the returned function is called.
   * @returns {() => void}
   */
  connect() {
    const controller = new AbortController();
    this.#subscribeToTraits(controller.signal);
    this.#subscribeToMessages(controller.signal);
    const observer = new ResizeObserver(() => this.stage.fit());
    observer.observe(this.stage.viewport);
    return () => {
      controller.abort();
      observer.disconnect();
      for (const element of this.elements) element.remove();
    };
  }

  /** @param {string} id */
  showPicture(id) {
    this.active.id = id;
    this.boxes.selectedKey = null;
    this.drawPictures();
    this.stage.fit(true);
  }

  drawPictures() {
    const hasNew = this.active.update(this.pictures);
    this.tabs.draw();
    if (!this.pictures.length) this.picker.setOpen(true);
    else if (hasNew) this.picker.setOpen(false);
    this.#drawStage();
    this.composer.drawSubject();
  }

  get turns() {
    return this.messages.turns;
  }

  drawConversation() {
    this.composer.draw();
    this.conversation.draw();
    this.#includeBoxes();
    this.stage.marks.draw();
  }

  /**
   * Do what the user wants: send a message, and dismiss the problem that the last action had.
   * @param {ToKernel} message
   */
  act(message) {
    this.showProblem("");
    this.messages.send(message);
    this.kernel.greet();
  }

  /**
   * Announce something to screen readers.
   * @param {string} text
   */
  announce(text) {
    this.status.textContent = text;
  }

  /**
   * Show a problem, or other news; without a text, dismiss the previous one.
   * @param {string | undefined} text
   */
  showProblem(text, isProblem = true) {
    this.problem.classList.toggle("cs-news", !isProblem);
    this.problem.replaceChildren();
    if (!text) return;
    const dismiss = button("×", () => this.showProblem(""), { "aria-label": "Dismiss" });
    this.problem.append(h("span", {}, text), dismiss);
  }

  #createLayout() {
    const { stage, conversation, composer } = this;
    stage.element.append(this.delivery.element, this.uploads.element);
    const talk = h("div", { class: "cs-talk" }, conversation.element, ...composer.elements);
    const root = h(
      "section",
      { class: "cs-root", "aria-label": "Claude See" },
      h(
        "div",
        { class: "cs-top" },
        this.tabs.element,
        this.picker.toggle,
        this.room.sideButton,
        this.room.fullButton,
      ),
      this.picker.element,
      this.transfers.element,
      this.kernel.alert,
      this.problem,
      h("div", { class: "cs-main" }, stage.element, talk),
      this.status,
      conversation.announcer,
    );
    root.addEventListener("keydown", (event) => this.#pressKey(event));
    this.room.adopt(root);
    return root;
  }

  /** @param {KeyboardEvent} event */
  #pressKey(event) {
    // Single letters are notebook commands, which typing in the panel must not trigger.
    if (!isHostShortcut(event)) event.stopPropagation();
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    if (!this.picker.element.hidden && this.pictures.length) this.picker.close();
    else if (this.room.view === "full") this.room.show("cell");
    else leaveToHost(this.element);
  }

  // A question of panel.ask(), or of another view, has a box that was not drawn here.
  #includeBoxes() {
    for (const { id, box, pictures } of this.turns.all) {
      if (box && !this.#drawnTurns.has(id))
        this.boxes.include(pictures[0], { key: newId("box"), box });
      this.#drawnTurns.add(id);
    }
  }

  #drawLoss() {
    this.element.classList.add("cs-lost");
    this.composer.draw();
    this.picker.setOpen(false);
    this.picker.toggle.disabled = this.stage.redrawButton.disabled = true;
  }

  /** @param {FromKernel["proof"]} message */
  #showProof({ picture, boxes, reason }) {
    this.stage.lights.showProof(picture, boxes);
    const count = boxes.length === 1 ? "1 mark is" : `${boxes.length} marks are`;
    this.announce(reason || `${count} lit on the picture.`);
    if (reason) this.showProblem(reason, false);
  }

  /** @param {TurnMessage} message */
  #drawTurn({ id, changes }) {
    if (changes.status === undefined) this.conversation.drawTurn(id);
    else this.drawConversation();
  }

  #drawStage() {
    this.stage.draw();
    this.delivery.request();
  }

  /** @param {AbortSignal} signal */
  #subscribeToTraits(signal) {
    /** @type {Record<Exclude<keyof Traits, "_copy">, () => void>} */
    const draws = {
      _pictures: () => this.drawPictures(),
      _variables: () => this.picker.draw(),
      _cells: () => this.picker.requestThumbnails(),
      _files: () => this.uploads.draw(),
      _ways: () => this.delivery.draw(),
      _problem: () => this.#drawProblem(),
      _busy: () => this.kernel.draw(),
      _about: () => this.composer.drawSettings(),
    };
    for (const [trait, draw] of Object.entries(draws)) {
      this.model.on(`change:${trait}`, draw);
      signal.addEventListener("abort", () => this.model.off(`change:${trait}`, draw));
      draw();
    }
    this.drawConversation();
  }

  // A problem that another view of this panel had is not told again in a new one.
  #drawProblem() {
    const { number = 0, text } = this.model.get("_problem");
    const isNew = number !== this.#problemNumber;
    if (isNew && this.#problemNumber !== undefined) this.showProblem(text);
    this.#problemNumber = number;
  }

  /** @param {AbortSignal} signal */
  #subscribeToMessages(signal) {
    const { messages, stage } = this;
    const hideCopy = () => {
      this.style.textContent = copyHidingStyle(this.model.get("_copy"));
    };
    messages.on("hello", hideCopy, signal);
    messages.on("turns", () => this.drawConversation(), signal);
    messages.on("turn", (message) => this.#drawTurn(message), signal);
    messages.on("proof", (message) => this.#showProof(message), signal);
    messages.on("picture", () => this.#drawStage(), signal);
    messages.on("thumbnail", () => this.picker.draw(), signal);
    messages.on("selection", (message) => stage.marks.selection.receive(message), signal);
    messages.on("hover", (message) => stage.hover.receive(message), signal);
    messages.on("mark", (message) => stage.pointer.receiveMark(message), signal);
    messages.on("where", (message) => stage.marks.receiveWhere(message), signal);
    messages.on("price", (message) => this.composer.receivePrice(message), signal);
    messages.on("markdown", ({ text }) => this.composer.receiveMarkdown(text), signal);
    this.kernel.follow(signal);
  }
}
