import { RandomStream } from '../../../src/core/index.js';
import { GraphBuilder, type HeteroGraph } from '../../../src/graph/index.js';
import { type ClassificationProblem, classificationProblem } from '../../../src/models/index.js';

export interface Made {
  readonly papers?: number;
  /** Whether papers have features; default true. */
  readonly features?: boolean;
  /** Whether edges of "cites" exist; default true. */
  readonly cites?: boolean;
  /** Adds a relation. */
  readonly extra?: boolean;
  readonly seed?: number;
}

/** Papers with and authors and venues without features, one type far from the papers and one without edges or nodes. */
export function typedGraph({
  papers = 24,
  features = true,
  cites = true,
  extra = false,
  seed = 5,
}: Made = {}): HeteroGraph {
  const random = new RandomStream(seed, 'typed');
  const any = (from: number, to: number, count: number) => ({
    source: Int32Array.from({ length: from * to === 0 ? 0 : count }, () => random.nextInt(from)),
    target: Int32Array.from({ length: from * to === 0 ? 0 : count }, () => random.nextInt(to)),
  });
  const labels = Array.from({ length: papers }, (_, i) => i % 3);
  const values = Float32Array.from(
    { length: papers * 4 },
    (_, i) => (i % 4 === labels[Math.floor(i / 4)]! ? 1 : 0) + 0.3 * random.nextNormal(),
  );
  const x = { name: 'x', type: 'dense', role: 'feature', width: 4 } as const;
  const y = { name: 'y', type: 'int32', role: 'label', classes: ['a', 'b', 'c'] } as const;
  const builder = new GraphBuilder({
    nodes: [
      { name: 'paper', columns: features ? [x, y] : [y] },
      { name: 'author', columns: [] },
      { name: 'city', columns: [] },
      { name: 'land', columns: [] },
      { name: 'alone', columns: [] },
      { name: 'empty', columns: [] },
    ],
    edges: [],
  })
    .addNodes('paper', { ...(features ? { x: { kind: 'dense', numRows: papers, width: 4, values } } : {}), y: labels })
    .addNodes('author', 9)
    .addNodes('city', 4)
    .addNodes('land', 2)
    .addNodes('alone', 1)
    .addNodes('empty', 0)
    .addEdges(['author', 'wrote', 'paper'], any(9, papers, 40))
    .addEdges(['paper', 'cites', 'paper'], any(papers, papers, cites ? 20 : 0))
    .addEdges(['author', 'in', 'city'], any(9, 4, 12))
    .addEdges(['city', 'in', 'land'], any(4, 2, 4))
    .addEdges(['empty', 'of', 'paper'], any(0, papers, 0));
  if (extra) builder.addEdges(['city', 'likes', 'paper'], any(4, papers, 3));
  return builder.build();
}

export const rowsFrom = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);

export function typedProblem(made: Made = {}, seed = 2): ClassificationProblem {
  const graph = typedGraph(made);
  const papers = graph.numNodes('paper');
  const [one, two] = [Math.ceil(papers / 2), Math.ceil((3 * papers) / 4)];
  const split = { train: rowsFrom(0, one), valid: rowsFrom(one, two), test: rowsFrom(two, papers) };
  return classificationProblem(graph, 'paper', split, seed);
}

/** Small settings of every model on graphs of nodes and edges. */
export const smallNetworks: Readonly<Record<string, object>> = {
  gcn: {},
  gat: { heads: 2 },
  sage: {},
  rgcn: {},
  rgat: { heads: 2 },
  han: { heads: 2 },
  hgt: { heads: 2 },
  hinormer: { heads: 2, sequenceLength: 6, encoderLayers: 2 },
  'simple-hgn': { heads: 2, relationWidth: 3, layers: 2 },
};
export const small = { hidden: 8, epochs: 4, patience: 10, dropout: 0.2 };
