import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getPool } from '../../src/compute/index.js';
import { RandomStream } from '../../src/core/index.js';
import { arenaBlocks, SpillFile, SpillStore, tensorBytes } from '../../src/schedule/index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heterograph-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const { arena } = getPool();
const newStore = (limitBytes: number) =>
  new SpillStore({ blocks: arenaBlocks(arena), limitBytes, target: new SpillFile(folder) });

const step = fc.record({
  reads: fc.uniqueArray(fc.nat(5), { maxLength: 3 }),
  writes: fc.uniqueArray(fc.nat(5), { maxLength: 2 }),
  scratch: fc.nat(300),
  free: fc.option(fc.nat(5), { freq: 6 }),
  peek: fc.option(fc.nat(5), { freq: 3 }),
});

describe('a spill store', () => {
  it('gives back what was written, within the limit, whatever is asked for in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 6, maxLength: 6 }),
        fc.array(step, { maxLength: 40 }),
        fc.boolean(),
        async (lengths, steps, knowsPlan) => {
          const names = lengths.map((_, i) => `t${i}`);
          const limit = Math.max(
            1,
            ...steps.map(
              ({ reads, writes, scratch }) =>
                scratch +
                [...new Set([...reads, ...writes])].reduce((s, t) => s + tensorBytes({ length: lengths[t]! }), 0),
            ),
          );
          const before = arena.stats().used;
          arena.resetPeak();
          const store = newStore(limit);
          const model = lengths.map((length) => new Float32Array(length));
          const declare = (t: number) => {
            // Two kinds: made of zeros, and filled from outside.
            const filled = t % 2 === 1;
            model[t] = new Float32Array(lengths[t]!).fill(filled ? t : 0);
            const load = (into: Float32Array) => into.fill(t);
            store.declare({ name: names[t]!, length: lengths[t]!, ...(filled ? { load } : { zeroed: true }) });
            if (knowsPlan)
              store.setUses(
                names[t]!,
                steps.flatMap(({ reads, writes }, i) => (reads.includes(t) || writes.includes(t) ? [i] : [])),
              );
          };
          for (const t of lengths.keys()) declare(t);
          for (const [i, { reads, writes, scratch, free, peek }] of steps.entries()) {
            store.advance(i);
            const pinned = {
              reads: reads.filter((t) => !writes.includes(t)).map((t) => names[t]!),
              writes: writes.map((t) => names[t]!),
              scratchBytes: scratch,
            };
            await store.pin(pinned);
            for (const t of reads) expect(store.values(names[t]!)).toEqual(model[t]);
            for (const t of writes) {
              const values = store.values(names[t]!);
              for (let j = 0; j < values.length; j++) model[t]![j] = values[j] = i * 1000 + j;
            }
            if (peek !== null && pinned.writes.includes(names[peek]!) && lengths[peek]! > 1) {
              const part = new Float32Array(lengths[peek]! - 1);
              await store.copyOut(names[peek]!, 1, part);
              expect(part).toEqual(model[peek]!.subarray(1));
            }
            expect(store.stats().bytes).toBeLessThanOrEqual(limit);
            store.unpin(pinned);
            if (free !== null) {
              store.remove(names[free]!);
              declare(free);
            }
          }
          expect(store.stats().peakBytes).toBeLessThanOrEqual(limit);
          expect(arena.stats().peak - before).toBeLessThanOrEqual(limit);
          await store.dispose();
          expect(arena.stats().used).toBe(before);
          expect(await readdir(folder)).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('with the plan never reads more from disk than without it (Belady)', async () => {
    for (let seed = 0; seed < 30; seed++) {
      const stream = new RandomStream(seed, 'trace');
      const trace = Array.from({ length: 60 }, () => stream.nextInt(6));
      const read = [];
      for (const knowsPlan of [true, false]) {
        const store = newStore(3 * tensorBytes({ length: 100 }));
        for (let t = 0; t < 6; t++) {
          store.declare({ name: `${t}`, length: 100, zeroed: true });
          await store.pin({ writes: [`${t}`] });
          store.unpin({ writes: [`${t}`] });
          if (knowsPlan)
            store.setUses(
              `${t}`,
              trace.flatMap((each, i) => (each === t ? [i] : [])),
            );
        }
        for (const [i, t] of trace.entries()) {
          store.advance(i);
          await store.pin({ reads: [`${t}`] });
          store.unpin({ reads: [`${t}`] });
        }
        read.push(store.stats().readBytes);
        await store.dispose();
      }
      expect(read[0]).toBeLessThanOrEqual(read[1]!);
    }
  });

  it('drops without writing what it can load again, and writes unchanged tensors once', async () => {
    const store = newStore(2 * tensorBytes({ length: 1000 }));
    store.declare({ name: 'given', length: 1000, load: (into) => into.fill(3) });
    for (const name of ['made', 'other']) store.declare({ name, length: 1000, zeroed: true });
    const use = async (tensors: { reads?: string[]; writes?: string[] }) => {
      await store.pin(tensors);
      store.unpin(tensors);
    };
    await use({ reads: ['given'] });
    await use({ writes: ['made', 'other'] });
    expect(store.stats().writtenBytes).toBe(0);
    await use({ reads: ['given', 'other'] });
    expect(store.stats().writtenBytes).toBe(4000);
    await use({ reads: ['made', 'other'] });
    await use({ reads: ['given', 'other'] });
    expect(store.stats().writtenBytes).toBe(4000);
    const part = new Float32Array(2);
    await store.copyOut('made', 998, part);
    expect([...part]).toEqual([0, 0]);
    await store.dispose();
  });

  it('refuses what cannot fit, unknown names and tensors that are not pinned', async () => {
    const store = newStore(2 * tensorBytes({ length: 100 }));
    for (const name of ['a', 'b', 'c']) store.declare({ name, length: 100, zeroed: true });
    await store.pin({ writes: ['a', 'b'] });
    await expect(store.pin({ writes: ['c'] })).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
    store.unpin({ writes: ['a', 'b'] });
    await expect(store.pin({ writes: ['a', 'b', 'c'] })).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
    await expect(store.pin({ reads: ['a'], scratchBytes: 1000 })).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
    await store.pin({ reads: ['a', 'b'] });
    store.unpin({ reads: ['a', 'b'] });
    expect(() => store.values('a')).toThrow(expect.objectContaining({ code: 'UNKNOWN_TENSOR' }));
    expect(() => store.declare({ name: 'a', length: 1 })).toThrow(expect.objectContaining({ code: 'DUPLICATE_NAME' }));
    await expect(store.pin({ reads: ['x'] })).rejects.toMatchObject({ code: 'UNKNOWN_TENSOR' });
    await store.dispose();
  });

  it('never exceeds its limit where it has nowhere to spill to', async () => {
    const store = new SpillStore({ blocks: arenaBlocks(arena), limitBytes: tensorBytes({ length: 100 }) });
    for (const name of ['a', 'b']) store.declare({ name, length: 100, zeroed: true });
    await store.pin({ writes: ['a'] });
    store.unpin({ writes: ['a'] });
    await expect(store.pin({ writes: ['b'] })).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
    store.remove('a');
    await store.pin({ writes: ['b'] });
    await store.dispose();
  });

  it('stops at the signal and says when the disk fails; nothing stays behind', async () => {
    const before = arena.stats().used;
    const abort = new AbortController();
    const limitBytes = tensorBytes({ length: 100 });
    for (const [target, code] of [
      [new SpillFile(folder, abort.signal), 'ABORTED'],
      [new SpillFile(join(process.execPath, 'no-folder')), 'SPILL_FAILED'],
    ] as const) {
      const store = new SpillStore({ blocks: arenaBlocks(arena), limitBytes, target });
      for (const name of ['a', 'b']) store.declare({ name, length: 100, zeroed: true });
      await store.pin({ writes: ['a'] });
      store.unpin({ writes: ['a'] });
      abort.abort();
      await expect(store.pin({ writes: ['b'] })).rejects.toMatchObject({ code });
      await store.dispose();
    }
    expect(arena.stats().used).toBe(before);
    expect(await readdir(folder)).toEqual([]);
  });
});
