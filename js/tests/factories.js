// @ts-check
// Values of the wire, as the kernel sends them.

/** @import { PreparedPicture, Region, Turn } from "../src/protocol.js" */

/**
 * @param {Partial<PreparedPicture>} [fields]
 * @returns {PreparedPicture}
 */
export const makePicture = (fields = {}) => ({
  id: "1",
  name: "fig",
  version: 1,
  note: "",
  live: false,
  width: 640,
  height: 480,
  original: [640, 480],
  tokens: 410,
  bytes: 9000,
  notes: [],
  ...fields,
});

/**
 * @param {Partial<Region>} [fields]
 * @returns {Region}
 */
export const makeRegion = (fields = {}) => ({
  number: 1,
  label: "the peak",
  sentence: "The best quarter.",
  picture: "fig",
  bounds: [10, 10, 20, 20],
  data: "",
  ...fields,
});

/**
 * @param {Partial<Turn>} [fields]
 * @returns {Turn}
 */
export const makeTurn = (fields = {}) => ({
  id: "7",
  status: "done",
  prompt: "What?",
  task: "",
  pictures: ["1"],
  box: null,
  typed: "What?",
  subject: "",
  blocks: ["<p>It rises.</p>"],
  verdicts: "",
  claims: [],
  thinking: "",
  captions: [],
  notes: [],
  calls: [],
  footer: "",
  notice: "",
  problem: "",
  regions: [],
  ...fields,
});
