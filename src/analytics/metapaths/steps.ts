import { type EdgeType, edgeTypeKey, type HeteroGraph, type MetapathStep } from '../../graph/index.js';
import type { EdgeDirection } from '../project/project-options.js';

/** A step that a metapath can take: along a relation, or against it. */
export interface PathStep {
  readonly step: MetapathStep;
  /** As the command line takes it: `writes`, `~writes`; with its node types where several relations are called so. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly type: EdgeType;
  readonly direction: 'out' | 'in';
}

/**
 * The steps along relations (`out`), against them (`in`), or both, where a relation and its declared inverse are one step each.
 *
 * @param relations in the order that the steps get
 */
export function stepsOf(graph: HeteroGraph, relations: readonly EdgeType[], direction: EdgeDirection): PathStep[] {
  const chosen = new Set(relations.map(edgeTypeKey));
  return relations.flatMap((type) => {
    const { inverse } = graph.edgeSchema(type);
    const standsBothWays = inverse !== undefined && chosen.has(edgeTypeKey(inverse));
    return [
      ...(direction === 'in' ? [] : [stepAlong(graph, type, 'out')]),
      ...(direction === 'out' || (direction === 'both' && standsBothWays) ? [] : [stepAlong(graph, type, 'in')]),
    ];
  });
}

/** The steps of a metapath. @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS */
export function stepsOfPath(graph: HeteroGraph, path: readonly MetapathStep[]): PathStep[] {
  return path.map((step) => {
    const isBackwards = typeof step === 'object' && 'reverse' in step;
    const type = graph.resolveEdgeType(isBackwards ? step.reverse : step);
    return stepAlong(graph, type, isBackwards ? 'in' : 'out');
  });
}

function stepAlong(graph: HeteroGraph, type: EdgeType, direction: 'out' | 'in'): PathStep {
  const isOnly = graph.edgeTypes.filter(([, relation]) => relation === type[1]).length === 1;
  const relation = isOnly ? type[1] : edgeTypeKey(type);
  const [from, to] = direction === 'out' ? [type[0], type[2]] : [type[2], type[0]];
  return direction === 'out'
    ? { step: isOnly ? relation : type, name: relation, from, to, type, direction }
    : { step: { reverse: isOnly ? relation : type }, name: `~${relation}`, from, to, type, direction };
}

/** How many sequences of up to so many steps there are in the schema, from the node types that are given; above `most` it stops counting. */
export function countSequences(
  steps: readonly PathStep[],
  from: ReadonlySet<string>,
  maxLength: number,
  most: number,
): number {
  let ends = new Map([...from].map((type) => [type, 1]));
  let total = 0;
  for (let length = 1; length <= maxLength && ends.size > 0 && total <= most; length++) {
    const next = new Map<string, number>();
    for (const step of steps) {
      const count = ends.get(step.from) ?? 0;
      if (count > 0) next.set(step.to, (next.get(step.to) ?? 0) + count);
    }
    for (const count of next.values()) total += count;
    ends = next;
  }
  return total;
}
