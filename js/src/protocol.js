// @ts-check
// Types of everything that the panel and the kernel exchange. The kernel sets the widget's traits,
// which the panel draws; the panel sends a message for each action of the user. Pixels and files
// travel as buffers attached to messages.

/** @import { Box, Point, Size } from "./geometry.js" */

/**
 * A part of a picture that is selected.
 * @typedef {object} SelectedArea
 * @property {"box" | "range" | "lasso"} kind
 * @property {Box} box
 * @property {Point[]} [points] - the corners of a lasso
 */

/**
 * A tab. `PreparedPicture` adds the sizes, once they are known.
 * @typedef {object} Picture
 * @property {string} id
 * @property {string} name
 * @property {number} version - increases when the pixels change
 * @property {string} note - why there is nothing to see; empty if there are pixels
 * @property {boolean} live - a figure that can be redrawn and can name its marks
 */

/**
 * A picture that is ready to send; `width` and `height` are its size as sent.
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
 * A part of a picture that an answer refers to.
 * @typedef {object} Region
 * @property {number} number
 * @property {string} label
 * @property {string} sentence
 * @property {string} picture - its name
 * @property {Box} bounds - in pixels of the original; a point has zero width and height
 * @property {string} data - the bounds in data coordinates, for a live figure
 */

/** @typedef {"waiting" | "sending" | "thinking" | "writing" | "done" | "stopped" | "failed"} Status */

/**
 * A statement of an answer that was checked on the figure's data.
 * @typedef {object} CheckedClaim
 * @property {string} verdict
 * @property {string} mark
 * @property {string} quote
 * @property {string} data - the data's value, or the reason why there is none
 * @property {string} query - empty if no claim of the answer states it
 */

/**
 * A call of a tool that Claude made before it answered.
 * @typedef {object} ToolCall
 * @property {string} html - the call and its result, which the kernel has made safe
 * @property {string} line - the same on one line
 * @property {string} image - data URL of a small picture of what it gave; empty for none
 * @property {string} picture - the name of the picture that it is about
 * @property {Box | null} box - the part that it looked at, in pixels of the original
 */

/**
 * A question and its answer so far. `blocks`, `verdicts` and `thinking` are HTML that the kernel has
 * made safe; everything else is plain text.
 * @typedef {object} Turn
 * @property {string} id
 * @property {Status} status
 * @property {string} prompt
 * @property {string} typed - by the user; empty for a task
 * @property {string} task
 * @property {string} subject - the part of a picture that it is about; else empty
 * @property {string[]} pictures - ids
 * @property {Box | null} box
 * @property {string[]} blocks - of the answer; only the last one grows
 * @property {string} verdicts - of all claims, as a folded table
 * @property {CheckedClaim[]} claims
 * @property {string} thinking
 * @property {string[]} captions
 * @property {string[]} notes
 * @property {ToolCall[]} calls
 * @property {string} footer
 * @property {string} notice
 * @property {string} problem
 * @property {Region[]} regions
 */

/**
 * What is new in a turn: properties, and the blocks from `start` on.
 * @typedef {object} TurnMessage
 * @property {"turn"} say
 * @property {string} id
 * @property {Partial<Omit<Turn, "blocks">>} changes
 * @property {number} start
 * @property {string[]} blocks
 */

/** @typedef {{ name: string, kind: string }} Variable */
/** @typedef {{ id: string, name: string, size: number, expires: string }} UploadedFile */
/** @typedef {{ method: string, possible: boolean, what: string }} Delivery */

/**
 * The ways to deliver a picture, and the price of a question about it.
 * @typedef {object} DeliveryPreview
 * @property {string} picture - its id
 * @property {Delivery[]} methods
 * @property {string} price
 */

/**
 * The settings that the panel displays.
 * @typedef {object} About
 * @property {number} piece - bytes of a piece of a file
 * @property {string} method
 * @property {string} provider
 * @property {string} model
 * @property {{ id: string, efforts: string[] }[]} models
 * @property {Control[]} controls
 * @property {{ name: string, about: string }[]} tasks - in the order of use
 */

