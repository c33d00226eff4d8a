// The demo's model as a program: a text on stdin, its score on stdout.

import { buffer } from 'node:stream/consumers';

import { infer } from '../lib/sentiment.mjs';

process.stdout.write(infer(await buffer(process.stdin)));
