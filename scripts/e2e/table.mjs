// Money and tables as a person reads them.

/** An amount in planck as NES with all its decimals. */
export function nes(planck) {
  const digits = BigInt(planck).toString().padStart(13, '0');
  const whole = digits.slice(0, -12).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}.${digits.slice(-12)} NES`;
}

/** `rows` under `head`, in columns as wide as their widest cell; amounts stand to the right. */
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
