import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import { sha256Hex } from '../../src/files/index.js';
import { createModel, loadModel, restoreModel, type SavedModel, saveModel } from '../../src/models/index.js';
import { plantedGraph, plantedProblem, rows } from './planted.js';

const settings = {
  rphgnn: { embeddingWidth: 4, inputWidth: 4, hidden: 4, epochs: 1, labels: { hops: 1, partitions: 2 } },
  sehgnn: { embed: 4, hidden: 4, embeddingWidth: 4, epochs: 1 },
  nars: { width: 4, hidden: 4, epochs: 1 },
  'mlp-propagated': { epochs: 1, hidden: 4, width: 4 },
  mlp: { epochs: 1, hidden: 4 },
  'ridge-propagated': { width: 4 },
  ridge: {},
  'label-propagation': { rounds: 2 },
  majority: {},
};
const names = Object.keys(settings) as (keyof typeof settings)[];
const saved = new Map<string, SavedModel>();
let dir = '';

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-forged-'));
  for (const name of names) {
    const model = createModel(name, { settings: settings[name] });
    await model.fit(plantedProblem());
    saved.set(name, await model.save());
    await saveModel(model, join(dir, name));
    model.dispose();
  }
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function outcome(use: () => Promise<unknown>): Promise<string> {
  try {
    await use();
    return 'taken';
  } catch (error) {
    return (error as { code?: string }).code ?? `uncoded: ${error}`;
  }
}

const predictWith = async (model: SavedModel) => {
  const again = restoreModel(model);
  try {
    await again.predict(rows(0, 3), { graph: plantedGraph() });
  } finally {
    again.dispose();
  }
};

describe.each(names)('a forged %s', (name) => {
  it('is refused where its parts do not belong together', async () => {
    const whole = saved.get(name)!;
    const first = whole.weights[0]!;
    const forge = (change: Partial<SavedModel>) => outcome(() => predictWith({ ...whole, ...change }));
    expect(await forge({})).toBe('taken');
    expect(await forge({ weights: [first.with(0, Number.NaN), ...whole.weights.slice(1)] })).toBe('NON_FINITE');
    expect(await forge({ weights: [first.slice(1), ...whole.weights.slice(1)] })).toBe('SHAPE_MISMATCH');
    expect(await forge({ weights: [] })).toBe('SHAPE_MISMATCH');
    expect(await forge({ weights: [], parameters: [] })).toBe('SHAPE_MISMATCH');
    expect(await forge({ trainRows: Int32Array.of(-1) })).toBe('INDEX_OUT_OF_RANGE');
    expect(await forge({ trainRows: Int32Array.of(7, 7) })).toBe('DUPLICATE_ID');
    expect(await forge({ task: { ...whole.task, classes: ['a', 'b', 'c'] } as SavedModel['task'] })).toBe(
      'SHAPE_MISMATCH',
    );
    expect(await forge({ task: { ...whole.task, nodeType: 'nobody' } })).toMatch(/UNKNOWN_TYPE|SHAPE_MISMATCH/);
  });
});

it('weights so large that scores are no numbers give an error, not NaN', async () => {
  for (const name of ['rphgnn', 'mlp', 'mlp-propagated', 'ridge', 'ridge-propagated'] as const) {
    const whole = saved.get(name)!;
    const weights = whole.weights.map((values) => values.map((_, i) => (i % 2 ? -3e38 : 3e38)));
    expect(await outcome(() => predictWith({ ...whole, weights })), name).toBe('NON_FINITE');
  }
});

it('settings that ask for another model than the weights are of are refused, however large', async () => {
  const forge = (name: keyof typeof settings, change: object) => {
    const whole = saved.get(name)!;
    return outcome(() => predictWith({ ...whole, settings: { ...whole.settings, ...change } }));
  };
  for (const change of [
    { hidden: 1e9 },
    { groupLayers: 1e15 },
    { globalLayers: 1e9 },
    { filters: 1e12 },
    { hops: 1e9 },
    { labels: { hops: 1e9, partitions: 2 } },
  ]) {
    expect(await forge('rphgnn', change)).toBe('SHAPE_MISMATCH');
  }
  for (const change of [{ hidden: 1e9 }, { hiddenLayers: 1e9 }])
    expect(await forge('mlp', change)).toBe('SHAPE_MISMATCH');
});

it('a label propagation whose labelled rows are not in the graph is refused', async () => {
  const whole = saved.get('label-propagation')!;
  const trainRows = Int32Array.from(whole.trainRows);
  trainRows[0] = 5000;
  expect(await outcome(() => predictWith({ ...whole, trainRows }))).toBe('INDEX_OUT_OF_RANGE');
});

/** Another value in place of one somewhere in a JSON document. */
function mutate(value: unknown, random: RandomStream): unknown {
  const others = [null, -1, 0.5, 1e308, 2 ** 53, '', '__proto__', [], {}, true, [1e9], [-1], 0, 1, 7];
  if (typeof value !== 'object' || value === null || random.next() < 0.1) return others[random.nextInt(others.length)];
  if (Array.isArray(value)) {
    if (value.length === 0) return [0];
    const at = random.nextInt(value.length);
    const kind = random.nextInt(4);
    if (kind === 0) return value.filter((_, i) => i !== at);
    if (kind === 1) return [...value, value[at]];
    return value.map((each, i) => (i === at ? mutate(each, random) : each));
  }
  const keys = Object.keys(value);
  if (keys.length === 0) return { extra: 1 };
  const key = keys[random.nextInt(keys.length)]!;
  const { [key]: old, ...rest } = value as Record<string, unknown>;
  return random.nextInt(6) === 0 ? rest : { ...rest, [key]: mutate(old, random) };
}

it('any other manifest, its checksum repaired, is taken or refused by code', async () => {
  const random = new RandomStream(5, 'forged');
  const seen = new Set<string>();
  for (let round = 0; round < 300; round++) {
    const folder = join(dir, names[round % names.length]!);
    const file = join(folder, 'model.json');
    const text = await readFile(file, 'utf8');
    const manifest = JSON.parse(text) as { content: Record<string, unknown>; sha256: string };
    // The graph's adjacency and width decide how long a pre-computation takes, which the settings may ask for.
    const { settings: own, ...rest } = manifest.content;
    const content = { ...(mutate(rest, random) as object), settings: own };
    await writeFile(file, JSON.stringify({ ...manifest, content, sha256: sha256Hex(JSON.stringify(content)) }));
    const code = await outcome(async () => {
      const model = await loadModel(folder);
      try {
        await model.predict(rows(0, 3), { graph: plantedGraph() });
      } finally {
        model.dispose();
      }
    });
    await writeFile(file, text);
    expect(code, JSON.stringify(content).slice(0, 600)).not.toMatch(/uncoded|INTERNAL/);
    seen.add(code);
  }
  expect(seen).toContain('CORRUPT_FILE');
});
