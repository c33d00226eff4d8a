// The log: lines of plain text on the standard error; a service manager adds the time.

/** Logs a step of the program. */
export const log = (line) => process.stderr.write(`${line}\n`);

/** Logs an error. */
export const logError = (line) => log(`error: ${line}`);
