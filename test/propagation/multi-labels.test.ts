import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import { GraphBuilder } from '../../src/graph/index.js';
import { precomputeRpHgnn } from '../../src/propagation/index.js';

type LabelChoice = { readonly hops: number; readonly partitions: number } | { readonly method: 'echo-removed' };

/** Nodes with the flags of three classes, or with one class each, joined by edges drawn by seed. */
function build(labels: readonly (readonly number[])[] | readonly number[], seed: number) {
  const stream = new RandomStream(seed, 'multi');
  const n = labels.length;
  const ends = (count: number, size: number) => Int32Array.from({ length: count }, () => stream.nextInt(size));
  const isMulti = Array.isArray(labels[0]);
  const column = isMulti
    ? ({ name: 'y', type: 'dense', width: 3, role: 'label', classes: ['a', 'b', 'c'] } as const)
    : ({ name: 'y', type: 'int32', role: 'label', classes: ['a', 'b', 'c'] } as const);
  return new GraphBuilder({ nodes: [{ name: 'n', columns: [column] }], edges: [] })
    .addNodes('n', { y: labels as never })
    .addNodes('m', 4)
    .addEdges(['n', 'self', 'n'], { source: ends(n, n), target: ends(n, n) })
    .addEdges(['m', 'to', 'n'], { source: ends(2 * n, 4), target: ends(2 * n, n) })
    .build();
}

async function groupsOf(graph: ReturnType<typeof build>, choice: LabelChoice, trainRows: readonly number[]) {
  const labels = { ...choice, trainRows: Int32Array.from(trainRows) } as never;
  const result = await precomputeRpHgnn(graph, { target: 'n', hops: 1, embeddingWidth: 2, seed: 1, labels });
  const groups = result.groups.filter(({ parity }) => parity === 'label');
  const copies = new Map(groups.map(({ name, values }) => [name, Array.from(values)]));
  result.dispose();
  return copies;
}

const shape = fc.record({
  flags: fc.array(fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1)), { minLength: 2, maxLength: 12 }),
  numTrain: fc.integer({ min: 1, max: 12 }),
  seed: fc.nat(),
});
const choices: readonly LabelChoice[] = [{ hops: 3, partitions: 3 }, { method: 'echo-removed' }];

describe('labels of several classes as input', () => {
  it.each(choices)('that are one class each are those of a single-label column: %o', async (choice) => {
    await fc.assert(
      fc.asyncProperty(shape, async ({ flags, numTrain, seed }) => {
        const classes = flags.map(([a, b]) => (a + 2 * b) % 3);
        const trainRows = classes.map((_, row) => row).slice(0, numTrain);
        const oneHot = classes.map((label) => [0, 1, 2].map((c) => Number(c === label)));
        const single = await groupsOf(build(classes, seed), choice, trainRows);
        expect(await groupsOf(build(oneHot, seed), choice, trainRows)).toEqual(single);
      }),
      { numRuns: 15 },
    );
  });

  it('without echo, a class is what it would be if it were the only question', async () => {
    await fc.assert(
      fc.asyncProperty(shape, async ({ flags, numTrain, seed }) => {
        const trainRows = flags.map((_, row) => row).slice(0, numTrain);
        const choice = { hops: 2, partitions: 2 };
        const multi = await groupsOf(build(flags, seed), choice, trainRows);
        for (const c of [0, 1, 2]) {
          const yes = await groupsOf(
            build(
              flags.map((row) => row[c]!),
              seed,
            ),
            choice,
            trainRows,
          );
          for (const [name, values] of multi) {
            const share = values.filter((_, at) => at % 3 === c);
            const expected = yes.get(name)!.filter((_, at) => at % 3 === 1);
            for (const [i, value] of share.entries()) expect(value).toBeCloseTo(expected[i]!, 6);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it.each(choices)('tell a row the same whatever its own are: %o', async (choice) => {
    const flags = Array.from({ length: 12 }, (_, i) => [i % 2, (i >> 1) % 2, Number(i % 3 === 0)]);
    const trainRows = Array.from({ length: 9 }, (_, i) => i);
    const before = await groupsOf(build(flags, 8), choice, trainRows);
    const turned = flags.map((row, i) => (i === 4 ? row.map((flag) => 1 - flag) : row));
    const after = await groupsOf(build(turned, 8), choice, trainRows);
    expect(after).not.toEqual(before);
    for (const [name, values] of after) {
      if (name.endsWith('label-odd') && 'method' in choice) continue;
      const hops = values.length / 12 / 3;
      for (let at = 4 * hops * 3; at < 5 * hops * 3; at++) expect(values[at]!).toBeCloseTo(before.get(name)![at]!, 5);
    }
  });
});
