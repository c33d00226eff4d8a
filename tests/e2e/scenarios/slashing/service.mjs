// A service of Bob, Charlie and Eve, who must all agree, each behind clients/serve. Their answers may
// cost them stake.

import { UNIT } from 'nes-js';

import { alice, bob, charlie, eve, ferdie } from '../../lib/actors.mjs';
import { send } from '../../lib/chain.mjs';
import { freePorts } from '../../lib/ports.mjs';
import { description } from '../../lib/sentiment.mjs';
import { requestCall } from '../../roles/developer.mjs';
import { awaitTaskEvent } from '../../roles/member.mjs';
import { offer, register } from '../../roles/operator.mjs';
import { publish } from '../../roles/publisher.mjs';
import { ServiceNode } from '../../roles/service-node.mjs';
import { makeExact, takeExact } from '../../roles/sudo.mjs';

/** The shape of the tariffs, and the price of each. */
export const SHAPE = { base: 1_000_000_000, input: 699_931, output: 1_399_161 };
export const PRICE = UNIT / 7n;
const MOST = { input: 256, output: 128 };
const TEXT = 'A node that is switched off loses little, and I like that.';
/** Nobody is overtaken by the others. */
const ALL_OF_THREE = { committee: 3, quorum: 3 };
const OPERATORS = [bob, charlie, eve];

export class Service {
  #api;
  #url;
  #id;
  #ports = new Map(); // By operator, like the next one.
  #serving = new Map();

  /** Opens the service on a network, and has everyone serve. */
  static async open({ api, url }) {
    const service = new Service();
    service.#api = api;
    service.#url = url;
    service.#id = await publish(api, alice, description, SHAPE, ALL_OF_THREE);
    const ports = await freePorts(OPERATORS.length);
    try {
      await Promise.all(OPERATORS.map(async (operator, index) => {
        service.#ports.set(operator, ports[index]);
        await register(api, operator, `http://127.0.0.1:${ports[index]}`, 0n);
        await service.offer(operator);
        await service.start(operator);
      }));
    } catch (error) {
      await service.close();
      throw error;
    }
    return service;
  }

  /** Has `operator` offer it. */
  offer = (operator) =>
    offer(this.#api, operator, this.#id, { price: PRICE, slots: 8, slashable: true });

  /** Has answers cost stake from now on. */
  makeExact = () => makeExact(this.#api, this.#id, { operators: OPERATORS.length });

  /** Has them cost none any more. */
  takeExact = () => takeExact(this.#api, this.#id);

  /** Starts the program of `operator`. */
  async start(operator) {
    const port = this.#ports.get(operator);
    this.#serving.set(operator, await ServiceNode.start({ url: this.#url, operator, port }));
  }

  /** Stops it. */
  async stop(operator) {
    await this.#serving.get(operator).stop();
    this.#serving.delete(operator);
  }

  close = () => Promise.all([...this.#serving.keys()].map((operator) => this.stop(operator)));

  /** Has Ferdie ask `count` times in a block; returns the final settlements and their blocks. */
  async ask(count = 1) {
    const api = this.#api;
    const { Requested, Settled } = api.events.inference;
    const order = requestCall(api, this.#id, TEXT, MOST, { maxPrice: PRICE });
    const final = { final: true };
    const { block, events } =
      await send(api.tx.utility.batchAll(Array(count).fill(order)), ferdie, final);
    const tasks = events.filter((event) => Requested.is(event)).map(({ data }) => `${data.task}`);
    return Promise.all(tasks.map((task) => awaitTaskEvent(api, { task, block }, Settled, final)));
  }
}
