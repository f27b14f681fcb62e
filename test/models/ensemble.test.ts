import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { edgeTypeKey, removeEdges } from '../../src/graph/index.js';
import { combined } from '../../src/models/ensemble/combine.js';
import { createModel, loadModel, restoreModel, type SavedModel, saveModel } from '../../src/models/index.js';
import { usedBytes } from '../../src/tensor/index.js';
import { plantedGraph, plantedProblem, rows } from './planted.js';
import { numberProblem } from './planted-numbers.js';

const small = { embeddingWidth: 8, hidden: 8, epochs: 5 };
const members = [
  { model: 'rphgnn', settings: { ...small, labels: { hops: 1, partitions: 2 } } },
  { model: 'hgt', settings: { hidden: 8, heads: 2, epochs: 3 } },
  { model: 'ridge' },
];
const ensemble = (settings: object = { members, copies: 1 }) => createModel('ensemble', { settings });
const classes = (multiLabel: boolean) =>
  ({ kind: 'classification', nodeType: 'n', classes: ['a', 'b'], multiLabel }) as const;

describe('combined', () => {
  it('is the mean of chances, worked by hand', () => {
    // Chances of b: 3/4 and 1/2: mean 5/8.
    const scores = combined(classes(false), [Float32Array.of(0, Math.log(3)), Float32Array.of(7, 7)]);
    expect(Math.exp(scores[0]!)).toBeCloseTo(3 / 8, 6);
    expect(Math.exp(scores[1]!)).toBeCloseTo(5 / 8, 6);
    // Sigmoids 3/4 and 1/4 of a: log odds 0; 3/4 twice of b: log 3.
    const odds = combined(classes(true), [
      Float32Array.of(Math.log(3), Math.log(3)),
      Float32Array.of(-Math.log(3), Math.log(3)),
    ]);
    expect(odds[0]).toBeCloseTo(0, 6);
    expect(odds[1]).toBeCloseTo(Math.log(3), 6);
    const numbers = { kind: 'regression', nodeType: 'n', mean: 0, deviation: 1 } as const;
    expect(combined(numbers, [Float32Array.of(1, 1e9), Float32Array.of(4, 1e9)])).toEqual(Float32Array.of(2.5, 1e9));
  });

  it('stays finite at certain scores', () => {
    for (const multiLabel of [false, true]) {
      const scores = combined(classes(multiLabel), [Float32Array.of(-3e38, 3e38), Float32Array.of(-1e4, 1e4)]);
      expect([...scores].every(Number.isFinite)).toBe(true);
      expect(scores[1]!).toBeGreaterThan(scores[0]!);
    }
  });
});

