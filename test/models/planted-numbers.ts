import { RandomStream } from '../../src/core/index.js';
import { GraphBuilder, type HeteroGraph } from '../../src/graph/index.js';
import { type RegressionProblem, regressionProblem } from '../../src/models/index.js';

export const PEOPLE = 300;
const GROUPS = 30;

interface Planted {
  /** New row of every person; default their own. */
  readonly order?: readonly number[];
  /** Numbers to set by row of `order`. */
  readonly changes?: Readonly<Record<number, number>>;
}

/** People and groups: y = 50 + 10 (mean of what is known of a person's groups) + 2 (own first feature), each person in two groups. */
export function plantedNumbers({ order, changes = {} }: Planted = {}): HeteroGraph {
  const stream = new RandomStream(5, 'planted numbers');
  const own = Array.from({ length: PEOPLE }, () => Array.from({ length: 3 }, () => stream.nextNormal()));
  const size = Array.from({ length: GROUPS }, () => stream.nextNormal());
  const member = Array.from({ length: PEOPLE }, () => [stream.nextInt(GROUPS), stream.nextInt(GROUPS)]);
  const numbers = member.map(([a, b], i) => 50 + 5 * (size[a!]! + size[b!]!) + 2 * own[i]![0]!);
  const at = order ?? own.map((_, i) => i);
  const people = Array.from({ length: PEOPLE }, (_, row) => at.indexOf(row));
  const edges = people.flatMap((person, row) => member[person]!.map((group) => [row, group] as const));
  return new GraphBuilder({
    nodes: [
      {
        name: 'person',
        columns: [
          { name: 'x', type: 'dense', role: 'feature', width: 3 },
          { name: 'y', type: 'float64', role: 'attribute', nullable: true },
        ],
      },
      { name: 'group', columns: [{ name: 'size', type: 'dense', role: 'feature', width: 2 }] },
    ],
    edges: [],
  })
    .addNodes('person', {
      x: { kind: 'dense', numRows: PEOPLE, width: 3, values: Float32Array.from(people.flatMap((i) => own[i]!)) },
      y: people.map((i, row) => changes[row] ?? numbers[i]!),
    })
    .addNodes('group', {
      size: { kind: 'dense', numRows: GROUPS, width: 2, values: Float32Array.from(size.flatMap((s) => [s, 1])) },
    })
    .addEdges(['person', 'in', 'group'], {
      source: Int32Array.from(edges, ([row]) => row),
      target: Int32Array.from(edges, ([, group]) => group),
    })
    .build();
}

export const range = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);

export const parts = { train: range(0, 160), valid: range(160, 220), test: range(220, PEOPLE) };

export function numberProblem(graph = plantedNumbers()): RegressionProblem {
  return regressionProblem(graph, 'person', parts, 3, 'y');
}
