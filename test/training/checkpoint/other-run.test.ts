import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { adam, adamW, exponentialDecay } from '../../../src/tensor/index.js';
import { macroF1, microF1, readCheckpoint } from '../../../src/training/index.js';
import { fitToy, ToyModel, type ToyOptions, type ToyProblem, toyProblem } from '../toy.js';

const root = mkdtempSync(join(tmpdir(), 'other-run-'));
afterAll(() => rmSync(root, { recursive: true }));

const problem = toyProblem();
const { targets, rows } = problem;
const rates = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 };
const settings: ToyOptions = {
  ...{ epochs: 1, seed: 5, batchSize: 10, evalBatchSize: 20, criterion: [microF1, macroF1] },
  ...{ optimizer: adam(rates), schedule: exponentialDecay(0.9), validateEvery: 1 },
};

interface Run {
  readonly options?: Partial<ToyOptions>;
  readonly problem?: ToyProblem;
  readonly name?: string;
  readonly tag?: string;
}

async function train(dir: string, { options, problem: given = problem, name = 'toy', tag = 'features-1' }: Run = {}) {
  const model = new ToyModel(given);
  Object.defineProperty(model, 'name', { value: name });
  try {
    return await fitToy(model, given, { ...settings, ...options, checkpoint: { dir, tag } });
  } finally {
    model.dispose();
  }
}

const relabelled = targets.labels.map((label, row) => (row === rows.train[0] ? (label + 1) % 3 : label));
const validRelabelled = targets.labels.map((label, row) => (row === rows.valid[0] ? (label + 1) % 3 : label));
/** Whatever the weights of a resumed run depend on, changed on its own. */
const changes: Record<string, Run> = {
  seed: { options: { seed: 6 } },
  'batch size': { options: { batchSize: 11 } },
  'batch size of validation': { options: { evalBatchSize: 21 } },
  'learning rate': { options: { optimizer: adam({ ...rates, learningRate: 0.02 }) } },
  beta1: { options: { optimizer: adam({ ...rates, beta1: 0.8 }) } },
  beta2: { options: { optimizer: adam({ ...rates, beta2: 0.99 }) } },
  epsilon: { options: { optimizer: adam({ ...rates, epsilon: 1e-7 }) } },
  'weight decay': { options: { optimizer: adam({ ...rates, weightDecay: 0 }) } },
  optimiser: { options: { optimizer: adamW(rates) } },
  'group of parameters': {
    options: { optimizer: adam({ ...rates, groups: [{ parameters: /slope/, learningRate: 0.1 }] }) },
  },
  'learning rate schedule': { options: { schedule: exponentialDecay(0.8) } },
  'epochs between validations': { options: { validateEvery: 2 } },
  criterion: { options: { criterion: [macroF1] } },
  'name of the model': { name: 'other' },
  tag: { tag: 'features-2' },
  'training rows': { problem: { ...problem, rows: { ...rows, train: rows.train.slice(1) } } },
  'validation rows': { problem: { ...problem, rows: { ...rows, valid: rows.valid.slice(1) } } },
  'a training label': { problem: { ...problem, targets: { ...targets, labels: relabelled } } },
  'a validation label': { problem: { ...problem, targets: { ...targets, labels: validRelabelled } } },
};

it.each(Object.entries(changes))('a checkpoint is refused by a run with another %s', async (_, change) => {
  const dir = mkdtempSync(join(root, 'run-'));
  await train(dir);
  await expect(train(dir, change)).rejects.toMatchObject({ code: 'CHECKPOINT_MISMATCH' });
  expect((await train(dir)).epochs).toBe(1);
});

it('every setting that a checkpoint keeps is compared', async () => {
  const dir = mkdtempSync(join(root, 'run-'));
  await train(dir);
  const { config } = await readCheckpoint(dir);
  const differing = new Set<string>();
  for (const change of Object.values(changes)) {
    const other = mkdtempSync(join(root, 'run-'));
    await train(other, change);
    const changed = (await readCheckpoint(other)).config;
    for (const key of Object.keys(changed)) if (changed[key] !== config[key]) differing.add(key);
  }
  // What the toy cannot change on its own: the kind of task, its loss and labels.
  const fixed = /(^|\.)(task|loss|labels|numClasses)$/;
  expect(Object.keys(config).filter((key) => !differing.has(key) && !fixed.test(key))).toEqual([]);
});
