// The operator's model: a command that reads an input and writes its canonical output.

import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { OperatorError, TaskError } from './errors.mjs';

/** The longest output, in bytes. */
const LONGEST_OUTPUT = 16 * 2 ** 20;
/** The longest report of a usage, in bytes. */
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
 * bytes of both. When `signal` aborts, the command and what it has started are killed.
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
      collect(child.stdout, LONGEST_OUTPUT, 'an output', kill),
      collect(child.stdio[3], LONGEST_REPORT, 'a report of its usage', kill),
      once(child, 'close'),
    ]);
    signal.throwIfAborted();
    if (code !== 0) throw new TaskError(ending(code ?? killed));
    return { output, usage: usageOf(report) ?? { input: input.length, output: output.length } };
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

async function collect(stream, most, what, kill) {
  const chunks = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > most) {
      kill();
      throw new TaskError(`the model wrote ${what} of more than ${most} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Returns the error of an exit code or a signal; 126 and 127 are those of a shell's own. */
const ending = (how) =>
  how === 126 || how === 127 ? 'the model cannot be run' : `the model ended with ${how}`;

/** Returns the usage that the model wrote to file descriptor 3; nothing when it wrote nothing. */
function usageOf(report) {
  const text = report.toString().trim();
  if (!text) return undefined;
  try {
    const { input, output } = JSON.parse(text);
    if ([input, output].every((units) => Number.isSafeInteger(units) && units >= 0)) {
      return { input, output };
    }
  } catch {
    // It is no JSON.
  }
  throw new TaskError('the model reported a usage that is not {"input":n,"output":n}');
}
