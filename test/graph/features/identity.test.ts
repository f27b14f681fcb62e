import { expect, it } from 'vitest';
import { encodeFeatures, fitFeatures, graphFromArrays } from '../../../src/graph/index.js';

const graphOf = (ids: readonly (string | number)[]) =>
  graphFromArrays({
    nodes: {
      a: { data: { id: ids, n: ids.map((_, i) => i / 3) }, columns: { id: { role: 'id' } } },
      b: { data: { n: [1, 2.5] } },
    },
  });

/** The vectors of the nodes by id. */
function vectors(graph: ReturnType<typeof graphOf>, width: number) {
  const matrix = graph.features('a')!;
  if (matrix.kind !== 'dense') throw new Error('sparse');
  return Object.fromEntries(
    Array.from({ length: matrix.numRows }, (_, row) => [
      graph.ids('a').idOf(row),
      [...matrix.values.subarray((row + 1) * matrix.width - width, (row + 1) * matrix.width)],
    ]),
  );
}

it('vectors follow from ids alone: not from rows, nor from the graph', () => {
  const graph = graphOf(['x', 'y', 'z']);
  const encoder = JSON.parse(JSON.stringify(fitFeatures(graph, { identityWidth: 5 })));
  expect(encoder.a.at(-1)).toMatchObject({ column: 'id', encoding: { kind: 'identity', width: 5 } });
  expect(encoder.b.length).toBe(1);
  const own = vectors(encodeFeatures(graph, encoder), 5);
  expect(new Set(Object.values(own).map(String)).size).toBe(3);
  const remarks: string[] = [];
  const other = encodeFeatures(graphOf(['z', 'new', 'x']), encoder, { onRemark: (text) => remarks.push(text) });
  const there = vectors(other, 5);
  expect([there.z, there.x]).toEqual([own.z, own.x]);
  expect(there.new).not.toEqual(own.y);
  expect(remarks).toEqual([expect.stringMatching(/a\.id: 1 of 3 ids are new, such as "new"/)]);
});

it('numbers and the same numbers as texts are one id; another seed gives other vectors', () => {
  const encoder = fitFeatures(graphOf([1, 2]), { identityWidth: 4, seed: 7 });
  const numbers = vectors(encodeFeatures(graphOf([1, 2]), encoder), 4);
  expect(vectors(encodeFeatures(graphOf(['2', '1']), encoder), 4)).toEqual(numbers);
  const again = fitFeatures(graphOf([1, 2]), { identityWidth: 4, seed: 8 });
  expect(vectors(encodeFeatures(graphOf([1, 2]), again), 4)).not.toEqual(numbers);
});

it('no width is no vectors; nodes without ids are refused where there were some', () => {
  const encoder = fitFeatures(graphOf(['x', 'y']), { identityWidth: 2 });
  expect(fitFeatures(graphOf(['x', 'y']), { identityWidth: 0 }).a!.length).toBe(1);
  const [own, id] = encoder.a!;
  if (id!.encoding?.kind !== 'identity') throw new Error('no identity');
  for (const change of [
    { width: 2 ** 30 },
    { known: { bits: 'AAAAAAAAAAAAA' } },
    { known: { bits: '%' } },
    { deviation: 0 },
  ]) {
    const forged = { a: [own!, { ...id!, encoding: { ...id!.encoding, ...change } }] };
    expect(() => encodeFeatures(graphOf(['x']), forged)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  }
  const unnamed = graphFromArrays({ nodes: { a: { data: { n: [0.5, 2] } }, b: { data: { n: [1, 2.5] } } } });
  expect(() => encodeFeatures(unnamed, encoder)).toThrow(expect.objectContaining({ code: 'MODEL_MISMATCH' }));
});
