import { beforeAll, describe, expect, it } from 'vitest';
import { Dense, Dropout, Embedding, LayerNorm, Linear, Mlp, PRelu } from '../../src/layers/index.js';
import {
  adam,
  adamW,
  cosineDecay,
  exponentialDecay,
  initTensors,
  linearWarmUp,
  rowNorm,
  SparseOperand,
  sddmm,
  segmentReduce,
  sgd,
  stepDecay,
  tensor2d,
} from '../../src/tensor/index.js';
import {
  bootstrapIntervals,
  calibration,
  classificationTask,
  huberLoss,
  predict,
  Trainer,
} from '../../src/training/index.js';

beforeAll(() => initTensors());

const sizes = { name: 'l', seed: 0, inputWidth: 2, outputWidth: 2 };
const targets = { kind: 'single', labels: Int32Array.of(0, 1), numClasses: 2 } as const;
const rows = { train: Int32Array.of(0), valid: Int32Array.of(1) };
const prediction = { logits: Float32Array.of(1, 0), rows: Int32Array.of(0), numClasses: 2 };
const trainer = { epochs: 1, seed: 0 };
const matrix = () =>
  new SparseOperand({ numRows: 1, numCols: 1, indptr: Int32Array.of(0, 1), indices: Int32Array.of(0) });
const one = () => tensor2d(Float32Array.of(1), [1, 1]);
const model = { name: 'm', parameters: [], forward: one } as never;

/** Calls that a typing error, a value of another type or a number out of range makes wrong; nothing of them was said before. */
const wrong: Record<string, () => unknown> = {
  'an unknown option of the trainer': () => new Trainer({ ...trainer, learningRate: 1 } as never),
  'epochs that are no number': () => new Trainer({ ...trainer, epochs: '3' } as never),
  'a patience of NaN': () => new Trainer({ ...trainer, patience: Number.NaN }),
  'an interval of NaN seconds': () => new Trainer({ ...trainer, checkpoint: { dir: 'a', everySeconds: Number.NaN } }),
  'a misspelt interval': () => new Trainer({ ...trainer, checkpoint: { dir: 'a', everySecond: 1 } as never }),
  'no folder': () => new Trainer({ ...trainer, checkpoint: {} as never }),
  'an optimiser by its name': () => new Trainer({ ...trainer, optimizer: 'adam' as never }),
  'a misspelt option of Adam': () => adam({ learningrate: 0.1 } as never),
  'a misspelt option of AdamW': () => adamW({ decay: 0.1 } as never),
  'a learning rate of 0': () => adam({ learningRate: 0 }),
  'a misspelt option of a group': () => adam({ groups: [{ parameters: [], learningrate: 1 } as never] }),
  'a misspelt option of SGD': () => sgd({ momentun: 0.9 } as never),
  'a momentum of 1': () => sgd({ momentum: 1 }),
  'a unit of a schedule': () => exponentialDecay(0.9, { by: 'batch' } as never),
  'a misspelt unit': () => stepDecay(2, 0.9, { unit: 'step' } as never),
  'half an epoch': () => linearWarmUp(0.5),
  'a cosine as long as its warm-up': () => cosineDecay(3, { warmUp: 3 }),
  'a minimum above 1': () => cosineDecay(3, { min: 2 }),
  'an activation': () => new Dense({ ...sizes, activation: 'tanh' as never }),
  'a misspelt dropout': () => new Dense({ ...sizes, droput: 0.5 } as never),
  'a rate of dropout': () => new PRelu({ name: 'p', dropout: 1 }),
  'a width of 0': () => new Linear({ ...sizes, outputWidth: 0 }),
  'widths of one layer': () => new Mlp({ seed: 0, widths: [3] }),
  'an activation of several layers': () => new Mlp({ seed: 0, widths: [3, 2], activation: 'gelu' as never }),
  'rows that are no number': () => new Embedding({ name: 'e', seed: 0, numRows: Number.NaN, width: 1 }),
  'an epsilon below 0': () => new LayerNorm({ name: 'n', width: 2, epsilon: -1 }),
  'no rate': () => new Dropout({ name: 'd' } as never),
  'a reduction': () => segmentReduce(matrix(), one(), 'meen' as never),
  'a product': () => sddmm(matrix(), one(), one(), { op: 'ad' } as never),
  'a norm': () => rowNorm(one(), 'l3' as never),
  'a misspelt batch size': () => classificationTask({ targets, rows, batchsize: 2 } as never),
  'a batch of no rows': () => classificationTask({ targets, rows, batchSize: 0 }),
  'half a batch': () => predict(model, Int32Array.of(0), { batchSize: 0.5 }),
  'a misspelt option of predict': () => predict(model, Int32Array.of(0), { batchsize: 2 } as never),
  'a way to resume': () => new Trainer(trainer).fit(model, {} as never, { resume: 'yes' as never }),
  'a delta of infinity': () => huberLoss(Number.POSITIVE_INFINITY),
  'half a bin': () => calibration(prediction, targets, { bins: 0.5 }),
  'a misspelt number of resamples': () =>
    bootstrapIntervals([], prediction, targets, { seed: 0, resample: 3 } as never),
};

describe('options are refused', () => {
  it.each(Object.keys(wrong))('%s', async (name) => {
    await expect((async () => wrong[name]!())()).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});

describe('rows are refused', () => {
  it.each([
    ['WRONG_DTYPE', [0, 1]],
    ['INDEX_OUT_OF_RANGE', Int32Array.of(-1)],
  ])('%s', async (code, given) => {
    const train = given as Int32Array;
    await expect(predict(model, train)).rejects.toMatchObject({ code });
    expect(() => classificationTask({ targets, rows: { ...rows, train } })).toThrow(
      expect.objectContaining({ code: expect.stringMatching(`${code}|UNLABELLED_ROW`) }),
    );
  });
});
