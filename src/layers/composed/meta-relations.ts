import type { MessageSchema, RelationSchema } from '../messages/relation.js';

/** A relation made of others one after the other: messages go first along `first`, an edge type, then along `rest`. */
export interface MetaRelation extends RelationSchema {
  /** The edge type that the senders send along. */
  readonly first: RelationSchema;
  /** The meta-relation of one order less, from the target of `first` on. */
  readonly rest: RelationSchema;
}

/** Which meta-relations of the second and higher orders there are. */
export interface MetaRelationLimits {
  /** Names of those to use; default all. An order whose names are missing needs none of them. */
  readonly allow?: readonly string[];
  /** Names of those to leave out; default none. */
  readonly deny?: readonly string[];
  /** Most per node type and order: the first in the order of the schema; default 32. */
  readonly maxRelations?: number;
}

/**
 * The meta-relations of the next order: every one of `previous` after every edge type that ends where it starts. Named by their path, such
 * as `venue>has>paper>written by>author`.
 */
export function nextOrder(
  previous: readonly RelationSchema[],
  base: readonly RelationSchema[],
  { allow, deny = [], maxRelations = 32 }: MetaRelationLimits = {},
): MetaRelation[] {
  const allowed = allow && new Set(allow);
  const denied = new Set(deny);
  const counts = new Map<string, number>();
  const names = new Set<string>();
  const found: MetaRelation[] = [];
  for (const rest of previous) {
    for (const first of base) {
      if (first.target !== rest.source) continue;
      const count = counts.get(rest.target) ?? 0;
      if (count >= maxRelations) break;
      let name = pathName(first, rest);
      while (names.has(name)) name = `${name}'`;
      if (denied.has(name) || (allowed && !allowed.has(name))) continue;
      names.add(name);
      counts.set(rest.target, count + 1);
      found.push({ name, source: first.source, target: rest.target, first, rest });
    }
  }
  return found;
}

function pathName(first: RelationSchema, rest: RelationSchema): string {
  const start = `${rest.source}>`;
  const tail = rest.name.startsWith(start) ? rest.name.slice(start.length) : rest.name;
  return `${first.name}>${tail}`;
}

/** What each layer of LATTE computes, and by which relations. */
export interface LattePlan {
  /** Meta-relations of order 1, 2, ...: those that end at a type which the layer computes. */
  readonly orders: readonly (readonly RelationSchema[])[];
  /** Node types that each layer computes; the last the targets alone. */
  readonly types: readonly (readonly string[])[];
}

/** Layers of orders 1 to `numOrders` that end in the states of a node type, or of several, which every layer computes. */
export function lattePlan(
  schema: MessageSchema,
  target: string | readonly string[],
  numOrders: number,
  limits: MetaRelationLimits = {},
): LattePlan {
  const all: (readonly RelationSchema[])[] = [schema.relations];
  while (all.length < numOrders) all.push(nextOrder(all.at(-1)!, schema.relations, limits));
  const wanted = new Set(typeof target === 'string' ? [target] : target);
  const types: (readonly string[])[] = [schema.nodeTypes.filter((type) => wanted.has(type))];
  for (let order = numOrders - 1; order > 0; order--) {
    const after = types[0]!;
    const needed = new Set(after);
    for (const { source, target: end } of all[order]!) if (after.includes(end)) needed.add(source);
    types.unshift(schema.nodeTypes.filter((type) => needed.has(type)));
  }
  const orders = all.map((relations, order) => relations.filter((each) => types[order]!.includes(each.target)));
  return { orders, types };
}
