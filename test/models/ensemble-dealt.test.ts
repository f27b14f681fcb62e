import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { predictUnlearned } from '../../src/experiments/kinds/predict-unlearned.js';
import { plannedMembers } from '../../src/models/ensemble/planned-members.js';
import {
  createModel,
  type Estimator,
  loadModel,
  type Problem,
  restoreModel,
  type SavedModel,
  saveModel,
} from '../../src/models/index.js';
import { nodeModelNamed } from '../../src/models/registry.js';
import { plantedProblem, rows } from './planted.js';
import { numberProblem } from './planted-numbers.js';

const small = { embeddingWidth: 8, hidden: 8, epochs: 4 };
const seesLabels = { model: 'rphgnn', settings: { ...small, labels: { hops: 1, partitions: 2 } } };
const hgt = { model: 'hgt', settings: { hidden: 8, heads: 2, epochs: 3 } };
const dealt = (members: readonly object[], copies = 3) => ({ members, copies, validation: 'dealt' });

const open: Estimator[] = [];
const made = (settings: object): Estimator => {
  open.push(createModel('ensemble', { settings }));
  return open.at(-1)!;
};
afterEach(() => {
  for (const model of open.splice(0)) model.dispose();
});

const planned = (settings: object, problem: Problem) =>
  plannedMembers(settings as never, problem, nodeModelNamed, {}).map(({ ownProblem }) => ownProblem);

