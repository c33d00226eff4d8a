// A connection to a node's JSON-RPC, until it is lost.

import { ApiPromise, WsProvider } from '@polkadot/api';
import { u8aEq } from '@polkadot/util';
import { decodeAddress } from '@polkadot/util-crypto';

import { ConnectionLost, OperatorError, firstLine } from './errors.mjs';

/** The time in which the node must connect, in ms. */
const PATIENCE = 30_000;
/** The time between two signs of life of the node, in ms. */
const HEARTBEAT = 20_000;
/** JSON-RPC's code for an unknown method. */
const UNKNOWN_METHOD = -32_601;

export class Connection {
  /** The API and the chain's genesis hash, once it is connected. */
  api;
  genesis;
  /** A promise that fails when the connection is lost. */
  lost;
  #provider;
  #timers = [];

  /** Connects once to the node at `url`. Another try takes another connection. */
  static async open(url) {
    const connection = new Connection();
    const provider = new WsProvider(url, false);
    connection.#provider = provider;
    connection.lost = new Promise((_, reject) => {
      const lose = (why) => reject(new ConnectionLost(why));
      provider.on('disconnected', () => lose(`the connection to ${url} was lost`));
      provider.on('error', () => lose(`there is no node at ${url}`));
      connection.#timers.push(setTimeout(() => lose(`${url} does not answer`), PATIENCE));
    });
    connection.lost.catch(() => {});
    try {
      await connection.#begin();
    } catch (error) {
      await connection.close();
      throw error;
    }
    return connection;
  }

  async #begin() {
    const ready = new Promise((resolve, reject) => {
      this.#provider.on('connected', () => {
        this.api = new ApiPromise({ provider: this.#provider, noInitWarn: true });
        this.api.isReadyOrError.then(resolve, reject);
      });
    });
    await this.while(Promise.all([this.#provider.connect(), ready]));
    clearTimeout(this.#timers.pop());
    this.genesis = this.api.genesisHash.toHex();
    this.#timers.push(setInterval(() => this.#beat(), HEARTBEAT));
  }

  /** Waits for `work`; a {@link ConnectionLost} when the connection goes before it is done. */
  async while(work) {
    try {
      return await Promise.race([work, this.lost]);
    } catch (error) {
      if (this.#provider.isConnected || error instanceof ConnectionLost) throw error;
      throw new ConnectionLost(firstLine(error));
    }
  }

  async #beat() {
    const timer = setTimeout(() => this.close(), HEARTBEAT);
    await this.#provider.send('system_health', []).catch(() => {});
    clearTimeout(timer);
  }

  /** Returns the answer of the node's JSON-RPC `method`. */
  async ask(method, ...params) {
    try {
      return await this.while(this.#provider.send(method, params));
    } catch (error) {
      if (error.code !== UNKNOWN_METHOD) throw error;
      throw new OperatorError(`the nes-node is too old: it has no ${method}`);
    }
  }

  /** Returns the hash and the height of the last final block. */
  async finalBlock() {
    const hash = await this.ask('chain_getFinalizedHead');
    return { hash, number: Number((await this.ask('chain_getHeader', hash)).number) };
  }

  /** Returns the most bytes that an input unit of `service` covers. */
  async inputBytesOf(service) {
    return (await this.ask('market_service', service)).inputBytes;
  }

  /** Returns the endpoint of `node`; nothing when there is none. */
  async endpointOf(node) {
    return (await this.ask('nodes_info', node))?.endpoint;
  }

  /** Checks that `pair` is the operator or the agent of `node`. */
  async checkKey(pair, node) {
    const found = await this.while(this.api.query.nodeStaking.nodes(node));
    if (found.isNone) throw new OperatorError(`there is no node ${node} on this chain`);
    const agent = found.unwrap().agent.unwrapOr(undefined);
    const isOperator = u8aEq(decodeAddress(node), pair.publicKey);
    if (!isOperator && !(agent && u8aEq(agent, pair.publicKey))) {
      throw new OperatorError(`the key is neither the operator's nor the agent's of node ${node}`);
    }
  }

  /** Calls `update` with all assignments of `node`, now and whenever they change. */
  async follow(node, update) {
    const names = ['inference_assignedChanged', 'inference_subscribeAssigned'];
    let begin;
    const begun = new Promise((resolve) => (begin = resolve));
    const take = (error, assignments) => !error && begin(update(assignments));
    try {
      await this.while(this.#provider.subscribe(...names, [node], take));
    } catch (error) {
      if (error.code !== UNKNOWN_METHOD) throw error;
      throw new OperatorError('the nes-node is too old: it has no inference_subscribeAssigned');
    }
    await this.while(begun);
  }

  /** Calls `report` with the height of the best block, now and whenever there is another. */
  async watchHeads(report) {
    const { chain } = this.api.rpc;
    await this.while(chain.subscribeNewHeads(({ number }) => report(number.toNumber())));
  }

  /** Returns the time of a block, in ms. */
  get blockTime() {
    return this.api.consts.babe.expectedBlockTime.toNumber();
  }

  /**
   * Calls `report` with the task, the decision and the answer of each decision of a dispute, and
   * the planck of its bonds that come back to `account` with it.
   */
  async watchDecisions(account, report) {
    const { balances, disputes } = this.api.events;
    if (!disputes) return;
    const { pot } = this.api.consts.disputes;
    await this.while(this.api.query.system.events((records) => {
      let back = 0n;
      for (const { event } of records) {
        const { from, to, amount } = /** @type {any} */ (event.data);
        const isBond = balances.Transfer.is(event) && from.eq(pot) && to.eq(account);
        if (isBond) back += amount.toBigInt();
        if (event.section !== 'disputes') continue;
        if (disputes.Decided.is(event)) report(decisionIn(event.data), back);
        back = 0n;
      }
    }));
  }

  /** Calls `report` with the service and version of each offer of `node` that leaves the index. */
  async watchOffers(node, report) {
    const { OfferLeft } = this.api.events.market;
    await this.while(this.api.query.system.events((records) => {
      for (const { event } of records) {
        if (OfferLeft.is(event) && event.data.node.eq(node)) report(event.data);
      }
    }));
  }

  async close() {
    for (const timer of this.#timers) clearTimeout(timer);
    await (this.api ?? this.#provider).disconnect();
  }
}

/** Returns the task of a decision, its name, and the answer of the second committee, if any. */
function decisionIn({ task, decision }) {
  const answer = decision.isUndecided ? undefined : answerIn(decision.inner.answer);
  return { task: `${task}`, decision: decision.type.toLowerCase(), answer };
}

/** Returns an answer of the chain in the form that JSON-RPC and this program have for it. */
function answerIn(answer) {
  if (answer.isOutput) return { output: answer.asOutput.toJSON() };
  const reason = answer.asUnservable;
  if (reason.isAmbiguous) return { unservable: { ambiguous: reason.asAmbiguous.toJSON() } };
  return { unservable: `${reason.type[0].toLowerCase()}${reason.type.slice(1)}` };
}
