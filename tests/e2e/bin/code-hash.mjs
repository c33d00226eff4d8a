// Prints the hash of a runtime's code, as `system.authorizeUpgrade` takes it.

import { readFileSync } from 'node:fs';

import { blake2AsHex } from '@polkadot/util-crypto';

console.log(blake2AsHex(readFileSync(process.argv[2])));
