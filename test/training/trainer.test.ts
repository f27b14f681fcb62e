import { describe, expect, it } from 'vitest';
import { getPool } from '../../src/compute/index.js';
import type { ProgressEvent } from '../../src/core/index.js';
import { adam, exponentialDecay, numTensors } from '../../src/tensor/index.js';
import {
  accuracy,
  classificationTask,
  type EpochReport,
  logLoss,
  type Metric,
  macroF1,
  microF1,
  predict,
  type SingleLabelTargets,
  Trainer,
  type TrainerCallbacks,
  type TrainingRows,
} from '../../src/training/index.js';
import { fitToy, ToyModel, type ToyOptions, toyProblem } from './toy.js';

const problem = toyProblem();

/** Trains a fresh model and hands back everything to look at. */
async function train(options: Partial<ToyOptions> = {}, rows = problem.rows) {
  const model = new ToyModel(problem);
  const settings = { epochs: 8, batchSize: 10, seed: 3, ...options };
  const result = await fitToy(model, { ...problem, rows }, settings);
  const weights = await model.weights();
  return { model, result, weights };
}

/** A metric that says what the script says, check by check. */
function scripted(values: readonly number[], direction: 'max' | 'min' = 'max'): Metric {
  let check = 0;
  return { name: 'scripted', direction, compute: () => values[check++]! };
}

describe('Trainer', () => {
  it('learns a planted problem, up to the last training row', async () => {
    const { rows, targets } = problem;
    const options = { epochs: 60, optimizer: adam({ learningRate: 0.02 }), criterion: accuracy };
    const selected = await train(options);
    expect(selected.result.bestCriterion).toBeGreaterThan(0.9);
    const losses = selected.result.history.column('loss');
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 4);

    // Without validation rows the last epoch's weights stay, which have seen every training row 60 times.
    const { model } = await train(options, { ...rows, valid: new Int32Array(0) });
    const task = classificationTask({ targets, rows, metrics: [accuracy, logLoss] });
    const { figures, loss } = await task.evaluate(model, rows.train);
    expect(figures.accuracy).toBe(1);
    expect(figures.logLoss).toBeCloseTo(loss, 5);
    model.dispose();
    selected.model.dispose();
  });

  it('twice from one seed gives the same bits, another seed others', async () => {
    const [a, b, c] = [await train(), await train(), await train({ seed: 4 })];
    expect(a.weights).toEqual(b.weights);
    expect(a.weights).not.toEqual(c.weights);
    expect(a.result.history.column('loss')).toEqual(b.result.history.column('loss'));
    for (const { model } of [a, b, c]) model.dispose();
  });

  it('neither epochs nor fits leave tensors behind', async () => {
    const bytes = () => getPool().arena.stats().used;
    const before = [numTensors(), bytes()];
    const counts: number[] = [];
    const sizes: number[] = [];
    const model = new ToyModel(problem);
    const parameters = [numTensors(), bytes()];
    const onEpochEnd = () => {
      counts.push(numTensors());
      sizes.push(bytes());
    };
    const callbacks = [{ onEpochEnd }];
    const options = { epochs: 5, batchSize: 10, seed: 0, callbacks };
    await fitToy(model, problem, options);
    expect([new Set(counts).size, new Set(sizes).size]).toEqual([1, 1]);
    await predict(model, problem.rows.valid, { batchSize: 4 });
    expect([numTensors(), bytes()]).toEqual(parameters);
    model.dispose();
    expect([numTensors(), bytes()]).toEqual(before);
  });

  it('counts patience in epochs and puts the best epoch back', async () => {
    const seen = new Map<number, Float32Array[]>();
    const model = new ToyModel(problem);
    const result = await fitToy(model, problem, {
      epochs: 500,
      seed: 0,
      criterion: scripted([0.5, 0.7, 0.7, 0.6, 0.1, 0.2, 0.9]),
      patience: 30,
      validateEvery: 10,
      callbacks: [{ onEpochEnd: async ({ epoch }) => void seen.set(epoch, await model.weights()) }],
    });
    // Best at 20 (an equal value at 30 is no improvement); the counter is 30 at epoch 50 and exceeds 30 at 60.
    expect(result).toMatchObject({ bestEpoch: 20, bestCriterion: 0.7, epochs: 60, stoppedBy: 'patience' });
    expect(await model.weights()).toEqual(seen.get(20));
    expect(await model.weights()).not.toEqual(seen.get(60));
    expect([...result.history.column('valid/scripted')].filter((value) => !Number.isNaN(value))).toHaveLength(6);
    model.dispose();
  });

  it('selects by the mean of metrics, or by the validation loss', async () => {
    const { model, result } = await train({ criterion: [microF1, macroF1], metrics: [accuracy, microF1] });
    const { history } = result;
    const criterion = history.column('valid/criterion');
    const micro = history.column('valid/microF1');
    const macro = history.column('valid/macroF1');
    expect(criterion).toEqual(criterion.map((_, i) => (micro[i]! + macro[i]!) / 2));
    expect(history.column('valid/accuracy')).toEqual(micro);
    expect(result.bestCriterion).toBe(Math.max(...criterion));
    model.dispose();

    const byLoss = await train();
    const losses = byLoss.result.history.column('valid/loss');
    expect(byLoss.result.bestCriterion).toBe(Math.min(...losses));
    expect(byLoss.result.bestEpoch).toBe(losses.indexOf(Math.min(...losses)) + 1);
    byLoss.model.dispose();
  });

  it('without validation rows keeps the last epoch', async () => {
    const { model, result } = await train({}, { train: problem.rows.train, valid: new Int32Array(0) });
    expect(result).toMatchObject({ bestEpoch: 8, epochs: 8, stoppedBy: 'epochs', checkpoint: undefined });
    expect(result.bestCriterion).toBeNaN();
    expect(result.history.names).toEqual(['epoch', 'loss', 'learningRate', 'seconds']);
    model.dispose();
  });

  it('multiplies the learning rate after every epoch', async () => {
    const { model, result } = await train({
      epochs: 3,
      schedule: exponentialDecay(0.5),
      optimizer: adam({ learningRate: 0.25 }),
    });
    expect([...result.history.column('learningRate')]).toEqual([0.25, 0.125, 0.0625]);
    model.dispose();
  });

  it('calls back in order and tells progress that never falls', async () => {
    const calls: string[] = [];
    const note = (name: string) => (info: object) =>
      void calls.push(`${name} ${'epoch' in info ? info.epoch : ''}`.trim());
    const callbacks: TrainerCallbacks = {
      onFitStart: note('start'),
      onBatchEnd: note('batch'),
      onEpochEnd: async (report: EpochReport) => void calls.push(`epoch ${report.epoch} of ${report.epochs}`),
      onFitEnd: ({ stoppedBy }) => void calls.push(`end ${stoppedBy}`),
    };
    const events: ProgressEvent[] = [];
    const model = new ToyModel(problem);
    const options = { epochs: 2, batchSize: 30, seed: 0, callbacks: [callbacks] };
    await fitToy(model, problem, options, { onProgress: (event) => events.push(event) });
    expect(calls).toEqual([
      'start',
      'batch 1',
      'batch 1',
      'epoch 1 of 2',
      'batch 2',
      'batch 2',
      'epoch 2 of 2',
      'end epochs',
    ]);
    expect(events.map(({ stage, done, total, unit }) => [stage, done, total, unit])).toEqual([
      ['train', 0, 2, 'epochs'],
      ['train', 1, 2, 'epochs'],
      ['train', 2, 2, 'epochs'],
    ]);
    expect(Object.keys(events[2]!.values!)).toEqual(['loss', 'valid/loss', 'valid/criterion']);
    model.dispose();
  });

  it('an error in a callback ends the fit with that error', async () => {
    const failure = new Error('enough');
    const run = train({
      callbacks: [
        {
          onBatchEnd: () => {
            throw failure;
          },
        },
      ],
    });
    await expect(run).rejects.toBe(failure);
  });
});

