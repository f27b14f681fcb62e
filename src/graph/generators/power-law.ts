import { expectArgument, RandomStream } from '../../core/index.js';
import { GraphBuilder } from '../build/builder.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { checkCount, checkDrawable, checkNumber, withinMemory } from '../options/check-option.js';
import { type EdgeType, edgeTypeKey } from '../schema/schema.js';

export interface PowerLawOptions {
  /** Nodes, or source and target nodes where the types differ. */
  readonly numNodes: number | readonly [source: number, target: number];
  /** Edges; parallel edges and self loops occur. */
  readonly numEdges: number;
  /** Exponent of the degree distribution, P(degree) ~ degree^-exponent; in (2, 10], default 2.5. */
  readonly exponent?: number;
  readonly seed: number;
  /** Default `['node', 'edge', 'node']`. */
  readonly type?: EdgeType;
}

/**
 * A graph whose expected degrees follow a power law, both ends of an edge drawn in proportion to the weights of the
 * nodes. The weight of the node of rank i is proportional to i^(-1 / (exponent - 1)), drawn through its continuous
 * inverse distribution; ranks are dealt to rows at random. O(nodes + edges).
 *
 * @throws {HeteroGraphError} INVALID_OPTION, OUT_OF_MEMORY
 * @see Chung and Lu, "Connected components in random graphs with given expected degree sequences", 2002
 */
export function powerLawGraph(options: PowerLawOptions): HeteroGraph {
  return withinMemory(() => drawPowerLaw(options));
}

function drawPowerLaw(options: PowerLawOptions): HeteroGraph {
  expectArgument(options, 'object', 'options');
  const { numNodes, seed, type = ['node', 'edge', 'node'] } = options;
  const numEdges = checkCount('numEdges', options.numEdges);
  const exponent = checkNumber('exponent', options.exponent ?? 2.5, 2 + 1e-6, 10);
  const [numSources, numTargets] = typeof numNodes === 'number' ? [numNodes, numNodes] : numNodes;
  checkCount('numNodes', numSources);
  checkCount(
    'numNodes',
    numTargets,
    type[0] === type[2] ? numSources : 0,
    type[0] === type[2] ? numSources : undefined,
  );
  const power = 1 / (1 - 1 / (exponent - 1));
  const draw = (end: string, count: number, rows: Int32Array): Int32Array => {
    checkDrawable(numEdges, count, edgeTypeKey(type));
    const stream = new RandomStream(seed, 'power law', end);
    const out = new Int32Array(numEdges);
    for (let e = 0; e < numEdges; e++) out[e] = rows[Math.floor(count * stream.next() ** power)]!;
    return out;
  };
  const rowsOf = (name: string, count: number) => new RandomStream(seed, 'power law ranks', name).permutation(count);
  const source = draw('source', numSources, rowsOf(type[0], numSources));
  const target = draw('target', numTargets, rowsOf(type[2], numTargets));
  const builder = new GraphBuilder().addNodes(type[0], numSources);
  if (type[2] !== type[0]) builder.addNodes(type[2], numTargets);
  return builder.addEdges(type, { source, target }, { endpoints: 'index', adopt: true }).build();
}
