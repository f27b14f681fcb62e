// The arguments of a benchmark, checked, and where its data lie.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const texts = [
  'dataset',
  'model',
  'set',
  'out',
  'against',
  'goal',
  'valid',
  'projection',
  'data',
  'python',
  'peers',
  'graphs',
  'subsim',
  'simulator',
  'task',
  'protocol',
  'learner',
  'codings',
  'keep',
];
const counts = ['runs', 'requests', 'threads', 'epochs', 'from', 'sets', 'k', 'limit', 'orders', 'customers'];
const positive = ['epsilon', 'probability'];
/** What one run of a tiny size needs, where it is not said. */
const quickDefaults = { runs: '1', seeds: '1', epochs: '2' };

/** An error that ends a benchmark with one line. */
export function failure(message, hint) {
  return Object.assign(new Error(message), { code: 'INVALID_OPTION', hint });
}

/** { name, names, options }: the benchmark, its other arguments, and its options as texts. */
export function readArguments(args) {
  const string = [...texts, ...counts, ...positive, 'seeds'].map((name) => [name, { type: 'string' }]);
  const flags = ['json', 'quick', 'write'].map((name) => [name, { type: 'boolean' }]);
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: Object.fromEntries([...string, ...flags]),
  });
  for (const name of counts) if (values[name] !== undefined) wholeNumber(values[name], `--${name}`);
  for (const name of positive)
    if (values[name] !== undefined && !(Number(values[name]) > 0))
      throw failure(`--${name} must be a positive number, not '${values[name]}'.`);
  for (const seed of values.seeds?.split(',') ?? []) wholeNumber(seed, '--seeds');
  const [name, ...names] = positionals;
  return { name, names, options: values.quick ? { ...quickDefaults, ...values } : values };
}

/** A positive whole number. */
export function wholeNumber(text, what) {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw failure(`${what} must be a positive whole number, not '${text}'.`);
  return Number(text);
}

/** The folder with a folder for each data set. */
export function dataRoot({ data }) {
  return resolve(data ?? process.env.HETEROGRAPH_DATA ?? '../shared/data');
}

/** Those data sets of a default list that are there; a line tells of the others. */
export function presentData(names, root) {
  const missing = names.filter((name) => !existsSync(join(root, name)));
  if (missing.length > 0)
    console.error(
      `Left out: ${missing.join(', ')}, not in ${root}. Name the folder: --data FOLDER or HETEROGRAPH_DATA.`,
    );
  return names.filter((name) => !missing.includes(name));
}