describe('an ensemble whose validation rows are dealt', () => {
  it('holds every labelled row out of one copy, and trains the others on it, class by class alike', () => {
    const problem = plantedProblem();
    const { train, valid, test } = problem.split;
    const all = [...train, ...valid].sort((a, b) => a - b);
    const copies = planned(dealt([{ model: 'ridge' }, { model: 'majority' }]), problem);
    expect(copies.length).toBe(6);
    expect(
      copies
        .slice(0, 3)
        .flatMap(({ split }) => [...split.valid])
        .sort((a, b) => a - b),
    ).toEqual(all);
    for (const [i, { split }] of copies.entries()) {
      expect([...split.train, ...split.valid].sort((a, b) => a - b)).toEqual(all);
      expect(split.test).toEqual(test);
      expect(split).toEqual(copies[i % 3]!.split);
      const share = (part: Int32Array) => part.filter((row) => problem.targets.labels[row] === 0).length;
      expect(Math.abs(share(split.valid) - share(Int32Array.from(all)) / 3)).toBeLessThanOrEqual(1);
    }
  });

  it('says of a labelled row what the copy said that held it out', async () => {
    const problem = plantedProblem();
    const model = made(dealt([hgt], 2));
    await model.fit(problem);
    const { state } = (await model.save()) as SavedModel & { state: { members: { seed: number }[] } };
    const [first] = planned(dealt([hgt], 2), problem);
    const alone = createModel('hgt', { settings: hgt.settings });
    open.push(alone);
    await alone.fit({ ...first!, seed: state.members[0]!.seed } as Problem);
    const { rows: known, values } = model.heldOut!;
    const own = await alone.predict(first!.split.valid);
    const chance = (scores: Float32Array, i: number) => 1 / (1 + Math.exp(scores[2 * i]! - scores[2 * i + 1]!));
    for (const [i, row] of first!.split.valid.entries())
      expect(chance(values, known.indexOf(row))).toBeCloseTo(chance(own, i), 5);
    const { train, valid } = problem.split;
    expect([...known]).toEqual([...train, ...valid].sort((a, b) => a - b));
    // Thresholds and calibration are chosen on that, not on the mean that has learned the rows.
    expect(await predictUnlearned(model, valid, {})).toEqual(model.heldOut);
    expect(values).not.toEqual(await model.predict(known));
    model.dispose();
    expect(model.heldOut).toBeUndefined();
    const given = made({ members: [hgt], copies: 2 });
    await given.fit(problem);
    expect(given.heldOut).toBeUndefined();
    expect(await predictUnlearned(given, valid, {})).toEqual({ rows: valid, values: await given.predict(valid) });
  });

  it('averages what the members held out, of several classes a node too, and asks about rows without a label', async () => {
    const problem = plantedProblem();
    const labels = new Uint8Array(600).map((_, i) => Number((i * 7) % 3 === 0));
    const several = { ...problem, targets: { kind: 'multi', labels, numClasses: 2 } } as const;
    const pair = [{ model: 'ridge' }, { model: 'label-propagation' }];
    for (const own of [problem, several]) {
      const both = made(dealt(pair, 2));
      await both.fit(own);
      const parts = pair.map((member) => made(dealt([member], 2)));
      for (const part of parts) await part.fit(own);
      const scores = parts.map(({ heldOut }) => heldOut!.values);
      const { values } = both.heldOut!;
      const shares =
        own === several
          ? (logits: Float32Array, i: number) => 1 / (1 + Math.exp(-logits[i]!))
          : (logits: Float32Array, i: number) => 1 / (1 + Math.exp(logits[i ^ 1]! - logits[i]!));
      for (let i = 0; i < 60; i++)
        expect(shares(values, i)).toBeCloseTo((shares(scores[0]!, i) + shares(scores[1]!, i)) / 2, 4);
    }
    const first = problem.split.valid[0]!;
    const known = problem.targets.kind === 'single' ? problem.targets.labels : new Int32Array(0);
    const targets = { ...problem.targets, labels: known.map((label, row) => (row === first ? -1 : label)) };
    const [copy] = planned(dealt(pair, 2), { ...problem, targets } as Problem);
    expect([...copy!.split.train, ...copy!.split.valid]).not.toContain(first);
    expect([...copy!.split.test]).toContain(first);
  });

  it('is saved with the labels that each copy sees, and predicts the same bits again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heterograph-ensemble-'));
    const problem = plantedProblem();
    const model = made(dealt([{ model: 'ridge' }, seesLabels]));
    await model.fit(problem);
    const asked = rows(0, problem.graph.numNodes('person'));
    const scores = await model.predict(asked);
    await saveModel(model, join(folder, 'model'));
    const again = (await loadModel(join(folder, 'model'))) as Estimator;
    open.push(again);
    expect(await again.predict(asked, { graph: problem.graph })).toEqual(scores);
    const [before, after] = [await model.save(), await again.save()];
    expect(after.trainRows).toEqual(before.trainRows);
    expect([...before.trainRows]).toEqual([...problem.split.train, ...problem.split.valid].sort((a, b) => a - b));
    expect(after.weights).toEqual(before.weights);
    await rm(folder, { recursive: true });

    const forged = (change: (weights: Float32Array[]) => unknown) => {
      const weights = before.weights.map((values) => values.slice());
      change(weights);
      try {
        open.push(restoreModel({ ...before, weights }) as Estimator);
        return 'taken';
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    expect(forged(() => {})).toBe('taken');
    expect(forged((weights) => weights.at(-1)!.fill(3))).toBe('SHAPE_MISMATCH');
    expect(forged((weights) => weights.at(-1)!.fill(0.5))).toBe('SHAPE_MISMATCH');
    const [parameters, weights] = [before.parameters.slice(0, -1), before.weights.slice(0, -1)];
    expect(() => restoreModel({ ...before, parameters, weights })).toThrow(/which labels each copy saw/);
  });

  it('keeps of numbers the scale of every copy, also of counts', async () => {
    for (const problem of [numberProblem(), { ...numberProblem(), loss: 'poisson' } as const]) {
      const targets = problem.loss
        ? { values: problem.targets.values.map((value) => Math.abs(value)) }
        : problem.targets;
      const own = { ...problem, targets };
      const model = made(dealt([{ model: 'ridge' }, { model: 'mlp', settings: { epochs: 5, hidden: 8 } }], 2));
      await model.fit(own);
      const scores = await model.predict(rows(0, 50));
      const again = restoreModel(await model.save()) as Estimator;
      open.push(again);
      expect(await again.predict(rows(0, 50), { graph: problem.graph })).toEqual(scores);
    }
  });

  it('refuses one copy, and fewer rows than copies', async () => {
    const codeOf = (settings: object, problem: Problem = plantedProblem()) =>
      Promise.resolve()
        .then(() => made(settings).fit(problem))
        .then(
          () => 'taken',
          (error: { code?: string }) => error.code,
        );
    expect(await codeOf(dealt([{ model: 'ridge' }], 1))).toBe('INVALID_OPTION');
    const split = { train: rows(0, 2), valid: rows(2, 3), test: rows(3, 9) };
    expect(await codeOf(dealt([{ model: 'majority' }], 4), { ...plantedProblem(), split })).toBe('NO_ROWS');
  });
});
