import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RandomStream } from '../../src/core/index.js';
import { GraphBuilder } from '../../src/graph/index.js';
import { precomputeRpHgnn, propagationInput } from '../../src/propagation/index.js';
import { metapathLabels, NUMBER_LABELS } from '../../src/propagation/metapath-labels.js';

/** Nodes `n` with numbers, joined by groups; parallel edges and lonely nodes occur. */
function build(numbers: readonly number[], seed: number) {
  const stream = new RandomStream(seed, 'numbers');
  const ends = (size: number) => Int32Array.from({ length: 2 * numbers.length }, () => stream.nextInt(size));
  return new GraphBuilder({
    nodes: [{ name: 'n', columns: [{ name: 'y', type: 'float64', role: 'attribute' }] }],
    edges: [],
  })
    .addNodes('n', { y: [...numbers] })
    .addNodes('g', 4)
    .addEdges(['n', 'in', 'g'], { source: ends(numbers.length), target: ends(4) })
    .build();
}

const count = 9;
const trainRows = Int32Array.of(0, 2, 3, 5, 8);
const rows = Int32Array.from({ length: count }, (_, i) => i);
const numbersOf = (seed: number) => Array.from(new RandomStream(seed, 'y').fillNormal(new Float32Array(count)));

it('numbers along a metapath are the sums of others, each by the weight of its way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1000), async (seed) => {
      const numbers = numbersOf(seed);
      const input = propagationInput(build(numbers, seed), 'n');
      const labels = { kind: 'numbers', values: Float32Array.from(numbers), numClasses: NUMBER_LABELS } as const;
      const [channel] = await metapathLabels(input, { hops: 2, rows, labels, trainRows });
      const { aFromB, bFromA } = input.relations[0]!;
      for (const row of rows) {
        let [sum, known] = [0, 0];
        const groups = aFromB.indices.subarray(aFromB.indptr[row]!, aFromB.indptr[row + 1]!);
        for (const group of groups) {
          const members = bFromA.indices.subarray(bFromA.indptr[group]!, bFromA.indptr[group + 1]!);
          for (const other of members) {
            if (other === row || !trainRows.includes(other)) continue;
            const weight = 1 / groups.length / members.length;
            sum += weight * numbers[other]!;
            known += weight;
          }
        }
        expect(channel!.values[2 * row]).toBeCloseTo(sum, 4);
        expect(channel!.values[2 * row + 1]).toBeCloseTo(known, 5);
      }
    }),
    { numRuns: 20 },
  );
});

it('no row meets its own number, to the bit', async () => {
  const numbers = numbersOf(1);
  for (const row of trainRows) {
    const changed = numbers.with(row, 17.3);
    const seen = async (y: readonly number[]) => {
      const labels = { kind: 'numbers', values: Float32Array.from(y), numClasses: NUMBER_LABELS } as const;
      const channels = await metapathLabels(propagationInput(build(numbers, 1), 'n'), {
        ...{ hops: 4, rows, labels, trainRows },
      });
      return channels.map(({ values }) => [...values.subarray(2 * row, 2 * row + 2)]);
    };
    expect(await seen(changed)).toEqual(await seen(numbers));
    const groups = async (y: readonly number[]) => {
      const found = await precomputeRpHgnn(build(y, 1), {
        ...{ target: 'n', hops: 1, embeddingWidth: 4, rows, seed: 1 },
        labels: { hops: 2, partitions: 3, trainRows, column: 'y', scale: { mean: 0, deviation: 1 } },
      });
      const own = found.groups
        .filter(({ parity }) => parity === 'label')
        .map(({ values, hops, width }) => [...values.subarray(row * hops * width, (row + 1) * hops * width)]);
      found.dispose();
      return own;
    };
    expect(await groups(changed)).toEqual(await groups(numbers));
  }
});

it('shown numbers are on the scale that is given, and change with it', async () => {
  const shown = async (scale: { mean: number; deviation: number }) => {
    const { groups, dispose } = await precomputeRpHgnn(build(numbersOf(2), 2), {
      ...{ target: 'n', hops: 1, embeddingWidth: 4, rows, seed: 1 },
      labels: { hops: 1, partitions: 2, trainRows, column: 'y', scale },
    });
    const values = [...groups.find(({ parity }) => parity === 'label')!.values];
    dispose();
    return values;
  };
  const [plain, scaled] = [await shown({ mean: 0, deviation: 1 }), await shown({ mean: 3, deviation: 2 })];
  for (const [i, value] of plain.entries()) {
    // Rows that no number reaches have none.
    if (value !== 0) expect(scaled[i]).toBeCloseTo((value - 3) / 2, 4);
  }
});
