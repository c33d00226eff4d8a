// The operator's model: a command that reads an input and writes its canonical output.

import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { OperatorError, TaskError, Unservable } from './errors.mjs';

/** The longest output, in bytes. */
const LONGEST_OUTPUT = 16 * 2 ** 20;
/** The longest report, in bytes. */
const LONGEST_REPORT = 1024;

/** Checks that a shell finds the first word of `command`, unless it is more than a name. */
export async function checkModel(command) {
  const [word] = command.trim().split(/\s+/, 1);
  if (!/^[\w./+-]+$/.test(word)) return;
  const shell = spawn('sh', ['-c', 'command -v "$1"', 'sh', word], { stdio: 'ignore' });
  const [code] = await once(shell, 'close');
  if (code !== 0) {
    throw new OperatorError(`the model cannot be run: there is no program ${word}`);
  }
}

/**
 * Runs `command` with `input`; returns its `output` and the `usage` that it reports, or else the
 * bytes of both. A reason that it reports instead is an {@link Unservable}. When `signal` aborts,
 * the command and what it has started are killed.
 */
export async function runModel(command, input, { task, signal }) {
  signal.throwIfAborted();
  const child = spawn('sh', ['-c', command], {
    detached: true, // A group of its own, which can be killed whole.
    env: { ...process.env, ...environment(task) },
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
  });
  const kill = () => killGroup(child.pid);
  signal.addEventListener('abort', kill);
  try {
    child.stdin.on('error', () => {}); // It need not read its input.
    child.stdin.end(input);
    const [output, report, [code, killed]] = await Promise.all([
      collect(child.stdout, LONGEST_OUTPUT, tooLarge, kill),
      collect(child.stdio[3], LONGEST_REPORT, tooLong, kill),
      once(child, 'close'),
    ]);
    signal.throwIfAborted();
    if (code !== 0) throw new TaskError(ending(code ?? killed));
    return { output, usage: reported(report) ?? { input: input.length, output: output.length } };
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

/** Returns the variables that the model gets beside its input. */
const environment = ({ task, service, version, maxUsage }) => ({
  NES_TASK: `${task}`,
  NES_SERVICE: `${service}`,
  NES_VERSION: `${version}`,
  NES_MAX_INPUT: `${maxUsage.input}`,
  NES_MAX_OUTPUT: `${maxUsage.output}`,
});

function killGroup(pid) {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

const tooLarge = () =>
  new Unservable('tooLarge', `the model wrote an output of more than ${LONGEST_OUTPUT} bytes`);
const tooLong = () =>
  new TaskError(`the model wrote a report of more than ${LONGEST_REPORT} bytes`);

async function collect(stream, most, excess, kill) {
  const chunks = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > most) {
      kill();
      throw excess();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Returns the error of an exit code or a signal; 126 and 127 are those of a shell's own. */
const ending = (how) =>
  how === 126 || how === 127 ? 'the model cannot be run' : `the model ended with ${how}`;

/** The reasons that a model can report, besides two near outputs. */
const REASONS = {
  invalid: () => new Unservable('invalid', 'the model takes no such input'),
  'too-large': () => new Unservable('tooLarge', 'the model finds it too large'),
};

/**
 * Returns the usage that the model wrote to file descriptor 3, or throws the reason that it wrote
 * why there is no output; returns nothing when it wrote nothing.
 */
function reported(report) {
  const text = report.toString().trim();
  if (!text) return undefined;
  if (Object.hasOwn(REASONS, text)) throw REASONS[text]();
  const [, ...hashes] = /^ambiguous (0x[\da-f]{64}) (0x[\da-f]{64})$/.exec(text) ?? [];
  if (hashes.length === 2 && hashes[0] !== hashes[1]) {
    const [lower, higher] = hashes.sort();
    throw new Unservable({ ambiguous: [lower, higher] }, 'the model finds two outputs too near');
  }
  return usageIn(text);
}

function usageIn(text) {
  try {
    const { input, output } = JSON.parse(text);
    if ([input, output].every((units) => Number.isSafeInteger(units) && units >= 0)) {
      return { input, output };
    }
  } catch {
    // It is no JSON.
  }
  throw new TaskError('the model reported neither {"input":n,"output":n} nor a reason');
}
