import { type EdgeType, edgeTypeKey, type HeteroGraph, sameEdgeType, type TypedLinks } from '../../graph/index.js';
import type { LinkProblem } from '../core/link-types.js';
import type { EmbeddingSettings } from './settings.js';

/** Nodes of several types numbered through: rows of one matrix. */
export class NodeSpace {
  readonly types: readonly string[];
  /** First row of every type, and the end, [types + 1]. */
  readonly starts: readonly number[];

  constructor(edgeTypes: readonly EdgeType[], sizeOf: (type: string) => number) {
    this.types = [...new Set(edgeTypes.flatMap(([from, , to]) => [from, to]))];
    const starts = [0];
    for (const type of this.types) starts.push(starts.at(-1)! + sizeOf(type));
    this.starts = starts;
  }

  get numNodes(): number {
    return this.starts.at(-1)!;
  }

  has(type: string): boolean {
    return this.types.includes(type);
  }

  start(type: string): number {
    return this.starts[this.types.indexOf(type)]!;
  }

  size(type: string): number {
    const at = this.types.indexOf(type);
    return this.starts[at + 1]! - this.starts[at]!;
  }
}

/** The links that are trained on. */
export interface TrainingLinks {
  /** Those to be predicted first, in their order. */
  readonly edgeTypes: readonly EdgeType[];
  readonly links: readonly TypedLinks[];
}

/**
 * The links to be predicted, and where `relations` is 'all' those of the training graph's other edge types. The inverse of an edge
 * type to be predicted is left out: every link is a question both ways already.
 */
export function trainingLinks({ split }: LinkProblem, relations: EmbeddingSettings['relations']): TrainingLinks {
  const { graph, positive } = split.train;
  const edgeTypes = [...split.edgeTypes];
  const links = [positive];
  if (relations === 'all') {
    for (const type of graph.edgeTypes) {
      if (graph.numEdges(type) === 0 || isPredicted(graph, type, split.edgeTypes)) continue;
      links.push({ ...graph.edgeIndex(type), relation: new Int32Array(graph.numEdges(type)).fill(edgeTypes.length) });
      edgeTypes.push(type);
    }
  }
  return { edgeTypes, links };
}

function isPredicted(graph: HeteroGraph, type: EdgeType, predicted: readonly EdgeType[]): boolean {
  const keys = predicted.map(edgeTypeKey);
  if (keys.includes(edgeTypeKey(type))) return true;
  const has = (other: EdgeType) => graph.edgeTypes.some((each) => sameEdgeType(each, other));
  return predicted.some((each) => {
    const inverse = has(each) ? graph.edgeSchema(each).inverse : undefined;
    return inverse !== undefined && sameEdgeType(inverse, type);
  });
}
