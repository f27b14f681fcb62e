import { afterEach, describe, expect, it } from 'vitest';
import { getPool, spmm } from '../../src/compute/index.js';
import { type Csr, HeteroGraphError, RandomStream } from '../../src/core/index.js';
import {
  arenaBlocks,
  CostModel,
  type Device,
  execute,
  memoryNeed,
  type Operator,
  type Pipeline,
  SpillStore,
} from '../../src/schedule/index.js';
import { WorkerDevice } from './worker-device.js';

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
function branches(counts: Map<string, number> = new Map()): {
  pipeline: Pipeline;
  csrOf: Map<string, [Csr, string, string]>;
} {
  const csrOf = new Map<string, [Csr, string, string]>();
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
      csrOf.set(name, [csr, from, to]);
      operators.push({
        ...{ name, kind: 'mean', flops: ROWS * 4 * WIDTH, bytes: length * 8, reads: [from], writes: [to] },
        run: ({ values }) => {
          counts.set(name, (counts.get(name) ?? 0) + 1);
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
      devices: ['pool'],
      run: ({ values }) => {
        counts.set(name, (counts.get(name) ?? 0) + 1);
        const [sum, x] = [values('sum'), values(`x${b}.3`)];
        for (let i = 0; i < length; i++) sum[i]! += x[i]!;
      },
    });
  }
  return { pipeline: { operators, tensors, results: ['sum'] }, csrOf };
}

const workers: WorkerDevice[] = [];
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.end();
});

function newWorker(name: string, slow: number, csrOf: ReturnType<typeof branches>['csrOf']): WorkerDevice {
  const worker = new WorkerDevice(name, slow, (operator, values) => {
    const [csr, from, to] = csrOf.get(operator)!;
    return { indptr: csr.indptr, indices: csr.indices, x: values(from), out: values(to), width: WIDTH };
  });
  workers.push(worker);
  return worker;
}

/** One millisecond an operator on every device unless told otherwise. */
function flat(ms: Record<string, number>): CostModel {
  const kinds = (overhead: number) => ({
    mean: { overhead, flopsPerMs: 1e12, bytesPerMs: 1e12 },
    add: { overhead, flopsPerMs: 1e12, bytesPerMs: 1e12 },
  });
  return new CostModel({ devices: Object.fromEntries(Object.entries(ms).map(([name, each]) => [name, kinds(each)])) });
}

