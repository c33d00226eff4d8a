// The definitions of NES chain that clients in JavaScript need.

export { preimage } from './commitment.mjs';
export { rpc } from './rpc.mjs';
export { nes, UNIT } from './units.mjs';
