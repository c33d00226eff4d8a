// A client that PAPI's code is for: asks a runtime API, and prints the bytes of a call.

import { nes } from '@polkadot-api/descriptors';
import { Enum } from 'polkadot-api';
import { fromHex, toHex } from 'polkadot-api/utils';
import { createWsClient } from 'polkadot-api/ws';

declare const process: { argv: string[] };

const client = createWsClient(process.argv[2]);
try {
  const { apis, tx } = client.getTypedApi(nes);
  const usage = { input: 3n, output: 4n };
  const quote = await apis.MarketApi.quote(1, usage, undefined, undefined, undefined);
  const call = tx.Inference.request({
    service: 1,
    version: 2,
    input: Enum('Inline', fromHex('0x646174613a2c')),
    max_usage: usage,
    max_price: 5n,
    committee: 9,
    patience: 8,
  });
  const bytes = await call.getEncodedData();
  console.log(quote.success ? 'a quote' : quote.value.type, toHex(bytes));
} finally {
  client.destroy();
}
