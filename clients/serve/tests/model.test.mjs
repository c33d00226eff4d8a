// The model: its variables, its answers and its failures.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OperatorError, TaskError, Unservable } from '../errors.mjs';
import { checkModel, runModel } from '../model.mjs';

const LOWER = `0x${'2c'.repeat(32)}`;
const HIGHER = `0x${'ab'.repeat(32)}`;
const TASK = { task: '7', service: 3, version: 2, maxUsage: { input: 10, output: 20 } };

async function run(command, signal = AbortSignal.timeout(30_000)) {
  const { output, usage } = await runModel(command, Buffer.from('input'), { task: TASK, signal });
  return { output: `${output}`, usage };
}

test('a model’s usage is the bytes of both sides, unless it reports another one', async () => {
  const both = { output: 'input', usage: { input: 5, output: 5 } };
  assert.deepEqual(await run('cat'), both);
  const reported = await run(`cat; echo '{"input":1,"output":2}' >&3`);
  assert.deepEqual(reported, { output: 'input', usage: { input: 1, output: 2 } });
});

test('a model need not read its input', async () => {
  assert.deepEqual(await run('printf yes'), { output: 'yes', usage: { input: 5, output: 3 } });
});

test('a model is told what is asked', async () => {
  const names = ['TASK', 'SERVICE', 'VERSION', 'MAX_INPUT', 'MAX_OUTPUT'];
  const { output } = await run(`echo ${names.map((name) => `$NES_${name}`).join(' ')}`);
  assert.equal(output, '7 3 2 10 20\n');
});

test('a model that fails gives no answer', async () => {
  const failures = {
    'echo half; exit 3': /ended with 3$/,
    'kill -TERM $$': /ended with SIGTERM$/,
    './no-such-model 2>&-': /cannot be run$/,
    'echo 7 >&3': /reported neither .* nor a reason$/,
    'echo \'{"input":-1,"output":1}\' >&3': /reported neither/,
    'echo unreadable >&3': /reported neither/,
    'echo too-large >&3; exit 1': /ended with 1$/,
    [`echo 'ambiguous ${LOWER}' >&3`]: /reported neither/,
    [`echo 'ambiguous ${LOWER} ${LOWER}' >&3`]: /reported neither/,
    'cat /dev/zero >&3': /a report of more than 1024 bytes$/,
  };
  for (const [command, why] of Object.entries(failures)) {
    await assert.rejects(run(command), (error) => {
      assert.ok(error instanceof TaskError, command);
      assert.match(error.message, why);
      return true;
    });
  }
});

test('a model can say why a task has no output', async () => {
  const reasons = {
    'echo half; echo invalid >&3': 'invalid',
    'echo too-large >&3': 'tooLarge',
    'cat /dev/zero': 'tooLarge',
    [`echo 'ambiguous ${LOWER} ${HIGHER}' >&3`]: { ambiguous: [LOWER, HIGHER] },
    [`printf 'ambiguous ${HIGHER} ${LOWER}' >&3`]: { ambiguous: [LOWER, HIGHER] },
  };
  for (const [command, reason] of Object.entries(reasons)) {
    await assert.rejects(run(command), (error) => {
      assert.ok(error instanceof Unservable, command);
      assert.deepEqual(error.reason, reason);
      return true;
    });
  }
});

test('a model is killed when nobody waits for it any more', async () => {
  const stop = new AbortController();
  const running = run('sleep 600 & wait', stop.signal);
  stop.abort(new TaskError('too late'));
  await assert.rejects(running, /too late/);
});

test('a command whose program is missing is named', async () => {
  await checkModel('cat -u');
  await checkModel('"$SHELL" -c true'); // The shell knows what that is.
  const named = (error) =>
    error instanceof OperatorError && /no program no-model$/.test(error.message);
  await assert.rejects(checkModel('no-model --fast'), named);
});
