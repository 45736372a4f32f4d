// @ts-check
// The wire between the panel and the kernel: types only. The kernel's half is the widget's traits
// (what there is to draw) and its table of messages (what the user does). Pixels and files travel
// as buffers beside a message.

/** @import { Box, Size } from "./geometry.js" */

/**
 * A tab. The sizes are there once the picture has been prepared.
 * @typedef {object} Picture
 * @property {string} id
 * @property {string} name
 * @property {number} version - rises when the pixels change
 * @property {string} note - why there is nothing to see; empty where there is
 * @property {boolean} live - a figure that can be drawn again, and names its marks
 */

/**
 * What a picture has besides once it is prepared: `width` and `height` are as it is sent.
 * @typedef {Picture & PreparedFields} PreparedPicture
 * @typedef {object} PreparedFields
 * @property {number} width
 * @property {number} height
 * @property {Size} original
 * @property {number} tokens
 * @property {number} bytes
 * @property {string[]} notes
 */

/**
 * A part of a picture that an answer names.
 * @typedef {object} Region
 * @property {number} number
 * @property {string} label
 * @property {string} sentence
 * @property {string} picture - its name
 * @property {Box} bounds - in pixels of the original; a point has no width and no height
 * @property {string} data - the same in the data's coordinates, for a live figure
 */

/** @typedef {"waiting" | "sending" | "thinking" | "writing" | "done" | "stopped" | "failed"} Status */

/**
 * A question, and what has come of it so far. `html` and `thinking` are safe: the kernel escapes
 * them. Everything else is plain text.
 * @typedef {object} Turn
 * @property {string} id
 * @property {Status} status
 * @property {string} prompt
 * @property {string} task
 * @property {string[]} pictures - ids
 * @property {Box | null} box
 * @property {string} html
 * @property {string} thinking
 * @property {string[]} captions
 * @property {string[]} notes
 * @property {string} footer
 * @property {string} notice
 * @property {string} problem
 * @property {Region[]} regions
 */

/** @typedef {{ name: string, kind: string }} Variable */
/** @typedef {{ id: string, name: string, size: number, expires: string }} UploadedFile */
/** @typedef {{ method: string, possible: boolean, what: string }} Delivery */

/**
 * How a picture could travel, and what a question about it would cost.
 * @typedef {object} DeliveryPreview
 * @property {string} picture - its id
 * @property {Delivery[]} methods
 * @property {string} price
 */

/**
 * The settings that the panel shows.
 * @typedef {object} About
 * @property {number} piece - bytes of a piece of a file
 * @property {string} method
 * @property {string} provider
 * @property {string} model
 * @property {string} effort
 * @property {string[]} efforts
 * @property {{ name: string, about: string }[]} tasks
 */

/**
 * The widget's traits. The browser sets none of them.
 * @typedef {object} Traits
 * @property {(Picture | PreparedPicture)[]} _pictures
 * @property {Variable[]} _variables
 * @property {number} _cells - how many cells have run
 * @property {Turn[]} _turns - questions that have ended
 * @property {Turn | { id?: undefined }} _live - the question that is open
 * @property {UploadedFile[]} _files
 * @property {DeliveryPreview | { methods?: undefined }} _ways
 * @property {{ text?: string, number?: number }} _problem
 * @property {About} _about
 * @property {string} _copy - class of the copy that the saved notebook keeps
 */

/**
 * A question as the panel asks it.
 * @typedef {object} AskMessage
 * @property {"ask"} do
 * @property {string} prompt
 * @property {string} [task]
 * @property {string[]} pictures - ids
 * @property {Box} [box]
 * @property {string} [method]
 * @property {boolean} boxes - Claude marks regions
 * @property {string} effort
 */

/**
 * From the browser to the kernel.
 * @typedef {(
 *   | AskMessage
 *   | { do: "hello" | "stop" | "new" | "files" | "markdown" }
 *   | { do: "picture" | "redraw" | "remove" | "ways" | "delete file", id: string }
 *   | { do: "thumbnails", names: string[] }
 *   | { do: "add variable", name: string }
 *   | { do: "add url", url: string }
 *   | { do: "mark", id: string, x: number, y: number, ask: boolean, key: string }
 *   | { do: "where", id: string, key: string, box: Box }
 *   | FileMessage
 * )} ToKernel
 */

/**
 * A step of a file's way to the kernel; the bytes of a piece are the message's buffer.
 * @typedef {(
 *   | { do: "begin file", key: string, name: string, size: number }
 *   | { do: "piece", key: string, at: number }
 *   | { do: "forget file", key: string }
 * )} FileMessage
 */

/**
 * From the kernel to the browser, by kind.
 * @typedef {object} FromKernel
 * @property {{ say: "hello" }} hello
 * @property {{ say: "picture", id: string, version: number, type: string }} picture
 * @property {{ say: "thumbnail", name: string, type?: string, problem?: string }} thumbnail
 * @property {MarkMessage} mark
 * @property {{ say: "where", id: string, key: string, where: string }} where
 * @property {{ say: "markdown", text: string }} markdown
 * @property {{ say: "arrived", key: string, bytes: number }} arrived
 * @property {{ say: "refused", key: string }} refused
 */

/**
 * What is under a point of a live figure; no mark where there is none.
 * @typedef {object} MarkMessage
 * @property {"mark"} say
 * @property {string} id
 * @property {string} key
 * @property {boolean} ask
 * @property {{ text: string, box: Box } | null} mark
 */

export {};
