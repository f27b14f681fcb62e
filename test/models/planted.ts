import { RandomStream } from '../../src/core/index.js';
import { GraphBuilder, type HeteroGraph } from '../../src/graph/index.js';
import { type ClassificationProblem, classificationProblem } from '../../src/models/index.js';

export const PEOPLE = 300;
const GROUPS = 20;

export interface Newcomer {
  readonly features: readonly number[];
  readonly groups: readonly number[];
}

/** Two communities of people joined by groups; features tell the class with noise, edges tell it with noise. */
export function plantedGraph(newcomers: readonly Newcomer[] = []): HeteroGraph {
  const stream = new RandomStream(11, 'planted');
  const labels = Array.from({ length: PEOPLE }, () => stream.nextInt(2));
  const own = Array.from(
    { length: PEOPLE * 4 },
    (_, i) => stream.nextNormal() + (i % 4 === 0 ? 1.2 * labels[Math.floor(i / 4)]! : 0),
  );
  const source = Array.from({ length: 900 }, () => stream.nextInt(PEOPLE));
  const target = source.map(
    (person) => 10 * (stream.next() < 0.85 ? labels[person]! : 1 - labels[person]!) + stream.nextInt(10),
  );
  for (const [i, { groups }] of newcomers.entries()) {
    for (const group of groups) {
      source.push(PEOPLE + i);
      target.push(group);
    }
  }
  const values = Float32Array.from([...own, ...newcomers.flatMap(({ features }) => features)]);
  const numRows = PEOPLE + newcomers.length;
  return new GraphBuilder({
    nodes: [
      {
        name: 'person',
        columns: [
          { name: 'x', type: 'dense', role: 'feature', width: 4 },
          { name: 'y', type: 'int32', role: 'label', classes: ['a', 'b'] },
        ],
      },
      { name: 'group', columns: [] },
    ],
    edges: [],
  })
    .addNodes('person', {
      x: { kind: 'dense', numRows, width: 4, values },
      y: [...labels, ...newcomers.map(() => null)],
    })
    .addNodes('group', GROUPS)
    .addEdges(['person', 'in', 'group'], { source: Int32Array.from(source), target: Int32Array.from(target) })
    .build();
}

export const rows = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);

export function plantedProblem(): ClassificationProblem {
  return classificationProblem(
    plantedGraph(),
    'person',
    { train: rows(0, 100), valid: rows(100, 150), test: rows(150, PEOPLE) },
    3,
  );
}