describe('what a trainer refuses', () => {
  const code = (value: string) => expect.objectContaining({ code: value });

  it('a loss that is not finite, naming epoch and batch', async () => {
    const broken = toyProblem();
    const bad = broken.rows.train[25]!;
    broken.features[bad * broken.width] = Number.NaN;
    const model = new ToyModel(broken, { dropout: 0 });
    const before = numTensors();
    await expect(fitToy(model, broken, { epochs: 3, seed: 0, batchSize: 5 })).rejects.toMatchObject({
      code: 'DIVERGED',
      message: expect.stringMatching(/epoch 1, batch [1-9]/),
    });
    expect(numTensors()).toBe(before);
    for (const values of await model.weights()) expect(values.every(Number.isFinite)).toBe(true);
    model.dispose();
  });

  it('a validation loss that is not finite', async () => {
    const broken = toyProblem();
    broken.features[broken.rows.valid[0]! * broken.width] = Number.NaN;
    const model = new ToyModel(broken);
    await expect(fitToy(model, broken, { epochs: 3, seed: 0, criterion: accuracy })).rejects.toThrow(code('DIVERGED'));
    model.dispose();
  });

  it.each([
    [{ epochs: 1.5 }],
    [{ seed: -1 }],
    [{ batchSize: 0 }],
    [{ validateEvery: 0 }],
    [{ patience: -1 }],
    [{ patience: Number.NaN }],
    [{ evalBatchSize: 0 }],
    [{ criterion: [] }],
    [{ checkpoint: { dir: 'x', everyEpochs: 0 } }],
  ] as const)('option %j', async (options) => {
    const model = new ToyModel(problem);
    const run = async () => fitToy(model, problem, { epochs: 1, seed: 0, ...options });
    await expect(run).rejects.toThrow(code('INVALID_OPTION'));
    model.dispose();
  });

  it('rows and targets that do not fit', async () => {
    const model = new ToyModel(problem);
    const { targets, rows } = problem;
    const none = new Int32Array(0);
    const run = async (targets: SingleLabelTargets, rows: TrainingRows) =>
      fitToy(model, { targets, rows }, { epochs: 1, seed: 0 });
    await expect(run({ ...targets, numClasses: 4 }, rows)).rejects.toThrow(code('SHAPE_MISMATCH'));
    await expect(run(targets, { ...rows, train: none })).rejects.toThrow(code('NO_ROWS'));
    await expect(run(targets, { ...rows, valid: Int32Array.of(1000) })).rejects.toThrow(code('UNLABELLED_ROW'));
    const unknown = { ...targets, labels: targets.labels.map(() => -1) };
    await expect(run(unknown, rows)).rejects.toThrow(code('UNLABELLED_ROW'));
    const trainer = new Trainer({ epochs: 1, seed: 0 });
    const must = trainer.fit(model, classificationTask({ targets, rows }), { resume: 'must' });
    await expect(must).rejects.toThrow(code('INVALID_OPTION'));
    await expect(predict(model, rows.train, { batchSize: 0 })).rejects.toThrow(code('INVALID_OPTION'));
    model.dispose();
  });
});
