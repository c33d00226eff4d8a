// A program that indexes a chain with the processor of Subsquid, from block 0 to a height:
// `node squid.mjs URL HEIGHT` prints the events as JSON. The processor ends its whole process.

import { SubstrateBatchProcessor } from '@subsquid/substrate-processor';

const [, , url, height] = process.argv;
const seen = [];
let head = { height: -1, hash: '0x' };

/** A database that keeps nothing but how far the processor is. */
const database = {
  connect: async () => head,
  transact: async ({ nextHead }, visit) => {
    await visit(seen);
    head = nextHead;
    if (head.height === Number(height)) process.stdout.write(JSON.stringify(seen));
  },
};

/** @type {(event: any) => any} */
const shown = ({ block, call, extrinsic, name, phase }) => ({
  block: block.height,
  name,
  phase,
  call: call?.name,
  extrinsic: extrinsic?.index,
});

new SubstrateBatchProcessor()
  .setRpcEndpoint(url)
  .setBlockRange({ from: 0, to: Number(height) })
  .setFields({ event: { phase: true } })
  .includeAllBlocks()
  .addEvent({ call: true, extrinsic: true })
  .addCall({ events: true, extrinsic: true })
  .run(database, async ({ blocks, store }) => {
    for (const { events } of blocks) store.push(...events.map(shown));
  });
