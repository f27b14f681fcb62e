import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../src/graph/index.js';
import { classificationProblem, LabelPropagationClassifier } from '../../src/models/index.js';

/** Nodes of one type with the classes x and y, joined by as many relations as there are lists of edges. */
function problemOf(
  flags: readonly (readonly number[])[],
  edges: readonly (readonly [number, number])[][],
  train: number,
) {
  const builder = new GraphBuilder({
    nodes: [{ name: 'p', columns: [{ name: 'label', type: 'dense', width: 2, role: 'label', classes: ['x', 'y'] }] }],
    edges: edges.map((_, r) => ({ type: ['p', `r${r}`, 'p'], columns: [] })),
  });
  builder.addNodes('p', { label: flags });
  for (const [r, pairs] of edges.entries()) {
    builder.addEdges(['p', `r${r}`, 'p'], { source: pairs.map(([a]) => a), target: pairs.map(([, b]) => b) });
  }
  const rows = Int32Array.from({ length: train }, (_, row) => row);
  const split = { train: rows, valid: new Int32Array(0), test: new Int32Array(0) };
  return classificationProblem(builder.build(), 'p', split, 0);
}

describe('label propagation over several relations', () => {
  it('averages the classes of labelled neighbours, of data with several classes a node too', async () => {
    // Node 2 has node 0 (x) in one relation and node 1 (y) in both; node 3 sees 2 alone; node 4 sees nobody.
    const problem = problemOf(
      [
        [1, 0],
        [0, 1],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      [
        [
          [0, 2],
          [1, 2],
        ],
        [
          [1, 2],
          [2, 3],
        ],
      ],
      2,
    );
    const classifier = new LabelPropagationClassifier({ rounds: 60 });
    await classifier.fit(problem);
    const scores = await classifier.predict(Int32Array.of(2, 3, 4));
    // s2 = (mean of the first relation (1/2, 1/2) + mean of the second ((0, 1) + s3) / 2) / 2, and s3 = s2: s2 = (1/3, 2/3).
    for (const [i, expected] of [1 / 3, 2 / 3, 1 / 3, 2 / 3, 0, 0].entries())
      expect(scores[i]).toBeCloseTo(expected - 0.5, 5);
  });

  it('does not set a class that half of the neighbours lack, however many relations there are', async () => {
    const pairs = [
      [0, 2],
      [1, 2],
    ] as const;
    const problem = problemOf(
      [
        [1, 0],
        [0, 0],
        [0, 0],
      ],
      [[...pairs], [...pairs], [...pairs]],
      2,
    );
    const classifier = new LabelPropagationClassifier();
    await classifier.fit(problem);
    expect([...(await classifier.predict(Int32Array.of(2)))]).toEqual([0, -0.5]);
  });
});
