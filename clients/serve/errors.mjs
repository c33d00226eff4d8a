// What can go wrong, by who can do something about it.

/** The operator can: the message is one sentence that says what. The program ends with it. */
export class OperatorError extends Error {}

/** Nobody can: this task is not answered, and the message says why. */
export class TaskError extends Error {}

/** The connection to the node went; the next one starts over. */
export class ConnectionLost extends Error {}

/** The chain executed the call and refused it; `message` begins with the error's name. */
export class CallRefused extends Error {}

/** The first line of what `error` says. */
export const firstLine = (error) => `${error?.message ?? error}`.split('\n', 1)[0];