describe('an ensemble', () => {
  it('of one member predicts the chances of the member, and copies differ', async () => {
    const [one, two] = [1, 2].map((copies) => ensemble({ members: [members[1]], copies }));
    const asked = rows(0, 20);
    await one!.fit(plantedProblem());
    await two!.fit(plantedProblem());
    const saved = (await two!.save()) as SavedModel & { state: { members: { seed: number }[] } };
    expect(new Set(saved.state.members.map(({ seed }) => seed)).size).toBe(2);
    const member = createModel('hgt', { settings: members[1]!.settings });
    await member.fit({ ...plantedProblem(), seed: saved.state.members[0]!.seed });
    const alone = await member.predict(asked);
    const chance = (scores: Float32Array, i: number) => 1 / (1 + Math.exp(scores[2 * i]! - scores[2 * i + 1]!));
    const [first, both] = [await one!.predict(asked), await two!.predict(asked)];
    for (let i = 0; i < asked.length; i++) expect(chance(first, i)).toBeCloseTo(chance(alone, i), 5);
    expect(first).not.toEqual(both);
    for (const model of [one!, two!, member]) model.dispose();
  });

  it('is saved with its members and predicts the same bits again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heterograph-ensemble-'));
    const model = ensemble();
    const report = await model.fit(plantedProblem());
    expect(Object.keys(report.seconds)).toEqual(['rphgnn 1', 'hgt 2', 'ridge 3']);
    expect(model).toMatchObject({ hasEmbedding: false, usesTrainingLabels: true });
    const scores = await model.predict(rows(0, 40));
    await saveModel(model, join(folder, 'model'));
    const again = await loadModel(join(folder, 'model'));
    expect(await again.predict(rows(0, 40), { graph: plantedGraph() })).toEqual(scores);
    expect(again).toMatchObject({ name: 'ensemble', usesTrainingLabels: true });
    for (const each of [model, again]) each.dispose();
    await rm(folder, { recursive: true });
  });

  it('keeps nothing in the memory of kernels that its members computed on the graph', async () => {
    const before = usedBytes();
    const model = ensemble({ members: [{ model: 'rphgnn', settings: small }], copies: 3 });
    await model.fit(plantedProblem());
    const asked = rows(0, 20);
    const scores = await model.predict(asked);
    expect(usedBytes()).toBe(before);
    expect(await model.predict(asked, { graph: plantedGraph() })).toEqual(scores);
    const mixed = Int32Array.of(17, 3, 299, 3);
    expect(await model.predict(mixed)).toEqual(await model.predict(mixed, { graph: plantedGraph() }));
    expect((await model.predict(mixed)).subarray(2, 4)).toEqual(scores.subarray(6, 8));
    // What is remembered is of the graph of the fit alone.
    const graph = removeEdges(plantedGraph(), { [edgeTypeKey(plantedGraph().edgeTypes[0]!)]: rows(0, 200) });
    expect(await model.predict(asked, { graph })).not.toEqual(scores);
    model.dispose();
  });

  it('puts embeddings side by side', async () => {
    const model = ensemble({ members: members.slice(0, 2), copies: 1 });
    await model.fit(plantedProblem());
    const { values, width } = await model.embed(rows(0, 3));
    expect(width).toBe(16);
    const { values: last } = await model.embed(rows(2, 3));
    expect(values.subarray(2 * width)).toEqual(last);
    model.dispose();
  });

  it('learns numbers', async () => {
    const model = ensemble({ members: [{ model: 'ridge' }, { model: 'mean' }], copies: 1 });
    await model.fit(numberProblem());
    const mean = createModel('mean');
    await mean.fit(numberProblem());
    const ridge = createModel('ridge');
    await ridge.fit(numberProblem());
    const [all, a, b] = [
      await model.predict(rows(0, 9)),
      await mean.predict(rows(0, 9)),
      await ridge.predict(rows(0, 9)),
    ];
    for (let i = 0; i < 9; i++) expect(all[i]!).toBeCloseTo((a[i]! + b[i]!) / 2, 3);
    for (const each of [model, mean, ridge]) each.dispose();
  });

  it('refuses members that cannot be, before any work, and forged ones', async () => {
    const codes = async (settings: object, problem = plantedProblem() as never) =>
      Promise.resolve()
        .then(() => ensemble(settings).fit(problem))
        .then(
          () => 'taken',
          (error: { code?: string }) => error.code,
        );
    expect(await codes({ members: [] })).toBe('INVALID_OPTION');
    expect(await codes({ members: [{ model: 'ensemble' }] })).toBe('INVALID_OPTION');
    expect(await codes({ members: [{ model: 'complex' }] })).toBe('INVALID_OPTION');
    expect(await codes({ members: [{ model: 'ridge', setings: {} }] })).toBe('INVALID_OPTION');
    expect(await codes({ members: [{ model: 'ridge', settings: { penalty: -1 } }] })).toBe('INVALID_OPTION');
    expect(await codes({ members: [{ model: 'ridge' }], copies: 101 })).toBe('INVALID_OPTION');
    expect(await codes({ members: [{ model: 'majority' }] }, numberProblem() as never)).toBe('INVALID_OPTION');

    const model = ensemble({ members: [{ model: 'ridge' }, { model: 'majority' }], copies: 1 });
    await model.fit(plantedProblem());
    const saved = await model.save();
    const forge = (change: Partial<SavedModel>) => {
      try {
        return restoreModel({ ...saved, ...change }) && 'taken';
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    const { members: parts } = saved.state as { members: readonly { parameters: number }[] };
    expect(forge({})).toBe('taken');
    expect(forge({ state: {} })).toBe('INVALID_OPTION');
    expect(forge({ state: { members: parts.slice(1) } })).toBe('SHAPE_MISMATCH');
    expect(forge({ state: { members: parts.toReversed() } })).toBe('SHAPE_MISMATCH');
    expect(forge({ state: { members: [{ ...parts[0], model: 'ensemble' }, parts[1]] } })).toBe('INVALID_OPTION');
    model.dispose();
  });
});
