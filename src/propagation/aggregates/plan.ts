import * as z from 'zod/mini';
import { option } from '../../core/index.js';

/** Which columns of a type's features are taken as they are; the others are hashed, with signs, into `hashed` columns. */
export interface OwnColumns {
  /** Width of the features; 0 where there are none. */
  readonly width: number;
  readonly kept: readonly number[];
  readonly hashed: number;
}

/** What is made of the rows that a relation joins to each node. */
export interface RelationAggregate {
  /** Name of the relation, as `source>relation>target`. */
  readonly relation: string;
  /** Which end of its edges the node is; where both are of its type, both. */
  readonly end: 'source' | 'target';
  /** Whether some nodes have several; otherwise the values of the one row are taken. */
  readonly isToMany: boolean;
  readonly from: AggregatePlan;
  /** Columns of `from` of which there are sums, least and greatest values beside means: those of measured numbers. */
  readonly measured: readonly number[];
}

/** How columns of a node type are made of its own and of the rows that it is joined to; plain data, kept with a model. */
export interface AggregatePlan {
  readonly nodeType: string;
  readonly own: OwnColumns;
  readonly relations: readonly RelationAggregate[];
}

const places = z.array(option.countFrom(0));
const own = z.strictObject({ width: option.countFrom(0), kept: places, hashed: option.countFrom(0) });

/** Check of a plan from outside. */
export const aggregatePlanSchema: z.ZodMiniType<AggregatePlan> = z.strictObject({
  nodeType: z.string('a text'),
  own,
  relations: z.array(
    z.strictObject({
      relation: z.string('a text'),
      end: z.enum(['source', 'target']),
      isToMany: z.boolean('true or false'),
      from: z.lazy(() => aggregatePlanSchema),
      measured: places,
    }),
  ),
}) as unknown as z.ZodMiniType<AggregatePlan>;

/** Columns that a plan gives. */
export function planWidth({ own: { kept, hashed }, relations }: AggregatePlan): number {
  return relations.reduce((sum, each) => sum + relationWidth(each), kept.length + hashed);
}

/** To many: count, its logarithm, means, and three of each measured column; to one: whether there is one, and its values. */
export function relationWidth({ isToMany, from, measured }: RelationAggregate): number {
  return isToMany ? 2 + planWidth(from) + 3 * measured.length : 1 + planWidth(from);
}
