import { beforeAll, describe, expect, it } from 'vitest';
import { normalisedColumns } from '../../../src/models/unsupervised/normalised-columns.js';
import { initTensors, tensor2d, tidy } from '../../../src/tensor/index.js';

beforeAll(() => initTensors());

const of = async (values: readonly number[], rows: number, width: number) => {
  const out = tidy(() => normalisedColumns(tensor2d(Float32Array.from(values), [rows, width])));
  const found = [...(await out.data())];
  out.dispose();
  return found;
};

describe('normalised columns', () => {
  it('have mean 0 and variance 1; those that do not vary, and single rows, are 0', async () => {
    const found = await of([1, 7, 3, 7, 5, 7], 3, 2);
    const expected = [-Math.sqrt(1.5), 0, 0, 0, Math.sqrt(1.5), 0];
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i]!, 4);
    expect((await of([4, -2], 1, 2)).map(Math.abs)).toEqual([0, 0]);
  });
});