async function run(
  pipeline: Pipeline,
  devices: readonly Device[],
  costs: CostModel,
  limitBytes = Number.POSITIVE_INFINITY,
) {
  const before = arena.stats().used;
  const store = new SpillStore({ blocks: arenaBlocks(arena), limitBytes });
  try {
    const report = await execute(pipeline, { devices, costs, store, limitBytes });
    const block = await store.take('sum');
    const sum = Float32Array.from(block);
    arena.release(block);
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
  it('gives the same bits on one device, on several at once, and within the least memory', async () => {
    const { pipeline, csrOf } = branches();
    const alone = await run(pipeline, [{ name: 'pool' }], flat({ pool: 1 }));
    expect(alone.report.operators.map(({ name }) => name)).toEqual(pipeline.operators.map(({ name }) => name));
    expect(alone.report.replans).toEqual([]);
    const costs = flat({ pool: 1, a: 1, b: 2 });
    const devices = [{ name: 'pool' }, newWorker('a', 1, csrOf), newWorker('b', 2, csrOf)];
    const together = await run(pipeline, devices, costs);
    expect(differences(together.sum, alone.sum)).toBe(0);
    const used = new Set(together.report.operators.map(({ device }) => device));
    expect(used.size).toBe(3);
    const overlaps = together.report.operators.some((one) =>
      together.report.operators.some(
        (other) => one.device !== other.device && one.start < other.start && other.start < one.end,
      ),
    );
    expect(overlaps).toBe(true);
    for (const device of used) {
      const own = together.report.operators.filter((each) => each.device === device).sort((x, y) => x.start - y.start);
      for (let i = 1; i < own.length; i++) expect(own[i]!.start).toBeGreaterThanOrEqual(own[i - 1]!.end);
    }
    const { leastBytes, peakBytes } = memoryNeed(pipeline);
    expect(leastBytes).toBeLessThan(peakBytes);
    for (const list of [[{ name: 'pool' }], devices]) {
      const tight = await run(pipeline, list, flat({ pool: 1, a: 1, b: 2 }), leastBytes);
      expect(differences(tight.sum, alone.sum)).toBe(0);
      expect(tight.report.memory.peakBytes).toBeLessThanOrEqual(leastBytes);
      expect(tight.report.memory.evictions).toBeGreaterThan(0);
    }
    await expect(run(pipeline, devices, costs, leastBytes - 1)).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
  });

  it.each([0, 1, 2, 3])('loses nothing when a device is killed while it runs its operator %i', async (at) => {
    const counts = new Map<string, number>();
    const { pipeline, csrOf } = branches(counts);
    const { sum } = await run(pipeline, [{ name: 'pool' }], flat({ pool: 1 }));
    counts.clear();
    const victim = newWorker('a', 40, csrOf);
    // A slow pool, so that the other device has its part whatever was measured.
    const pool: Device = {
      name: 'pool',
      run: async (operator, context) => {
        await new Promise((resolve) => setTimeout(resolve, 40));
        await operator.run(context);
      },
    };
    victim.onBegin = () => {
      // In the middle of its result.
      if (victim.begun.length === at + 1) setTimeout(() => void victim.end(), 2);
    };
    const { report, sum: after } = await run(pipeline, [pool, victim], flat({ pool: 40, a: 10 }));
    expect(differences(after, sum)).toBe(0);
    expect(report.lostDevices).toEqual(['a']);
    expect(report.replans.some(({ reason }) => reason === 'device lost')).toBe(true);
    const finished = report.operators.filter(({ device }) => device === 'a').map(({ name }) => name);
    expect(finished).toEqual(victim.begun.slice(0, -1));
    // Every operator was finished once, by one of the two.
    for (const { name } of pipeline.operators)
      expect(counts.get(name) ?? 0, name).toBe(finished.includes(name) ? 0 : 1);
  });

  it('takes back what a lost device had changed in place', async () => {
    const length = 1000;
    const add = (name: string, amount: number, devices: string[]): Operator => ({
      ...{ name, kind: 'add', flops: length, bytes: length * 8, writes: ['sum'], devices },
      run: ({ values }) => {
        const sum = values('sum');
        for (let i = 0; i < length; i++) sum[i]! += amount;
      },
    });
    const broken: Device = {
      name: 'a',
      isVolatile: true,
      run: (_, { values }) => {
        values('sum').fill(99, 0, 500);
        throw new HeteroGraphError('DEVICE_LOST', 'gone');
      },
    };
    for (const first of [true, false]) {
      const operators = [...(first ? [] : [add('one', 1, ['pool'])]), add('two', 2, ['a', 'pool'])];
      const pipeline = { operators, tensors: [{ name: 'sum', length, zeroed: true }], results: ['sum'] };
      const { sum } = await run(pipeline, [{ name: 'pool' }, broken], flat({ pool: 4, a: 1 }));
      expect(new Set(sum)).toEqual(new Set([first ? 2 : 3]));
    }
    const stranded = { operators: [add('two', 2, ['a'])], tensors: [{ name: 'sum', length, zeroed: true }] };
    await expect(run(stranded, [{ name: 'pool' }, broken], flat({ pool: 4, a: 1 }))).rejects.toMatchObject({
      code: 'DEVICE_LOST',
    });
    // One that goes on where it was is not copied, and what it has done is not taken back.
    const progress = { done: 0 };
    const halves: Operator = {
      ...add('halves', 5, ['a', 'pool']),
      isRepeatable: true,
      run: ({ device, values }) => {
        const sum = values('sum');
        for (; progress.done < length; progress.done++) {
          if (device === 'a' && progress.done === length / 2) throw new HeteroGraphError('DEVICE_LOST', 'gone');
          sum[progress.done]! += 5;
        }
      },
    };
    for (const before of [[], [add('one', 1, ['pool'])]]) {
      progress.done = 0;
      const resumed = { operators: [...before, halves], tensors: [{ name: 'sum', length, zeroed: true }] };
      const losing = { name: 'a', isVolatile: true };
      const costs = flat({ pool: 4, a: 1 });
      const { sum, report } = await run({ ...resumed, results: ['sum'] }, [{ name: 'pool' }, losing], costs);
      expect(report.lostDevices).toEqual(['a']);
      expect(new Set(sum)).toEqual(new Set([5 + before.length]));
    }
    const unsafe = { ...broken, isVolatile: false };
    const operators = [add('one', 1, ['pool']), add('two', 2, ['a', 'pool'])];
    const pipeline = { operators, tensors: [{ name: 'sum', length, zeroed: true }], results: ['sum'] };
    await expect(run(pipeline, [{ name: 'pool' }, unsafe], flat({ pool: 4, a: 1 }))).rejects.toMatchObject({
      code: 'DEVICE_LOST',
    });
  });

  it('plans anew when a device is far slower than was thought, and moves what waits for it', async () => {
    const { pipeline, csrOf } = branches();
    const slow = newWorker('a', 400, csrOf);
    // It is said to be the fastest by far: all means are planned on it.
    const { report, sum } = await run(pipeline, [{ name: 'pool' }, slow], flat({ pool: 10, a: 0.5 }));
    const planned = report.operators.filter(({ planned }) => planned.device === 'a').length;
    const ran = report.operators.filter(({ device }) => device === 'a').length;
    expect(planned).toBe(12);
    expect(ran).toBeLessThan(planned / 2);
    expect(report.replans.some(({ reason, device }) => reason === 'off its estimate' && device === 'a')).toBe(true);
    const alone = await run(pipeline, [{ name: 'pool' }], flat({ pool: 1 }));
    expect(differences(sum, alone.sum)).toBe(0);
  });

  it('learns costs, stops at the signal and at an error, and leaves nothing', async () => {
    const { pipeline } = branches();
    const costs = flat({ pool: 1000 });
    const { report } = await run(pipeline, [{ name: 'pool' }], costs);
    expect(report.plannedMakespan).toBeCloseTo(16_000, 3);
    expect(costs.predict('pool', pipeline.operators[0]!)).toBeLessThan(200);
    const before = arena.stats().used;
    const abort = new AbortController();
    const store = new SpillStore({ blocks: arenaBlocks(arena) });
    const devices = [{ name: 'pool' }];
    const onOperator = (_: unknown, done: number) => done === 3 && abort.abort();
    const aborted = execute(pipeline, { devices, costs, store, signal: abort.signal, onOperator });
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' });
    await store.dispose();
    expect(arena.stats().used).toBe(before);
    const failing = { ...pipeline.operators[5]!, run: () => Promise.reject(new RangeError('no')) };
    const operators = pipeline.operators.map((each, i) => (i === 5 ? failing : each));
    await expect(run({ ...pipeline, operators }, devices, costs)).rejects.toThrow(RangeError);
  });

  it.each([
    ['an unknown tensor', { reads: ['x'] }, {}],
    ['a tensor that is read before it is made', { reads: ['made'] }, {}],
    ['a result that nobody makes', {}, { results: ['made'] }],
    ['two operators of one name', {}, { twice: true }],
  ])('refuses %s', async (_, operator, { results, twice }: { results?: string[]; twice?: boolean }) => {
    const one: Operator = { name: 'one', kind: 'mean', flops: 1, bytes: 1, ...operator, run: () => {} };
    const pipeline = { operators: twice ? [one, one] : [one], tensors: [{ name: 'made', length: 1 }], results };
    await expect(run(pipeline, [{ name: 'pool' }], flat({ pool: 1 }))).rejects.toMatchObject({
      code: 'INVALID_TASK_GRAPH',
    });
  });
});
