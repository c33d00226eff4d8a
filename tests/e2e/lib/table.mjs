// Tables for people.

/** Returns a table of columns as wide as their widest cell, with amounts to the right. */
export function table(head, rows) {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => {
      const pad = cell.endsWith(' NES') ? 'padStart' : 'padEnd';
      return cell[pad](widths[column]);
    }).join('  ').trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(head), rule, ...rows.map(line)].join('\n');
}
