// A client that dedot's code is for: asks a runtime API, and prints the bytes of a call.

import { DedotClient, WsProvider } from 'dedot';

import type { NesApi } from './chaintypes/nes/index.js';

declare const process: { argv: string[] };

const client = await DedotClient.new<NesApi>(new WsProvider(process.argv[2]));
try {
  const usage = { input: 3n, output: 4n };
  const quote = await client.call.marketApi.quote(1, usage);
  const input = { type: 'Inline', value: '0x646174613a2c' } as const;
  const call = client.tx.inference.request(1, 2, input, usage, 5n, 9, 8);
  console.log(quote.isOk ? 'a quote' : quote.err, call.callHex);
} finally {
  await client.disconnect();
}
