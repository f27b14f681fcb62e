import { expect, it } from 'vitest';
import { getPool } from '../../src/compute/index.js';
import { GroupFile, metapathMeans, propagationInput } from '../../src/propagation/index.js';
import { type ChannelValues, metapathChannels } from '../../src/propagation/metapath-channels.js';
import { metapathShapes } from '../../src/propagation/metapath-shape.js';
import { citations } from './graphs.js';

const graph = citations(60);
const options = { target: 'paper', hops: 3, embeddingWidth: 9, seed: 4 };

function denseOf(values: ChannelValues, numRows: number, width: number): Float32Array {
  if (values instanceof Float32Array) return values;
  const out = new Float32Array(numRows * width);
  if (values instanceof GroupFile) {
    values.readRows(
      Int32Array.from({ length: numRows }, (_, i) => i),
      width,
      out,
    );
    return out;
  }
  for (let r = 0; r < numRows; r++) {
    for (let e = values.indptr[r]!; e < values.indptr[r + 1]!; e++)
      out[r * width + values.indices[e]!] = values.values[e]!;
  }
  return out;
}

it.each([undefined, 60_000])('the means of all paths, sparse where they are; %s bytes at most', async (memoryBytes) => {
  const { used } = getPool().arena.stats();
  for (const featureless of ['random', 'identity'] as const) {
    const whole = await metapathMeans(graph, { ...options, featureless });
    const channels = await metapathChannels(graph, {
      ...{ ...options, featureless },
      ...(memoryBytes === undefined ? {} : { memoryBytes: Math.ceil(whole.execution.memory.peakBytes * 0.7) }),
    });
    expect(channels.groups.map(({ name, width }) => [name, width])).toEqual(
      whole.groups.map(({ name, width }) => [name, width]),
    );
    for (const [g, { values, width }] of channels.groups.entries()) {
      expect(denseOf(values, 60, width)).toEqual(Float32Array.from(whole.groups[g]!.values));
    }
    const isSparse = (value: ChannelValues) => 'kind' in value;
    if (memoryBytes === undefined) {
      expect(channels.groups.some(({ values }) => isSparse(values))).toBe(true);
      expect(channels.groups.some(({ values }) => !isSparse(values))).toBe(true);
    } else expect(channels.groups.every(({ values }) => values instanceof GroupFile)).toBe(true);
    whole.dispose();
    channels.dispose();
  }
  expect(getPool().arena.stats().used).toBe(used);
});

it('the mean of the identity is the matrix of the path', async () => {
  const means = await metapathMeans(graph, { ...options, hops: 1, featureless: 'identity' });
  const { values, width } = means.groups.find(({ name }) => name === 'paper<author')!;
  const { bFromA } = propagationInput(graph, 'paper').relations[1]!;
  expect(width).toBe(120);
  const wanted = new Float32Array(values.length);
  for (let r = 0; r < 60; r++) {
    const degree = bFromA.indptr[r + 1]! - bFromA.indptr[r]!;
    for (let e = bFromA.indptr[r]!; e < bFromA.indptr[r + 1]!; e++)
      wanted[r * width + bFromA.indices[e]!]! += 1 / degree;
  }
  for (const [i, value] of wanted.entries()) expect(values[i]).toBeCloseTo(value, 6);
  means.dispose();
});

it('numbers of paths are known without making them', async () => {
  const input = propagationInput(graph, 'paper');
  const shapes = metapathShapes(input, 3, (type) => input.types[type]!.features?.width ?? 9);
  const means = await metapathMeans(graph, options);
  for (const { length, paths, returning, width } of shapes) {
    const those = means.groups.filter(({ name }) => name.split('<').length === length + 1);
    expect(paths).toBe(those.length);
    expect(returning).toBe(those.filter(({ name }) => name.endsWith('paper')).length);
    expect(width).toBe(those.reduce((sum, group) => sum + group.width, 0));
  }
  means.dispose();
});
