// @ts-check
// Messages to and from the kernel, shared by all views of one panel. No DOM.

/** @import { AnyModel } from "@anywidget/types" */
/** @import { FileMessage, FromKernel, Picture, ToKernel, Traits } from "./protocol.js" */

/** The kernel did not take a file; it shows the reason itself. */
export class RefusedError extends Error {}

/**
 * The key under which a picture's pixels are kept.
 * @param {Picture} picture
 */
export const pictureKey = ({ id, version }) => `picture/${id}/${version}`;

/**
 * The key under which the pixels of a variable's thumbnail are kept.
 * @param {string} name
 */
export const thumbnailKey = (name) => `variable/${name}`;

/** One panel's connection to its kernel, and the pixels that came through it. */
export class Messages {
  #events = new EventTarget();

  /** @type {Map<string, string>} from the key of pixels to their object URL */
  #urls = new Map();

  /** @type {Set<string>} keys of pixels that the kernel has been asked for */
  #requested = new Set();

  /** @type {Map<string, PromiseWithResolvers<number>>} by the key of a file */
  #arrivals = new Map();

  /** @param {AnyModel<Traits>} model */
  constructor(model) {
    this.model = model;
  }

  /**
   * @param {ToKernel} message
   * @param {ArrayBuffer[]} [buffers]
   */
  send(message, buffers) {
    this.model.send(message, undefined, buffers);
  }

  /**
   * Take a message from the kernel. One of a kind that is not known, as a kernel of another
   * version might send, is nothing to this panel.
   * @param {FromKernel[keyof FromKernel]} message
   * @param {DataView[]} [buffers]
   */
  receive(message, buffers = []) {
    const [buffer] = buffers;
    if (message.say === "picture" && buffer)
      this.#storePixels(pictureKey(/** @type {any} */ (message)), buffer, message.type);
    else if (message.say === "thumbnail" && buffer)
      this.#storePixels(thumbnailKey(message.name), buffer, message.type);
    else if (message.say === "arrived") this.#arrivals.get(message.key)?.resolve(message.bytes);
    else if (message.say === "refused")
      this.#arrivals.get(message.key)?.reject(new RefusedError(message.key));
    this.#events.dispatchEvent(new CustomEvent(message.say, { detail: message }));
  }

  /**
   * Call a function with each message of a kind, until the signal is aborted.
   * @template {keyof FromKernel} Kind
   * @param {Kind} kind
   * @param {(message: FromKernel[Kind]) => void} take
   * @param {AbortSignal} [signal]
   */
  on(kind, take, signal) {
    /** @param {Event} event */
    const listener = (event) => take(/** @type {CustomEvent} */ (event).detail);
    this.#events.addEventListener(kind, listener, { signal });
  }

  /**
   * Return an address of pixels that have come; undefined for others.
   * @param {string} key
   */
  url(key) {
    return this.#urls.get(key);
  }

  /**
   * Ask for the pixels of a picture, once however many views there are.
   * @param {Picture} picture
   */
  requestPixels(picture) {
    const key = pictureKey(picture);
    if (this.#requested.has(key)) return;
    this.#requested.add(key);
    this.send({ do: "picture", id: picture.id });
  }

  /**
   * Send a step of a file, and wait until the kernel has it; return how many bytes it has then.
   * @param {FileMessage} message
   * @param {ArrayBuffer[]} [buffers]
   * @returns {Promise<number>}
   */
  async sendAndWait(message, buffers) {
    const arrival = withResolvers();
    this.#arrivals.set(message.key, arrival);
    this.send(message, buffers);
    try {
      return await arrival.promise;
    } finally {
      this.#arrivals.delete(message.key);
    }
  }

  /** Let go of the pixels. */
  close() {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }

  /**
   * @param {string} key
   * @param {DataView} buffer
   * @param {string | undefined} type
   */
  #storePixels(key, buffer, type) {
    const before = this.#urls.get(key);
    if (before !== undefined) URL.revokeObjectURL(before);
    const pixels = new Blob([/** @type {DataView<ArrayBuffer>} */ (buffer)], { type });
    this.#urls.set(key, URL.createObjectURL(pixels));
  }
}

/**
 * `Promise.withResolvers`, which browsers have had only since 2024.
 * @returns {PromiseWithResolvers<number>}
 */
function withResolvers() {
  /** @type {any} */
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}
