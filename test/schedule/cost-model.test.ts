import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getPool } from '../../src/compute/index.js';
import { fitCost } from '../../src/schedule/fit-cost.js';
import { CostModel, type CostTable, calibrate, machineCosts, readCosts, writeCosts } from '../../src/schedule/index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heterograph-costs-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const cost = { overhead: 0.5, flopsPerMs: 1000, bytesPerMs: 100 };
const work = (flops: number, bytes: number, kind = 'mean') => ({ kind, flops, bytes });

describe('the cost model', () => {
  it('is overhead plus the longer of computing and moving', () => {
    const costs = new CostModel({ devices: { pool: { mean: cost } } });
    expect(costs.predict('pool', work(10_000, 100))).toBe(10.5);
    expect(costs.predict('pool', work(1000, 2000))).toBe(20.5);
    expect(costs.predict('pool', work(0, 0))).toBe(0.5);
    expect(costs.isCalibrated).toBe(true);
    expect(new CostModel().isCalibrated).toBe(false);
    expect(new CostModel().predict('pool', work(1e9, 1e9))).toBeGreaterThan(1);
  });

  it('learns sizes quickly, kinds slowly, and forgets neither on the way through JSON', () => {
    const costs = new CostModel({ devices: { pool: { mean: cost }, other: { mean: cost } } });
    for (let i = 0; i < 30; i++) costs.observe('pool', work(100_000, 100), 201);
    expect(costs.predict('pool', work(100_000, 100))).toBeCloseTo(201, 6);
    expect(costs.predict('pool', work(1e6, 1000))).toBeCloseTo(2001, 0);
    expect(costs.predict('other', work(100_000, 100))).toBe(100.5);
    expect(costs.predict('pool', { ...work(100_000, 100), kind: 'add' })).toBeLessThan(1);
    costs.observe('pool', work(100_000, 100), 100.5);
    const middle = costs.predict('pool', work(100_000, 100));
    expect(middle).toBeCloseTo(Math.sqrt(201 * 100.5), 6);
    expect(costs.predict('pool', work(1e6, 1000))).toBeGreaterThan(1800);
    const copy = new CostModel(JSON.parse(JSON.stringify(costs)));
    expect(copy.predict('pool', work(100_000, 100))).toBeCloseTo(middle, 9);
    for (const ms of [0, -1, Number.NaN]) costs.observe('pool', work(100_000, 100), ms);
    expect(costs.predict('pool', work(100_000, 100))).toBe(middle);
  });

  it('knows the devices that it has costs of', () => {
    const given = new CostModel({ devices: { gpu: { mean: cost } } });
    expect([given.knows('gpu'), given.knows('pool')]).toEqual([true, false]);
  });

  it('has transfers between devices that do not share memory', () => {
    const transfers = { 'pool>gpu': { latency: 1, bytesPerMs: 10 } };
    const move = new CostModel({ devices: {}, transfers }).transfer(['pool', 'gpu']);
    expect([move(50, 0, 1), move(50, 1, 0), move(0, 0, 1)]).toEqual([6, 0, 0]);
  });

  it.each<CostTable>([
    { devices: { pool: { mean: { ...cost, overhead: -1 } } } },
    { devices: { pool: { mean: { ...cost, flopsPerMs: 0 } } } },
    { devices: { pool: { mean: { ...cost, bytesPerMs: Number.NaN } } } },
    { devices: {}, factors: { 'pool/mean': 0 } },
    { devices: {}, transfers: { 'pool>gpu': { latency: Number.NaN, bytesPerMs: 1 } } },
    { devices: {}, transfers: { 'pool>gpu': { latency: 0, bytesPerMs: 0 } } },
  ])('refuses %j', (table) => {
    expect(() => new CostModel(table)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });

  it('predicts a time that can be added up whatever numbers a table has, and learns from it', () => {
    const extreme = fc.constantFrom(5e-324, 1e-300, 1e-3, 1e300, Number.MAX_VALUE);
    fc.assert(
      fc.property(extreme, extreme, extreme, extreme, (overhead, flopsPerMs, bytesPerMs, factor) => {
        const costs = new CostModel({
          devices: { pool: { mean: { overhead, flopsPerMs, bytesPerMs } } },
          transfers: { 'pool>gpu': { latency: overhead, bytesPerMs } },
          factors: { 'pool/mean': factor },
        });
        const sound = (ms: number) => expect(ms >= 0 && ms * 1e6 < Number.POSITIVE_INFINITY).toBe(true);
        for (const size of [0, 1, 1e15]) {
          sound(costs.predict('pool', work(size, size)));
          sound(costs.transfer(['pool', 'gpu'])(size, 0, 1));
          costs.observe('pool', work(size, size), 3);
          sound(costs.predict('pool', work(size, size)));
        }
        expect(() => new CostModel(JSON.parse(JSON.stringify(costs)))).not.toThrow();
      }),
    );
  });

  it('is found again from samples of it', () => {
    const rate = fc.double({ min: 10, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(rate, rate, (flopsPerMs, bytesPerMs) => {
        const samples = [
          [1, 1],
          [1e6, 1],
          [1, 1e6],
          [1e7, 1e3],
          [1e3, 1e7],
        ].map(([flops, bytes]) => ({
          flops: flops!,
          bytes: bytes!,
          ms: Math.max(flops! / flopsPerMs, bytes! / bytesPerMs),
        }));
        const fitted = fitCost(samples);
        for (const { flops, bytes, ms } of samples.slice(1)) {
          const predicted = fitted.overhead + Math.max(flops / fitted.flopsPerMs, bytes / fitted.bytesPerMs);
          expect(predicted / ms).toBeGreaterThan(0.99);
          expect(predicted / ms).toBeLessThan(1.01);
        }
      }),
    );
  });
});

describe('calibration', () => {
  it('measures every kind, is kept whole, and is not repeated', { timeout: 30_000 }, async () => {
    const { used } = getPool().arena.stats();
    const costs = await machineCosts(folder);
    expect(getPool().arena.stats().used).toBe(used);
    expect(Object.keys(costs.toJSON().devices.threads!).sort()).toEqual([
      ...['copy', 'copy of sparse rows', 'disk', 'embed'],
      ...['mean', 'mean and add', 'mean and add from far', 'mean and add from near', 'mean and add of hubs'],
      ...['mean by panels', 'mean from far', 'mean from near', 'mean of hubs', 'mean of sparse rows'],
      ...['project', 'project and add', 'project sparse rows'],
    ]);
    const stages: string[] = [];
    const again = await machineCosts(folder, { onProgress: ({ stage }) => stages.push(stage) });
    expect(again.toJSON()).toEqual(costs.toJSON());
    expect(stages).toEqual([]);

    costs.observe('threads', work(1e6, 1e6), 77);
    expect(await writeCosts(folder, costs)).toBe(true);
    expect((await readCosts(folder))!.predict('threads', work(1e6, 1e6))).toBeCloseTo(77, 6);
    const [file, ...others] = await readdir(folder);
    expect(others).toEqual([]);
    // Damaged, of another machine, or of another version: as good as none.
    const text = await readFile(join(folder, file!), 'utf8');
    for (const damage of [
      text.slice(0, -30),
      text.replace('"machine":"', '"machine":"x'),
      text.replace('"version":', '"version":9'),
    ]) {
      await writeFile(join(folder, file!), damage);
      expect(await readCosts(folder)).toBeUndefined();
    }
    expect(await readCosts(join(folder, 'none'))).toBeUndefined();
    expect(await writeCosts(join(process.execPath, 'below'), costs)).toBe(false);
  });

  it('stops at the signal', async () => {
    await expect(calibrate(getPool(), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
