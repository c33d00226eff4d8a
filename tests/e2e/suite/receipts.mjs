// The receipts of tasks, by the chain's events and by the node's index.

import assert from 'node:assert/strict';

import { eventsOf } from '../lib/chain.mjs';
import { plain, walk } from './answers.mjs';

/**
 * Returns the receipts of every finalised block's events, oldest first, as JSON-RPC has them when
 * no answer was disputed.
 */
export async function settlements(api) {
  const head = await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead());
  const heights = Array.from({ length: head.number.toNumber() }, (_, index) => index + 1);
  return (await Promise.all(heights.map((height) => settledIn(api, height)))).flat();
}

async function settledIn(api, block) {
  const blockHash = (await api.rpc.chain.getBlockHash(block)).toHex();
  const events = await eventsOf(api, blockHash);
  const settled = events.filter((event) => api.events.inference.Settled.is(event));
  return settled.map(({ data }) => ({ block, blockHash, ...receiptOf(data), dispute: null }));
}

/** Returns the receipt that a `Settled` event reports. */
export function receiptOf(settled) {
  const { task, payer, service, version, input, requested, outcome, members } = settled;
  return {
    task: task.toNumber(),
    payer: payer.toString(),
    service: service.toNumber(),
    version: version.toNumber(),
    input: input.toHex(),
    requested: requested.toNumber(),
    outcome: nameOf(outcome),
    output: outcome.isAgreed ? outcome.asAgreed.output.toJSON() : null,
    reason: outcome.isUnservable ? reasonOf(outcome.asUnservable.reason) : null,
    shortage: outcome.isNoNodes ? nameOf(outcome.asNoNodes.shortage) : null,
    members: members.map(memberOf),
    paid: settled.paid.toString(),
    workFee: settled.workFee.toString(),
    refund: settled.refund.toString(),
    disputableUntil: settled.disputableUntil.unwrapOr(null)?.toNumber() ?? null,
  };
}

/** Returns the decision that a `Decided` event reports, as receipts have it. */
export function decisionOf({ second, decision, committee, spent, forfeited }) {
  return {
    decision: nameOf(decision),
    answer: decision.isUndecided ? null : answerOf(decision.inner.answer),
    second: second.toNumber(),
    committee: committee.map(seatOf),
    spent: spent.toString(),
    forfeited: forfeited.toString(),
  };
}

function memberOf(member) {
  const { conduct } = member;
  return { ...seatOf(member), conduct: nameOf(conduct.isFailed ? conduct.asFailed : conduct) };
}

function seatOf({ node, answer, paid, parts }) {
  return {
    node: node.toString(),
    answer: answer.isSome ? answerOf(answer.unwrap()) : null,
    paid: paid.toString(),
    parts: Object.fromEntries([...parts].map(([name, part]) => [name, part.toString()])),
  };
}

/** Returns an answer as JSON-RPC has it. */
function answerOf(answer) {
  if (answer.isOutput) return { output: answer.asOutput.toJSON() };
  return { unservable: reasonOf(answer.asUnservable) };
}

const reasonOf = (reason) =>
  (reason.isAmbiguous ? { ambiguous: reason.asAmbiguous.toJSON() } : nameOf(reason));

const nameOf = ({ type }) => type[0].toLowerCase() + type.slice(1);

/**
 * Compares every answer of the index with the finalised chain: each receipt, and the listings by
 * each payer, node and service, two a page; returns the receipts, oldest first.
 */
export async function checkIndex(api) {
  const expected = await settlements(api);
  for (const receipt of expected) {
    assert.deepEqual(await plain(api.rpc.inference.receipt(receipt.task)), receipt);
  }
  for (const { filter, belongs } of filters(expected)) {
    const listed = await walk((cursor) => api.rpc.inference.receipts(filter, cursor, 2));
    // Tasks that ended in the meantime come first.
    const newest = Math.max(...expected.map(({ task }) => task));
    const newestFirst = expected.filter(belongs).sort((one, other) => other.task - one.task);
    assert.deepEqual(listed.filter(({ task }) => task <= newest), newestFirst);
  }
  return expected;
}

/** Returns every filter that finds one of the receipts, with a test of what it should find. */
function filters(receipts) {
  const all = (key) => [...new Set(receipts.flatMap(key))];
  const nodes = ({ members }) => members.map(({ node }) => node);
  return [
    ...all(({ payer }) => payer).map((payer) =>
      ({ filter: { payer }, belongs: (one) => one.payer === payer })),
    ...all(({ service }) => service).map((service) =>
      ({ filter: { service }, belongs: (one) => one.service === service })),
    ...all(nodes).map((node) =>
      ({ filter: { node }, belongs: (one) => nodes(one).includes(node) })),
  ];
}
