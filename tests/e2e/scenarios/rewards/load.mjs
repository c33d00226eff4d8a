// Transactions without end: transfers several times a second at every node, so that each has some
// for its block, and one task after the other.

import { u8aToHex } from '@polkadot/util';
import { UNIT } from 'nes-js';

import { bob, charlie, dave, pairOf } from '../../lib/actors.mjs';
import { pause } from '../../lib/chain.mjs';
import { request } from '../../roles/developer.mjs';
import { commit, happening, reveal } from '../../roles/member.mjs';
import { openMarket } from '../task-cost/loads.mjs';

/** The time from one transfer to the next at a node, in ms. */
const INTERVAL = 250;
/** The errors of the pool that say that it had this transaction already, or a block has it. */
const TAKEN = [1010, 1013, 1014];
const TARIFF = { base: UNIT, input: 0n, output: 0n };
const USAGE = { input: 100, output: 100 };
const ANSWER = { result: u8aToHex(new Uint8Array(32).fill(1)), usage: USAGE };
const NODES = [bob, charlie, dave];

const senders = [1, 2, 3, 4].map((number) => pairOf(`//Sender//${number}`));
const developer = pairOf('//Developer');

/** Who needs NES for all that. */
export const payers = [...senders, developer];

export class Load {
  /** How many have settled. */
  tasks = 0;
  #going = true;
  #loads = [];

  /** Opens a market and begins the transfers; `fail(error)` is told when something goes wrong. */
  static async start(apis, fail) {
    const load = new Load();
    Object.assign(load, { api: apis[0], service: await openMarket(apis[0]), fail });
    load.#loads = apis.map((api, index) => load.#transfer(api, senders[index]).catch(fail));
    return load;
  }

  /** Begins the tasks. */
  ask() {
    this.#loads.push(this.#ask().catch(this.fail));
  }

  async #transfer(api, sender) {
    const payee = senders[0] === sender ? senders[1] : senders[0];
    let nonce = (await api.rpc.system.accountNextIndex(sender.address)).toNumber();
    for (; this.#going; await pause(INTERVAL)) {
      const tx = api.tx.balances.transferKeepAlive(payee.address, UNIT + BigInt(nonce));
      // What the pool cannot look at just now is sent again.
      const sent = tx.signAndSend(sender, { nonce, era: 0 });
      nonce += await sent.then(() => 1, ({ code }) => (TAKEN.includes(code) ? 1 : 0));
    }
  }

  /** Each step waits until the last one is final: forks are many, and must not mislead a node. */
  async #ask() {
    const { api, service } = this;
    const { Drawn, RevealingStarted, Settled } = api.events.inference;
    const final = { final: true };
    for (; this.#going; this.tasks += 1) {
      const input = `${this.tasks}`;
      const asked = await request(api, developer, service, input, USAGE, TARIFF, final);
      const reached = (step) => happening(api, asked, step, final);
      const all = (act) =>
        Promise.all(NODES.map((node) => act(api, node, asked.task, ANSWER, final)));
      await reached(Drawn);
      await all(commit);
      await reached(RevealingStarted);
      await all(reveal);
      await reached(Settled);
    }
  }

  /** Ends with the transfer and the task that are on their way. */
  halt() {
    this.#going = false;
  }

  /** The same, and waits for that. */
  async stop() {
    this.halt();
    await Promise.all(this.#loads);
  }
}
