import { checkRows, expectMembers, HeteroGraphError } from '../../core/index.js';
import type { NodeSplit } from '../../graph/index.js';
import { checkDisjoint } from '../../graph/index.js';
import { expectGraph } from '../../graph/internal.js';
import type { Targets } from '../../training/index.js';
import { checkLabelled } from '../../training/internal.js';
import type { JoinedGraphs } from '../inputs/whole-graphs.js';

/** Classes of whole graphs, which lie side by side in one. */
export interface GraphProblem extends JoinedGraphs {
  /** Labels of graphs. */
  readonly targets: Targets;
  /** Numbers of graphs. */
  readonly split: NodeSplit;
  readonly seed: number;
}

/**
 * Refuses what nothing can be fitted on, before any work.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_TYPE; SHAPE_MISMATCH; of the split WRONG_DTYPE, INDEX_OUT_OF_RANGE, DUPLICATE_ID,
 *   OVERLAPPING_SPLIT, UNLABELLED_ROW; INDEX_OUT_OF_RANGE of a node whose graph is not there
 */
export function checkGraphProblem(problem: GraphProblem): void {
  expectMembers(problem, 'problem', {
    graph: 'object',
    numGraphs: 'number',
    graphOf: 'object',
    targets: 'object',
    split: 'object',
    seed: 'number',
  });
  checkJoinedGraphs(problem);
  const { numGraphs, targets, split } = problem;
  const labels = targets.kind === 'single' ? numGraphs : numGraphs * targets.numClasses;
  if (targets.labels.length !== labels) throw mismatch(`There are ${targets.labels.length} labels for ${labels}.`);
  for (const part of ['train', 'valid', 'test'] as const) {
    checkRows(split[part], numGraphs, `split.${part}`, { unique: true });
  }
  checkDisjoint(split);
  checkLabelled(split.train, targets);
  checkLabelled(split.valid, targets);
}

/** @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_TYPE; SHAPE_MISMATCH; INDEX_OUT_OF_RANGE */
export function checkJoinedGraphs(graphs: JoinedGraphs): void {
  expectMembers(graphs, 'graphs', { graph: 'object', numGraphs: 'number', graphOf: 'object' });
  const { graph, numGraphs, graphOf } = graphs;
  expectGraph(graph);
  const types = Object.entries(graphOf);
  if (types.length === 0) {
    throw new HeteroGraphError('INVALID_OPTION', 'No node type says which graphs its nodes belong to.', {
      column: 'graphOf',
      hint: 'Give the numbers of the graphs of at least one node type, such as those of joinGraphs.',
    });
  }
  for (const [type, numbers] of types) {
    const count = graph.numNodes(type);
    if (numbers.length !== count) throw mismatch(`There are ${numbers.length} graphs for ${count} nodes.`, type);
    const at = numbers.findIndex((number) => number < -1 || number >= numGraphs);
    if (at < 0) continue;
    throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `A node belongs to graph ${numbers[at]} of ${numGraphs}.`, {
      ...{ type, row: at },
      hint: 'Graphs are numbered from 0; -1 stands for none.',
    });
  }
}

function mismatch(message: string, type?: string): HeteroGraphError {
  return new HeteroGraphError('SHAPE_MISMATCH', message, { type, hint: 'Give one for each, in their order.' });
}
