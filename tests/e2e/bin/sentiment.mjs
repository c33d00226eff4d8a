// The demo's model as a program: a text on stdin, its score on stdout. What is no text is invalid.

import { writeSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';

import { infer } from '../lib/sentiment.mjs';

const output = infer(await buffer(process.stdin));
if (output === undefined) writeSync(3, 'invalid');
else process.stdout.write(output);
