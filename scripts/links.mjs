// Checks that every relative link in the Markdown files named on the command line leads to a file,
// and every anchor to a heading.

import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Returns the text of a page without its code. */
const prose = (page) => readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```$/gm, '');

/** Returns the anchors of a page's headings, as GitHub makes them. */
function anchors(page) {
  const headings = prose(page).matchAll(/^#+ (.*)$/gm);
  const anchor = (text) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
  return new Set([...headings].map(([, text]) => anchor(text)));
}

const broken = [];
for (const page of process.argv.slice(2)) {
  for (const [, link] of prose(page).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(link)) continue;
    const [file, anchor] = link.split('#');
    const target = file ? path.join(path.dirname(page), file) : page;
    const leads =
      existsSync(target) && (!anchor || (statSync(target).isFile() && anchors(target).has(anchor)));
    if (!leads) broken.push(`${page}: ${link}`);
  }
}
if (broken.length > 0) {
  console.error(`these links lead nowhere:\n${broken.join('\n')}`);
  process.exitCode = 1;
}
