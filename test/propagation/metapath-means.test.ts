import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { getPool } from '../../src/compute/index.js';
import type { Csr } from '../../src/core/index.js';
import { GroupFile, metapathMeans, propagationInput } from '../../src/propagation/index.js';
import { citations } from './graphs.js';

const graph = citations(60);
const options = { target: 'paper', hops: 2, embeddingWidth: 9, seed: 4 };

/** Plain means in float64. */
function mean(csr: Csr, x: Float64Array, width: number): Float64Array {
  const out = new Float64Array(csr.numRows * width);
  for (let r = 0; r < csr.numRows; r++) {
    const [start, stop] = [csr.indptr[r]!, csr.indptr[r + 1]!];
    for (let e = start; e < stop; e++) {
      for (let c = 0; c < width; c++) out[r * width + c]! += x[csr.indices[e]! * width + c]! / (stop - start);
    }
  }
  return out;
}

test('every metapath once, in order of length, with the means of its far end', async () => {
  const used = getPool().arena.stats().used;
  const means = await metapathMeans(graph, options);
  const short = ['paper', 'paper<paper', 'paper<author', 'paper<venue'];
  const long = ['paper', 'author', 'venue'].map((type) => `paper<paper<${type}`);
  expect(means.groups.map(({ name }) => name)).toEqual([...short, ...long, 'paper<author<paper', 'paper<venue<paper']);

  const { types, relations } = propagationInput(graph, 'paper');
  const [cites, writes, inVenue] = relations;
  const sparse = types[0]!.features!;
  const own = new Float64Array(60 * 120);
  if (sparse.kind !== 'sparse') throw new Error('papers have sparse features here');
  for (let r = 0; r < 60; r++) {
    for (let e = sparse.indptr[r]!; e < sparse.indptr[r + 1]!; e++)
      own[r * 120 + sparse.indices[e]!]! += sparse.values[e]!;
  }
  const venues = types[2]!.features!;
  const venue = Float64Array.from(venues.kind === 'dense' ? venues.values : []);
  const wanted: Record<string, Float64Array> = {
    paper: own,
    'paper<paper': mean(cites!.aFromB, own, 120),
    'paper<venue': mean(inVenue!.aFromB, venue, 30),
    'paper<paper<venue': mean(cites!.aFromB, mean(inVenue!.aFromB, venue, 30), 30),
    'paper<author<paper': mean(writes!.bFromA, mean(writes!.aFromB, own, 120), 120),
  };
  for (const [name, values] of Object.entries(wanted)) {
    const group = means.groups.find((each) => each.name === name)!;
    expect(group.values).toHaveLength(values.length);
    for (let i = 0; i < values.length; i++) expect(Math.abs(group.values[i]! - values[i]!)).toBeLessThan(1e-5);
  }
  // The far part 'author<paper' and the like are averaged once each: 4 states of one relation beyond what is kept.
  expect(means.execution.operators.length).toBeLessThan(9 + 9);
  means.dispose();
  expect(getPool().arena.stats().used).toBe(used);
});

test('chosen rows alone, and the same bits again', async () => {
  const rows = Int32Array.of(7, 0, 59);
  const [all, some, again] = [
    await metapathMeans(graph, options),
    await metapathMeans(graph, { ...options, rows }),
    await metapathMeans(graph, { ...options, rows }),
  ];
  for (const [g, { values, width }] of some!.groups.entries()) {
    expect(values).toEqual(again!.groups[g]!.values);
    for (const [i, row] of rows.entries()) {
      expect(values.subarray(i * width, (i + 1) * width)).toEqual(
        all!.groups[g]!.values.subarray(row * width, (row + 1) * width),
      );
    }
  }
  for (const means of [all, some, again]) means!.dispose();
});

test.each([9, 600])(
  'within the least memory the same bits, in files, and nothing is left behind; width %i',
  async (width) => {
    const { arena } = getPool();
    const spillFolder = await mkdtemp(join(tmpdir(), 'heterograph-metapaths-'));
    const wide = { ...options, hops: 3, embeddingWidth: width };
    const whole = await metapathMeans(graph, wide);
    const codeWithin = async (memoryBytes: number) => {
      try {
        (await metapathMeans(graph, { ...wide, memoryBytes })).dispose();
        return 'done';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    let [tooLittle, memoryBytes] = [1, whole.execution.memory.peakBytes];
    while (memoryBytes - tooLittle > memoryBytes >> 6) {
      const middle = (memoryBytes + tooLittle) >> 1;
      const code = await codeWithin(middle);
      if (code === 'done') memoryBytes = middle;
      else {
        expect(code).toBe('OUT_OF_MEMORY');
        tooLittle = middle;
      }
    }
    const { used } = arena.stats();
    arena.resetPeak();
    const means = await metapathMeans(graph, { ...wide, memoryBytes, spillFolder });
    expect(arena.stats().peak - used).toBeLessThanOrEqual(memoryBytes);
    expect(means.groups.map((group) => group.name)).toEqual(whole.groups.map((group) => group.name));
    const rows = Int32Array.from({ length: 60 }, (_, i) => i);
    for (const [g, { values, width: size }] of means.groups.entries()) {
      expect(values).toBeInstanceOf(GroupFile);
      const read = new Float32Array(60 * size);
      (values as GroupFile).readRows(rows, size, read);
      expect(read).toEqual(Float32Array.from(whole.groups[g]!.values));
    }
    means.dispose();
    whole.dispose();
    expect(await readdir(spillFolder)).toEqual([]);
    await expect(metapathMeans(graph, { ...wide, memoryBytes: 0.5 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    await rm(spillFolder, { recursive: true });
  },
);

test('refuses what cannot be meant', async () => {
  const code = (value: string) => expect.objectContaining({ code: value });
  await expect(metapathMeans(graph, { ...options, hops: -1 })).rejects.toThrow(code('INVALID_OPTION'));
  await expect(metapathMeans(graph, { ...options, target: 'person' })).rejects.toThrow(code('UNKNOWN_TYPE'));
  const signal = AbortSignal.abort();
  await expect(metapathMeans(graph, { ...options, signal })).rejects.toThrow(code('ABORTED'));
});
