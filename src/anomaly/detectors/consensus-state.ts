import type { Pieces } from '../../core/index.js';
import type { Ape } from '../ape/ape.js';
import { OneHotDistance } from '../simple/one-hot-distance.js';
import { type DistinctRows, distinctRows } from '../table/distinct-rows.js';
import type { OrderedColumn } from '../table/ordered-columns.js';
import type { EventTable } from '../table/read-columns.js';
import type { View, ViewParts } from './consensus-views.js';

/** Everything that a fitted consensus consists of. */
export interface ConsensusState {
  readonly ape: Ape;
  /** How many rows have two values, [values, values], by the rows of the parameters of APE. */
  readonly together: Float64Array;
  /** Columns with an order. */
  readonly ordered: readonly OrderedColumn[];
  /** The score of APE, the greatest surprise, the distance, and how far out values lie where columns have an order. */
  readonly views: readonly View[];
}

/** What views are worked out from, made from what is kept. */
export function* viewParts({ ape, together, ordered }: Omit<ConsensusState, 'views'>): Pieces<ViewParts> {
  const { parameters, numEvents } = ape.state;
  const distance = yield* OneHotDistance.of(together, parameters.starts, numEvents);
  return { ape, ordered, distance, surprises: ape.valueSurprises() };
}

/** Rows of a table as codes, each once. */
export function rowsOf(ape: Ape, table: EventTable): DistinctRows {
  const { columns } = ape.state;
  const sizes = columns.columns.map(({ dictionary }) => dictionary.size);
  return distinctRows(columns.encode(table).codes, sizes);
}
