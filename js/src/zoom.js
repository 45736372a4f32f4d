// @ts-check
// Zooming the picture. At zoom 1, one CSS pixel is one pixel of the picture as sent. No DOM.

import { clamp } from "./geometry.js";

export const BUTTON_STEP = 1.25;
export const WHEEL_STEP = 1.1;

const MIN_ZOOM = 0.05;
const MAX_ZOOM = 16;
const MAX_FIT = 1.5; // a small picture is not enlarged to fill the panel

/** @param {number} zoom */
export const clampZoom = (zoom) => clamp(zoom, MIN_ZOOM, MAX_ZOOM);

/**
 * Return the zoom at which the whole picture is visible.
 * @param {{ width: number, height: number }} picture
 * @param {{ width: number, height: number }} room
 */
export function fitZoom(picture, room) {
  return Math.min(room.width / picture.width, room.height / picture.height, MAX_FIT);
}

/**
 * Return the position at a place in a viewport, as a share of the content, along one axis.
 * @param {{ scroll: number, place: number, content: number }} axis
 */
export function shareAt({ scroll, place, content }) {
  return (scroll + place) / (content || 1);
}

/**
 * Return the scroll offset that puts a position at a place in a viewport, along one axis.
 * @param {number} share
 * @param {{ place: number, content: number }} axis
 */
export function scrollToShare(share, { place, content }) {
  return share * content - place;
}

/** @param {number} zoom */
export const zoomText = (zoom) => `${Math.round(zoom * 100)} %`;
