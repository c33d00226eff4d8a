// The definitions of NES chain that clients in JavaScript need.

/**
 * @typedef {import('./commitment.mjs').Answer} Answer
 * @typedef {import('./commitment.mjs').Seat} Seat
 * @typedef {import('./commitment.mjs').Unservable} Unservable
 */

export { contradicts } from './answers.mjs';
export { encodeAnswer, preimage } from './commitment.mjs';
export { rpc } from './rpc.mjs';
export { nes, UNIT } from './units.mjs';
