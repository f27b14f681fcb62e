import { describe, expect, it } from 'vitest';
import { getPool, spmm } from '../../src/compute/index.js';
import { type Csr, RandomStream } from '../../src/core/index.js';
import {
  arenaBlocks,
  CostModel,
  execute,
  memoryNeed,
  type Operator,
  type Pipeline,
  POOL_DEVICE,
  SpillFile,
  SpillStore,
} from '../../src/schedule/index.js';

const WIDTH = 8;
const ROWS = 3000;
const { arena } = getPool();

function relation(seed: number): Csr {
  const stream = new RandomStream(seed, 'relation');
  const indptr = Int32Array.from({ length: ROWS + 1 }, (_, r) => r * 4);
  const indices = Int32Array.from({ length: ROWS * 4 }, () => stream.nextInt(ROWS));
  return { numRows: ROWS, numCols: ROWS, indptr, indices };
}

/** Four branches of three means each, then their sum in place, one after the other. */
function branches(): Pipeline {
  const operators: Operator[] = [];
  const tensors: Pipeline['tensors'][number][] = [];
  const length = ROWS * WIDTH;
  for (let b = 0; b < 4; b++) {
    tensors.push({
      name: `x${b}.0`,
      length,
      load: (into) => new RandomStream(b, 'x').fillNormal(into, 1) && undefined,
    });
    for (let i = 1; i <= 3; i++) {
      const [from, to, name] = [`x${b}.${i - 1}`, `x${b}.${i}`, `mean ${b}.${i}`];
      tensors.push({ name: to, length });
      const csr = relation(10 * b + i);
      operators.push({
        ...{ name, kind: 'mean', flops: ROWS * 4 * WIDTH, bytes: length * 8, reads: [from], writes: [to] },
        run: ({ values }) => {
          spmm(csr, values(from), WIDTH, { reduce: 'mean', out: values(to) });
        },
      });
    }
  }
  tensors.push({ name: 'sum', length, zeroed: true });
  for (let b = 0; b < 4; b++) {
    const name = `add ${b}`;
    operators.push({
      ...{ name, kind: 'add', flops: length, bytes: length * 12, reads: [`x${b}.3`], writes: ['sum'] },
      run: ({ values }) => {
        const [sum, x] = [values('sum'), values(`x${b}.3`)];
        for (let i = 0; i < length; i++) sum[i]! += x[i]!;
      },
    });
  }
  return { operators, tensors, results: ['sum'] };
}

/** So many milliseconds an operator. */
function flat(overhead: number): CostModel {
  const cost = { overhead, flopsPerMs: 1e12, bytesPerMs: 1e12 };
  return new CostModel({ devices: { [POOL_DEVICE]: { mean: cost, add: cost } } });
}

async function run(pipeline: Pipeline, costs = flat(1), limitBytes = Number.POSITIVE_INFINITY) {
  const before = arena.stats().used;
  const store = new SpillStore({ blocks: arenaBlocks(arena), limitBytes, target: new SpillFile() });
  try {
    const report = await execute(pipeline, { costs, store, limitBytes });
    const block = await store.take('sum');
    const sum = Float32Array.from(block);
    arena.free(block);
    return { report, sum };
  } finally {
    await store.dispose();
    expect(arena.stats().used).toBe(before);
  }
}

function differences(a: Float32Array, b: Float32Array): number {
  return a.filter((value, i) => value !== b[i]).length;
}

describe('the executor', () => {
  it('runs operators in order, with the same bits within the smallest memory', async () => {
    const pipeline = branches();
    const { report, sum } = await run(pipeline);
    expect(report.operators.map(({ name }) => name)).toEqual(pipeline.operators.map(({ name }) => name));
    expect(report.memory.evictions).toBe(0);
    let last = 0;
    for (const { start, end, waitedMs, predictedMs, planned } of report.operators) {
      expect(start).toBeGreaterThanOrEqual(last);
      expect(end).toBeGreaterThanOrEqual(start + waitedMs);
      expect(planned.end - planned.start).toBeCloseTo(predictedMs, 9);
      last = end;
    }
    expect(report.makespan).toBeGreaterThanOrEqual(last);
    const { minBytes, peakBytes } = memoryNeed(pipeline);
    expect(minBytes).toBeLessThan(peakBytes);
    expect(report.memory.peakBytes).toBe(peakBytes);
    const tight = await run(pipeline, flat(1), minBytes);
    expect(differences(tight.sum, sum)).toBe(0);
    expect(tight.report.memory.peakBytes).toBeLessThanOrEqual(minBytes);
    expect(tight.report.memory.evictions).toBeGreaterThan(0);
    await expect(run(pipeline, flat(1), minBytes - 1)).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
  });

  it('learns costs, stops at the signal and at an error, and leaves nothing', async () => {
    const pipeline = branches();
    const costs = flat(1000);
    const { report } = await run(pipeline, costs);
    expect(report.plannedMakespan).toBeCloseTo(16_000, 3);
    expect(costs.predict(POOL_DEVICE, pipeline.operators[0]!)).toBeLessThan(200);
    const before = arena.stats().used;
    const abort = new AbortController();
    const store = new SpillStore({ blocks: arenaBlocks(arena) });
    const onOperator = (_: unknown, done: number) => done === 3 && abort.abort();
    const aborted = execute(pipeline, { costs, store, signal: abort.signal, onOperator });
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' });
    await store.dispose();
    expect(arena.stats().used).toBe(before);
    const failing = { ...pipeline.operators[5]!, run: () => Promise.reject(new RangeError('no')) };
    const operators = pipeline.operators.map((each, i) => (i === 5 ? failing : each));
    await expect(run({ ...pipeline, operators }, costs)).rejects.toThrow(RangeError);
  });

  it.each([
    ['an unknown tensor', { reads: ['x'] }, {}],
    ['a tensor that is read before it is made', { reads: ['made'] }, {}],
    ['a result that nobody makes', {}, { results: ['made'] }],
    ['two operators of one name', {}, { twice: true }],
  ])('refuses %s', async (_, operator, { results, twice }: { results?: string[]; twice?: boolean }) => {
    const one: Operator = { name: 'one', kind: 'mean', flops: 1, bytes: 1, ...operator, run: () => {} };
    const pipeline = { operators: twice ? [one, one] : [one], tensors: [{ name: 'made', length: 1 }], results };
    await expect(run(pipeline)).rejects.toMatchObject({
      code: 'INVALID_TASK_GRAPH',
    });
  });
});
