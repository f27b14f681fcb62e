import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fitForecast, openForecast, queryTask, saveForecast } from '../../../src/relational/index.js';
import { repairFolder } from '../../fuzz/repair.js';
import { ASK, shop } from './shop.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-forged-'));
  const database = shop();
  const options = { learners: ['linear'], features: { maxFeatures: 20 } };
  await saveForecast(await fitForecast(database, await queryTask(database, ASK), options), join(root, 'sound'));
}, 60_000);
afterAll(() => rm(root, { recursive: true, force: true }));

// biome-ignore lint/suspicious/noExplicitAny: what a forger changes is of any type.
type Change = (data: any) => unknown;

/** What opening says after a file was changed and all checksums were made good again. */
async function forged(file: string, change: Change) {
  const folder = join(root, 'forged');
  await rm(folder, { recursive: true, force: true });
  await cp(join(root, 'sound'), folder, { recursive: true });
  const path = join(folder, file);
  const data = JSON.parse(await readFile(path, 'utf8'));
  const made = change(data);
  await writeFile(path, JSON.stringify(made === undefined ? data : made).replaceAll('"HUGE"', '1e999'));
  repairFolder(folder);
  return openForecast(folder).then(
    () => 'taken',
    ({ code }: { code: string }) => code,
  );
}

it('is opened where a forger changes nothing', async () => {
  expect(await forged('forecast.json', () => undefined)).toBe('taken');
});

const at =
  (path: string, value: unknown): Change =>
  (data) => {
    const names = path.split('.');
    const last = names.pop()!;
    const owner = names.reduce((so, name) => so[name], data);
    owner[last] = value;
  };

it.each([
  ['forecast.json', 'content.task.horizon', 1e300],
  ['forecast.json', 'content.task.horizon', 'HUGE'],
  ['forecast.json', 'content.task.horizon', 86_400],
  ['forecast.json', 'content.task.table', 'nowhere'],
  ['forecast.json', 'content.task.kind', 'classes'],
  ['forecast.json', 'content.task.kind', 'numbers'],
  ['forecast.json', 'content.task.classes', ['no', 'yes']],
  ['forecast.json', 'content.task.query', 'PREDICT'],
  ['forecast.json', 'content.task.query', 'PREDICT COUNT(orders) OVER 11 DAYS FOR customers'],
  ['forecast.json', 'content.learnedUntil', 1e20],
  ['forecast.json', 'content.parts', []],
  ['forecast.json', 'content.parts.0.plan', 9],
  ['forecast.json', 'content.parts.0.plan', -1],
  ['forecast.json', 'content.parts.0.learner', 'entity'],
  ['forecast.json', 'content.parts.0.arrays.0.file', '../ids.data'],
  ['forecast.json', 'content.parts.0.arrays.0.name', '__proto__'],
  ['forecast.json', 'content.parts.0.arrays.0.kind', 'f64'],
  ['forecast.json', 'content.constants.0.learner', 'linear'],
  ['forecast.json', 'content.scores.0.valid', 7],
  ['ids.data', '1', 'c0'],
  ['ids.data', '1', null],
  ['schema.data', 'tables', {}],
  ['schema.data', 'tables.1.columns.0.kind', 'secret'],
  ['schema.data', 'tables.1.name', 'customer'],
  ['plan-0.data', 'table', 'order'],
  ['plan-0.data', 'features.5.rows', [{ table: 'order', key: 'nope' }]],
  ['plan-0.data', 'features.5.value', { ups: [], column: 'nope' }],
  ['plan-0.data', 'features.5.focus', [{ up: '__proto__' }]],
  ['plan-0.data', 'features.5.measure', { what: 'lag', back: 1e300 }],
  ['part-0.data', 'encoder', { anchor: [], other: 3 }],
  ['part-0.data', 'model.task.kind', 'regression'],
  ['part-0.data', 'model.task.classes', ['0']],
  ['part-0.data', 'model.model', 'rgcn'],
  ['part-0.data', 'model.parameters.0.shape', [1e9, 1e9]],
])('%s with %s: %j is refused', async (file, path, value) => {
  expect(await forged(file, at(path, value))).toBe('CORRUPT_FILE');
});

it('of a later release, or with a learner that is not there, says so', async () => {
  expect(await forged('forecast.json', at('version', 99))).toBe('UNSUPPORTED_FORMAT_VERSION');
  expect(await forged('forecast.json', at('content.parts.0.learner', 'oracle'))).toBe('UNKNOWN_MODEL');
  expect(await forged('forecast.json', () => [])).toBe('CORRUPT_FILE');
  expect(await forged('forecast.json', () => null)).toBe('CORRUPT_FILE');
});
