// The log: lines of plain text on the standard error; a service manager adds the time.

/** Says what the program does. */
export const say = (line) => process.stderr.write(`${line}\n`);

/** Says what went wrong. */
export const complain = (line) => say(`error: ${line}`);
