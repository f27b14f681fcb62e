import type { HeteroGraph } from '../graph/index.js';
import type { Problem } from '../models/index.js';
import { lateColumns } from './data/late-columns.js';
import type { Preparation } from './data/prepare-features.js';
import { type KnownTarget, tellingColumns } from './data/telling-columns.js';

type TargetProblem = Problem & { readonly labelColumn: string };

/**
 * Said of the target before any work: where all its values are the same, where nothing is related to it, and of columns that are most likely
 * another form of it or become known with it.
 */
export function targetRemarks(graph: HeteroGraph, problem: TargetProblem, preparation: Preparation): string[] {
  const known = knownTarget(problem);
  return [...(known ? valueRemarks(graph, problem, preparation, known) : []), ...aloneRemarks(graph, problem.nodeType)];
}

/** What is known of the target; undefined where a row has several classes. */
function knownTarget(problem: Problem): KnownTarget | undefined {
  if (problem.kind === 'regression') return { kind: 'numbers', values: problem.targets.values };
  const { targets } = problem;
  return targets.kind === 'single' ? { kind: 'classes', values: targets.labels } : undefined;
}

function valueRemarks(
  graph: HeteroGraph,
  { nodeType, labelColumn, split }: TargetProblem,
  preparation: Preparation,
  known: KnownTarget,
): string[] {
  const { values } = known;
  const first = values[split.train[0]!];
  const isSame = [split.train, split.valid, split.test].every((rows) => rows.every((row) => values[row] === first));
  const same = `Every known value of ${nodeType}.${labelColumn} is the same: there is nothing to tell apart, and every model predicts it. Rows of another value are needed.`;
  const telling = tellingColumns(graph, nodeType, preparation, split.train, known).map(
    (column) =>
      `${nodeType}.${column} alone tells ${nodeType}.${labelColumn} in every training row that has it. If it is not known beforehand, leave it out: no score means anything with it.`,
  );
  const open = openRows(known, graph.numNodes(nodeType));
  const late = lateColumns(graph, nodeType, preparation, split.train, open).map(
    (column) =>
      `${nodeType}.${column} has next to no value in the ${open.length} rows where ${labelColumn} is not known, unlike in the training rows: most likely both become known together. If so, leave it out (ignore in graph.yaml): the scores are better than predictions of these rows can be.`,
  );
  return [...(isSame ? [same] : []), ...telling, ...late];
}

/** Rows without a known value: classes below 0, and numbers that are none. */
function openRows({ kind, values }: KnownTarget, numRows: number): Int32Array {
  const isOpen = (value: number) => (kind === 'classes' ? value < 0 : Number.isNaN(value));
  return Int32Array.from({ length: numRows }, (_, row) => row).filter((row) => isOpen(values[row]!));
}

/** Where there are other types, none of which is related to the target's. */
function aloneRemarks(graph: HeteroGraph, nodeType: string): string[] {
  const others = graph.nodeTypes.filter((type) => type !== nodeType && graph.numNodes(type) > 0);
  const isRelated = graph.edgeTypes.some(
    (type) => (type[0] === nodeType || type[2] === nodeType) && graph.numEdges(type) > 0,
  );
  if (others.length === 0 || isRelated) return [];
  return [
    `No edge touches ${nodeType}: what else is there (${others.join(', ')}) says nothing of it. Where rows of a table belong to it, say by which column they do, under edges in graph.yaml.`,
  ];
}
