// The errors, by who can do something about them.

/** An error that the operator can mend: the message is one sentence. The program ends with it. */
export class OperatorError extends Error {}

/** An error that leaves a task unanswered; the message says why. */
export class TaskError extends Error {}

/** The end of a duty that a quorum of the other members was faster with. */
export class Overtaken extends Error {}

/** The loss of the connection to the node; the next one starts over. */
export class ConnectionLost extends Error {}

/** A refusal by the chain; `message` begins with the error's name. */
export class CallRefused extends Error {}

/** A task that has no output: `reason` is the node's answer to it, and the message explains it. */
export class Unservable extends Error {
  /**
   * @param {import('nes-js').Unservable} reason
   * @param {string} message
   */
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

/** Returns the first line of an error's message. */
export const firstLine = (error) => `${error?.message ?? error}`.split('\n', 1)[0];