/**
 * A control for an option of the next question: a switch, or a choice where there are values.
 * @typedef {object} Control
 * @property {string} name - the option's
 * @property {string} label
 * @property {string} help
 * @property {string[]} values
 * @property {string | boolean | null} value - the panel's own, or the setting
 */

/**
 * The widget's traits, set only by the kernel.
 * @typedef {object} Traits
 * @property {(Picture | PreparedPicture)[]} _pictures
 * @property {Variable[]} _variables
 * @property {number} _cells - number of cells run so far
 * @property {UploadedFile[]} _files
 * @property {DeliveryPreview | { methods?: undefined }} _ways
 * @property {{ text?: string, number?: number }} _problem
 * @property {boolean} _busy - a cell is running
 * @property {About} _about
 * @property {string} _copy - CSS class of the static copy in the saved notebook
 */

/**
 * A question from the panel.
 * @typedef {{ do: "ask", prompt: string } & Subject} AskMessage
 */

/**
 * What a question is about, and its options by their names.
 * @typedef {object} SubjectFields
 * @property {string[]} pictures - ids
 * @property {Box} [box]
 * @property {Box[]} [parts] - to be compared with one another
 * @property {boolean} [selection] - whether the values in the selection go along
 * @typedef {SubjectFields & Record<string, unknown>} Subject
 */

/**
 * Messages from the browser to the kernel.
 * @typedef {(
 *   | AskMessage
 *   | { do: "hello" | "stop" | "new" | "files" | "markdown" }
 *   | { do: "picture" | "redraw" | "remove" | "ways" | "delete file", id: string }
 *   | { do: "retry", id: string }
 *   | { do: "prove", id: string, claim: number }
 *   | { do: "thumbnails", names: string[] }
 *   | { do: "add variable", name: string }
 *   | { do: "add url", url: string }
 *   | { do: "mark", id: string, x: number, y: number, reach: number, ask: boolean, key: string }
 *   | { do: "select", id: string, areas: SelectedArea[], key: string }
 *   | { do: "hover", id: string, x: number, y: number, reach: number, key: string }
 *   | { do: "where", id: string, key: string, box: Box }
 *   | ({ do: "price", key: string } & Subject)
 *   | FileMessage
 * )} ToKernel
 */

/**
 * One step of a file upload; the bytes of a piece are the message's buffer.
 * @typedef {(
 *   | { do: "begin file", key: string, name: string, size: number }
 *   | { do: "piece", key: string, at: number }
 *   | { do: "forget file", key: string }
 * )} FileMessage
 */

/**
 * Messages from the kernel to the browser, by kind.
 * @typedef {object} FromKernel
 * @property {{ say: "hello" }} hello
 * @property {{ say: "turns", turns: Turn[] }} turns - all of them, for a view that has just opened
 * @property {TurnMessage} turn
 * @property {{ say: "proof", id: string, claim: number, picture: string, boxes: Box[],
 *   reason: string }} proof - the marks that a claim rests on, or the reason why none is known
 * @property {{ say: "picture", id: string, version: number, type: string }} picture
 * @property {{ say: "thumbnail", name: string, type?: string, problem?: string }} thumbnail
 * @property {MarkMessage} mark
 * @property {HoverMessage} hover
 * @property {{ say: "selection", id: string, key: string, counts: number[] }} selection
 * @property {{ say: "where", id: string, key: string, where: string }} where
 * @property {{ say: "price", key: string, text: string, details: string }} price
 * @property {{ say: "markdown", text: string }} markdown
 * @property {{ say: "arrived", key: string, bytes: number }} arrived
 * @property {{ say: "refused", key: string }} refused
 */

/**
 * The mark under a point of a live figure, or null.
 * @typedef {object} MarkMessage
 * @property {"mark"} say
 * @property {string} id
 * @property {string} key
 * @property {boolean} ask
 * @property {{ text: string, box: Box } | null} mark
 * @property {string} reason - why there is none
 */

/**
 * The mark under the pointer, or null.
 * @typedef {object} HoverMessage
 * @property {"hover"} say
 * @property {string} id
 * @property {string} key
 * @property {{ text: string, box: Box } | null} mark
 * @property {string} reason - why there is none
 * @property {boolean} hasMarks - whether the picture has any
 */

export {};
