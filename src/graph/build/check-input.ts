import { Vector } from 'apache-arrow';
import * as z from 'zod/mini';
import { HeteroGraphError, ownProperty } from '../../core/index.js';
import { type ColumnData, isTypedArray, refuseOtherArrow } from '../columns/column-data.js';
import { COLUMN_ROLES, COLUMN_TYPES } from '../schema/schema.js';

/**
 * What the builder is given, checked as JavaScript may give it: an object of columns, arrays as columns, no option or hint
 * that does not exist.
 */
const hints = z.optional(
  z.record(
    z.string(),
    z.strictObject({
      type: z.optional(z.enum(COLUMN_TYPES)),
      role: z.optional(z.enum(COLUMN_ROLES)),
      width: z.optional(z.int('a whole number').check(z.minimum(0, 'a whole number from 0'))),
      classes: z.optional(z.array(z.string('a text'), 'an array of texts')),
      nullable: z.optional(z.boolean('true or false')),
      description: z.optional(z.string('a text')),
    }),
    'an object with a hint for each column',
  ),
);
const flag = z.optional(z.boolean('true or false'));

export const nodeOptions = z.strictObject({
  ids: z.optional(z.string('the name of a column')),
  count: z.optional(z.number('a number of rows')),
  columns: hints,
  adopt: flag,
});
export const edgeOptions = z.strictObject({
  endpoints: z.optional(z.enum(['index', 'id'])),
  columns: hints,
  adopt: flag,
});
export const builderOptions = z.strictObject({
  onIssue: z.optional(z.enum(['raise', 'collect'])),
  issueLimit: z.optional(z.number('a number of issues')),
  validate: flag,
});

const anything = z.optional(z.unknown());
/** `graphFromArrays`; what is in the columns is looked at by {@link checkColumns}. */
export const graphArrays = z.strictObject({
  schema: anything,
  nodes: z.record(
    z.string(),
    z.union([z.number('a number of nodes'), z.extend(nodeOptions, { data: anything })]),
    'an object with the nodes of each type',
  ),
  edges: z.optional(
    z.array(
      z.extend(edgeOptions, { type: anything, source: anything, target: anything, data: anything, inverse: anything }),
      'an array of edges',
    ),
  ),
});

const arrow = { type: anything, table: anything, columns: hints };
/** `graphFromArrow`. */
export const arrowGraph = z.strictObject({
  schema: anything,
  nodes: z.array(z.strictObject({ ...arrow, ids: z.optional(z.string('the name of a column')) }), 'an array of tables'),
  edges: z.optional(
    z.array(
      z.strictObject({
        ...arrow,
        source: z.optional(z.string('the name of a column')),
        target: z.optional(z.string('the name of a column')),
        endpoints: z.optional(z.enum(['index', 'id'])),
        inverse: anything,
      }),
      'an array of tables',
    ),
  ),
});

/** @throws {HeteroGraphError} WRONG_DTYPE naming the column */
export function checkColumns(
  columns: unknown,
  type: string,
  needed: readonly string[] = [],
): asserts columns is Readonly<Record<string, ColumnData>> {
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns) || ArrayBuffer.isView(columns)) {
    throw new HeteroGraphError('WRONG_DTYPE', 'The columns are not an object.', {
      type,
      hint: 'Give an array for each column by its name, such as { age: [31, 58] }.',
    });
  }
  const given = columns as Readonly<Record<string, unknown>>;
  for (const column of [...needed, ...Object.keys(given)]) {
    if (isColumn(ownProperty(given, column))) continue;
    refuseOtherArrow(ownProperty(given, column));
    throw new HeteroGraphError('WRONG_DTYPE', 'The values of the column are not an array.', {
      ...{ type, column },
      hint: 'Give an array, a typed array, a matrix { kind, values, numRows, width } or an Arrow vector.',
    });
  }
}

function isColumn(data: unknown): data is ColumnData {
  if (Array.isArray(data) || isTypedArray(data) || data instanceof Vector) return true;
  if (typeof data !== 'object' || data === null) return false;
  if ('kind' in data) return Number.isInteger(ownProperty(data as Record<string, unknown>, 'numRows'));
  return 'valid' in data && 'values' in data && isTypedArray(data.values);
}
