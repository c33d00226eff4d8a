// Load on a network: transfers several times a second at every node, so that each has some for its
// block, and one task after the other.

import { u8aToHex } from '@polkadot/util';
import { UNIT } from 'nes-js';

import { bob, charlie, dave, pairOf } from '../../lib/actors.mjs';
import { pause } from '../../lib/wait.mjs';
import { request } from '../../roles/developer.mjs';
import { awaitTaskEvent, commit, reveal } from '../../roles/member.mjs';
import { openMarket } from '../task-cost/loads.mjs';

/** The time from one transfer to the next at a node, in ms. */
const INTERVAL = 250;
/** The errors of the pool when it or a block has this transaction already. */
const TAKEN = [1010, 1013, 1014];
const USAGE = { input: 100, output: 100 };
const ANSWER = { output: { result: u8aToHex(new Uint8Array(32).fill(1)), usage: USAGE } };
const NODES = [bob, charlie, dave];

const senders = [1, 2, 3, 4].map((number) => pairOf(`//Sender//${number}`));
const developer = pairOf('//Developer');

/** The accounts that need NES for all that. */
export const payers = [...senders, developer];

export class Load {
  /** The count of settled tasks. */
  tasks = 0;
  #api;
  #service;
  #fail;
  #isOn = true;
  #loads = [];

  /** Opens a market and begins the transfers; calls `fail(error)` when something goes wrong. */
  static async start(apis, fail) {
    const load = new Load();
    load.#api = apis[0];
    load.#service = await openMarket(load.#api);
    load.#fail = fail;
    load.#loads = apis.map((api, index) => load.#transfer(api, senders[index]).catch(fail));
    return load;
  }

  /** Begins the tasks. */
  ask() {
    this.#loads.push(this.#ask().catch(this.#fail));
  }

  async #transfer(api, sender) {
    const payee = senders[0] === sender ? senders[1] : senders[0];
    let nonce = (await api.rpc.system.accountNextIndex(sender.address)).toNumber();
    for (; this.#isOn; await pause(INTERVAL)) {
      const tx = api.tx.balances.transferKeepAlive(payee.address, UNIT + BigInt(nonce));
      // A transaction that the pool cannot look at just now is sent again.
      const sent = tx.signAndSend(sender, { nonce, era: 0 });
      nonce += await sent.then(() => 1, ({ code }) => (TAKEN.includes(code) ? 1 : 0));
    }
  }

  /** Each step waits until the last one is final: forks are many, and must not mislead a node. */
  async #ask() {
    const api = this.#api;
    const { Drawn, RevealingStarted, Settled } = api.events.inference;
    const final = { final: true };
    const terms = { version: 0, maxPrice: UNIT, ...final };
    for (; this.#isOn; this.tasks += 1) {
      const input = `${this.tasks}`;
      const asked = await request(api, developer, this.#service, input, USAGE, terms);
      const reached = (step) => awaitTaskEvent(api, asked, step, final);
      const all = (answer) =>
        Promise.all(NODES.map((node) => answer(api, node, asked.task, ANSWER, final)));
      await reached(Drawn);
      await all(commit);
      await reached(RevealingStarted);
      await all(reveal);
      await reached(Settled);
    }
  }

  /** Ends after the transfers and the task that are on their way. */
  halt() {
    this.#isOn = false;
  }

  /** Ends, and waits for these. */
  async stop() {
    this.halt();
    await Promise.all(this.#loads);
  }
}
