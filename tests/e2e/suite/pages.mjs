// The programs that pages of the documentation print.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const e2e = path.join(root, 'tests', 'e2e');

/** The files of clients/js that readers copy beside a program. */
const COPIED = ['rpc.mjs', 'commitment.mjs'];

/** The node that the pages connect to. */
const URL_OF_PAGES = 'ws://127.0.0.1:9944';

/** Returns the blocks of `language` on the page at `page`, one after the other. */
export function codeOf(page, language) {
  const text = readFileSync(path.join(root, 'docs', page), 'utf8');
  const blocks = text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'));
  return [...blocks].map(([, code]) => code).join('\n');
}

/**
 * Runs the program of the page at `page` with `args`, against the node at `url` instead of the one
 * that it names; returns what it prints.
 *
 * @param {string} page
 * @param {string[]} [args]
 * @param {string} [url]
 */
export async function runPage(page, args = [], url = URL_OF_PAGES) {
  // Below the packages that it imports.
  const folder = await mkdtemp(path.join(e2e, '.page-'));
  try {
    await Promise.all(COPIED.map((name) =>
      copyFile(path.join(root, 'clients', 'js', name), path.join(folder, name))));
    const file = path.join(folder, 'program.mjs');
    await writeFile(file, codeOf(page, 'js').replace(URL_OF_PAGES, url));
    const run = promisify(execFile)(process.execPath, [file, ...args], { timeout: 180_000 });
    return (await run).stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}
