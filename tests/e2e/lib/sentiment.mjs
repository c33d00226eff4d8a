// The model that the demo sells: VADER, a published lexicon and rules that score the feeling of an
// English text. It is deterministic, and its scores are written in one way only, so that honest
// nodes produce the same bytes.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { blake2AsHex } from '@polkadot/util-crypto';
import vader from 'vader-sentiment';

const file = createRequire(import.meta.url).resolve('vader-sentiment');

/** The model's description on the chain. */
export const description = {
  name: 'VADER sentiment 1.1.3',
  uri: 'pkg:npm/vader-sentiment@1.1.3',
  contentHash: blake2AsHex(readFileSync(file), 256),
  unit: 'byte',
};

/** Returns the output for `input`; nothing when that is no text in UTF-8. */
export function infer(input) {
  const text = textOf(input);
  return text === undefined
    ? undefined
    : canonical(vader.SentimentIntensityAnalyzer.polarity_scores(text));
}

function textOf(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Returns JSON with keys in one order, fixed decimals, no spaces and no minus zero. */
function canonical({ compound, pos, neu, neg }) {
  const fixed = (value, digits) => (value || 0).toFixed(digits).replace(/^-(0\.0+)$/, '$1');
  return JSON.stringify({
    compound: fixed(compound, 4),
    positive: fixed(pos, 3),
    neutral: fixed(neu, 3),
    negative: fixed(neg, 3),
  });
}
