// What a node that serves inference does all day: it watches the chain for tasks that it was drawn
// for, computes, commits, reveals, and hands its outputs to whoever asks.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';

import { u8aToHex } from '@polkadot/util';
import { blake2AsHex } from '@polkadot/util-crypto';

import { follow, send } from '../chain.mjs';
import { commitment } from '../commitment.mjs';

export class ServiceNode {
  #answers = new Map(); // By task, from the commitment on.
  #outputs = new Map(); // By task, from the reveal on.
  #work = Promise.resolve();

  /** The node named `node`, which `signer`, its operator or agent, works for with `infer`. */
  constructor(api, { node, signer, infer, say = () => {} }) {
    Object.assign(this, { api, node, signer, infer, say });
  }

  /** Begins to watch the chain and to serve outputs on a port of its own. */
  async start() {
    this.server = http.createServer((request, response) => this.#serve(request, response));
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    this.endpoint = `http://127.0.0.1:${this.server.address().port}`;
    this.stopFollowing = await follow(this.api, (event) => this.#notice(event));
    return this;
  }

  async stop() {
    this.stopFollowing();
    await this.#work;
    await new Promise((done) => {
      this.server.close(done);
      this.server.closeAllConnections?.();
    });
  }

  #notice(event) {
    const { Drawn, RevealingStarted, Settled } = this.api.events.inference;
    const task = event.data.task?.toString();
    if (Drawn.is(event) && event.data.members.some((member) => member.eq(this.node))) {
      this.#queue(() => this.#commit(task));
    } else if (RevealingStarted.is(event) && this.#answers.has(task)) {
      this.#queue(() => this.#reveal(task));
    } else if (Settled.is(event)) {
      this.#answers.delete(task);
    }
  }

  // One at a time, so that the account's extrinsics stay in order.
  #queue(work) {
    this.#work = this.#work.then(work).catch((error) => this.say(`failed: ${error.message}`));
  }

  async #commit(task) {
    const { input } = (await this.api.query.inference.tasks(task)).unwrap();
    const bytes = await fetchInput(input.uri.toUtf8(), input.contentHash);
    const { output, usage } = this.infer(bytes);
    const answer = { result: blake2AsHex(output, 256), usage };
    const salt = u8aToHex(randomBytes(32));
    this.#answers.set(task, { answer, output, salt });
    const hidden = commitment(this.api.genesisHash.toHex(), task, this.node, answer, salt);
    this.say(`commits to an answer for task ${task}`);
    await send(this.api.tx.inference.commit(task, this.node, hidden), this.signer);
  }

  async #reveal(task) {
    const { answer, output, salt } = this.#answers.get(task);
    this.#outputs.set(task, output);
    this.say(`reveals ${new TextDecoder().decode(output)}`);
    await send(this.api.tx.inference.reveal(task, this.node, answer, salt), this.signer);
  }

  #serve({ method, url }, response) {
    const task = /^\/answers\/(\d+)$/.exec(url)?.[1];
    const output = method === 'GET' && this.#outputs.get(task);
    if (!output) return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': 'application/json' }).end(output);
  }
}

/** The bytes behind `uri`. This service takes inputs that travel inside the request only. */
async function fetchInput(uri, hash) {
  if (!uri.startsWith('data:')) throw new Error(`this service takes data: URIs, not ${uri}`);
  const bytes = new Uint8Array(await (await fetch(uri)).arrayBuffer());
  if (!hash.eq(blake2AsHex(bytes, 256))) throw new Error('the input is not what its hash says');
  return bytes;
}
