// The command line.

import path from 'node:path';
import { parseArgs } from 'node:util';

import { isAddress } from '@polkadot/util-crypto';
import { UNIT } from 'nes-js';

import { OperatorError } from './errors.mjs';
import { uriOf } from './uri.mjs';

export const help = `Serves the tasks that a node of NES chain is drawn for.

  node serve.mjs --node <address> --key-file <file> --exec <command> --state <directory> [options]

  --node <address>       the node, named by its operator's account
  --key-file <file>      holds the secret URI or seed (sr25519) of its operator or agent; nobody
                         else may read it
  --exec <command>       the model, for sh -c: input on stdin, canonical output on stdout
  --state <directory>    where answers are kept from before the commitment on
  --url <url>            the JSON-RPC of an nes-node (ws://127.0.0.1:9944)
  --listen <host:port>   where /answers/<task> and /inputs/<task> are served (127.0.0.1:8080)
  --service <id>[@<v>]   only tasks of this service, and of its version v; may be repeated (all)
  --jobs <number>        how many models run at once (2)
  --keep <days>          how long outputs are kept (14)
  --dispute <NES>        the most NES to put up at once in disputes of settled answers that
                         contradict the node's own (0, and none is disputed)
  --private-inputs       fetch inputs from private addresses too
  --help                 this text

It ends with 0 after SIGTERM or SIGINT, with 1 when it cannot run, with 2 after a bad option.
docs/operate/serve.md has the rest.`;

/** @type {import('node:util').ParseArgsConfig['options']} */
const OPTIONS = {
  node: { type: 'string' },
  'key-file': { type: 'string' },
  exec: { type: 'string' },
  state: { type: 'string' },
  url: { type: 'string', default: 'ws://127.0.0.1:9944' },
  listen: { type: 'string', default: '127.0.0.1:8080' },
  service: { type: 'string', multiple: true, default: [] },
  jobs: { type: 'string', default: '2' },
  keep: { type: 'string', default: '14' },
  dispute: { type: 'string', default: '0' },
  'private-inputs': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

/** A bad option. */
export class UsageError extends OperatorError {}

/** Returns the options in the arguments `args`; `{ help: true }` when they ask for the text. */
export function optionsOf(args) {
  const values = parsed(args);
  if (values.help) return { help: true };
  return {
    node: address(required(values, 'node')),
    keyFile: required(values, 'key-file'),
    command: required(values, 'exec'),
    state: path.resolve(required(values, 'state')),
    url: endpoint(values.url),
    listen: place(values.listen),
    services: values.service.map(service),
    jobs: number('jobs', values.jobs, 1, 64),
    keep: number('keep', values.keep, 1, 36_500),
    dispute: amount('dispute', values.dispute),
    privateInputs: values['private-inputs'],
  };
}

/** Returns true if one of the `services`, or none for all, is this version of this service. */
export const isServed = (services, { service: id, version }) =>
  services.length === 0 ||
  services.some((one) => one.id === id && (one.version ?? version) === version);

/** @returns {Record<string, any>} */
function parsed(args) {
  try {
    return parseArgs({ args, options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw new UsageError(`${error.message.split('. ', 1)[0]}; --help has them all`);
  }
}

function required(values, name) {
  if (!values[name]) throw new UsageError(`--${name} is missing; --help says what it is`);
  return values[name];
}

function address(text) {
  if (!isAddress(text)) throw new UsageError(`--node ${text} is no address`);
  return text;
}

function endpoint(text) {
  if (!/^wss?:\/\/[^/]/.test(text) || !uriOf(text)) {
    throw new UsageError(`--url ${text} is no address of the form ws://host:port`);
  }
  return text;
}

function place(text) {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(text) ?? [];
  if (!port || Number(port) > 65_535) {
    throw new UsageError(`--listen ${text} is not of the form host:port`);
  }
  return { host: bracketed ?? plain, port: Number(port) };
}

/** Returns the service in `text`, and the version when it names one. */
function service(text) {
  const [, id, version = undefined] = /^(\d+)(?:@(\d+))?$/.exec(text) ?? [];
  if (![id, version ?? id].every((part) => Number(part) < 2 ** 32)) {
    throw new UsageError(`--service ${text} is not of the form 7 or 7@2`);
  }
  return { id: Number(id), version: version && Number(version) };
}

function number(name, text, least, most) {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most)) {
    throw new UsageError(`--${name} ${text} is not a whole number from ${least} to ${most}`);
  }
  return value;
}

/** Returns the amount in NES in `text`, in planck. */
function amount(name, text) {
  const [, whole, part = ''] = /^(\d{1,12})(?:\.(\d{1,12}))?$/.exec(text) ?? [];
  if (!whole) throw new UsageError(`--${name} ${text} is not an amount in NES`);
  return BigInt(whole) * UNIT + BigInt(part.padEnd(12, '0'));
}
