import type { EdgeType } from '../graph/index.js';

/** What is drawn: counts by type, as `describeGraph` returns them. */
export interface SchemaCounts {
  readonly nodes: readonly { readonly type: string; readonly count: number }[];
  readonly edges: readonly {
    readonly type: EdgeType;
    readonly count: number;
    readonly inverse?: EdgeType | undefined;
  }[];
}

/** All relations from one node type to another, the largest first. */
export interface RelationGroup {
  readonly source: string;
  readonly target: string;
  /** There is a group in the other direction too. */
  readonly isTwoWay: boolean;
  readonly relations: readonly { readonly name: string; readonly count: number; readonly hasInverse: boolean }[];
}

/** The largest node types in their order, and the relations between them. */
export function largestTypes({ nodes, edges }: SchemaCounts, limit: number): SchemaCounts {
  const shown = new Set([...nodes].sort((a, b) => b.count - a.count).slice(0, limit));
  return { nodes: nodes.filter((node) => shown.has(node)), edges };
}

/** Relations by source and target; a relation and its inverse are shown once, under the first one's name. */
export function relationGroups({ nodes, edges }: SchemaCounts): RelationGroup[] {
  const known = new Set(nodes.map(({ type }) => type));
  const groups = new Map<string, { name: string; count: number; hasInverse: boolean }[]>();
  const seen = new Set<string>();
  for (const { type, count, inverse } of edges) {
    if (inverse && seen.has(JSON.stringify(inverse))) continue;
    seen.add(JSON.stringify(type));
    const [source, name, target] = type;
    if (!known.has(source) || !known.has(target)) continue;
    const key = JSON.stringify([source, target]);
    const relation = { name, count, hasInverse: inverse !== undefined };
    const group = groups.get(key);
    if (group) group.push(relation);
    else groups.set(key, [relation]);
  }
  return [...groups].map(([key, relations]) => {
    const [source, target] = JSON.parse(key) as [string, string];
    const isTwoWay = source !== target && groups.has(JSON.stringify([target, source]));
    return { source, target, isTwoWay, relations: relations.sort((a, b) => b.count - a.count) };
  });
}

/** 1234567 as 1.2M. */
export function compact(count: number): string {
  if (count < 1000) return String(count);
  return count < 999_950 ? `${(count / 1000).toFixed(1)}k` : `${(count / 1e6).toFixed(1)}M`;
}
