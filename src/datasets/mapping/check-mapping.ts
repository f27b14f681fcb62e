import {
  checkOptions,
  type ErrorLocation,
  HeteroGraphError,
  isHeteroGraphError,
  ownProperty,
} from '../../core/index.js';
import {
  type ColumnMapping,
  dateForms,
  type EdgeMapping,
  type GraphMapping,
  type NodeMapping,
  numberForms,
  type Within,
  withinColumns,
} from './mapping.js';
import { type WrittenColumn, type WrittenMapping, writtenMapping } from './mapping-schema.js';

/** Where something of a mapping is written. */
export interface MappingPlace {
  readonly file?: string;
  /** The line of what lies at a path of keys, or of the nearest thing above it. */
  lineOf?(path: readonly PropertyKey[]): number | undefined;
}

type Fail = (message: string, path: readonly PropertyKey[], hint: string) => HeteroGraphError;

/**
 * A value as a mapping, with defaults put in.
 *
 * @throws {HeteroGraphError} INVALID_MAPPING naming file, line and key
 */
export function checkMapping(value: unknown, place: MappingPlace = {}): GraphMapping {
  const fail: Fail = (message, path, hint) =>
    new HeteroGraphError('INVALID_MAPPING', message, { ...locationOf(path, place), hint });
  try {
    checkOptions(writtenMapping, value, { what: 'graph' });
  } catch (error) {
    if (!isHeteroGraphError(error)) throw error;
    const path = (error.location.column ?? '').split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    const hint = error.hint ?? '';
    throw fail(error.message.replace(/ It must be .*$/, ''), path, hint);
  }
  const mapping = withDefaults(value as WrittenMapping);
  checkColumns(mapping, fail);
  checkEdges(mapping, fail);
  return mapping;
}

function locationOf(path: readonly PropertyKey[], { file, lineOf }: MappingPlace): ErrorLocation {
  const row = lineOf?.(path);
  const column = path.map(String).join('.');
  return {
    ...(file === undefined ? {} : { file }),
    ...(row === undefined ? {} : { row }),
    ...(column ? { column } : {}),
  };
}

function withDefaults({ nodes, edges, ignored, nulls, onBadCell }: WrittenMapping): GraphMapping {
  return {
    version: 1,
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([type, { table, id, within, columns }]): [string, NodeMapping] => [
        type,
        { table, ...(id === undefined ? {} : { id }), ...withinOf(within), columns: wholeColumns(columns) },
      ]),
    ),
    edges: (edges ?? []).map(
      ({ type, table, source, target, within, columns, unknown, match, inverse }): EdgeMapping => ({
        type,
        table,
        ...(source === undefined ? {} : { source }),
        target,
        ...withinOf(within),
        columns: wholeColumns(columns),
        unknown: unknown ?? 'drop',
        ...(match === undefined ? {} : { match }),
        inverse: inverse ?? `rev_${type[1]}`,
      }),
    ),
    ignored: Object.fromEntries(Object.entries(ignored ?? {}).map(([table, why]) => [table, why ?? ''])),
    ...(nulls === undefined ? {} : { nulls }),
    ...(onBadCell === undefined ? {} : { onBadCell: onBadCell ?? 'null' }),
  };
}

/** One column stands without a list. */
function withinOf(within: Within | undefined): { readonly within?: Within } {
  const columns = withinColumns(within);
  return columns.length === 0 ? {} : { within: columns.length === 1 ? columns[0]! : columns };
}

function wholeColumns(
  columns: Readonly<Record<string, WrittenColumn>> | null | undefined,
): Readonly<Record<string, ColumnMapping>> {
  return Object.fromEntries(Object.entries(columns ?? {}).map(([name, column]) => [name, wholeColumn(column)]));
}

function wholeColumn(column: WrittenColumn): ColumnMapping {
  if (column === 'ignore') return { kind: 'text', role: 'ignore' };
  if (typeof column === 'string') return { kind: column, role: 'feature' };
  const { kind = 'category', role = 'feature', decimal, form, clock, nulls } = column;
  return {
    kind: role === 'time' && column.kind === undefined ? 'date' : kind,
    role,
    ...(decimal === undefined ? {} : { decimal }),
    ...(form === undefined ? {} : { form }),
    ...(clock === undefined ? {} : { clock }),
    ...(nulls === undefined ? {} : { nulls }),
  };
}

function checkColumns({ nodes, edges }: GraphMapping, fail: Fail): void {
  for (const [type, { id, within, columns }] of Object.entries(nodes)) {
    if (within !== undefined && id === undefined)
      throw fail('There are no ids that could count within something.', ['nodes', type, 'within'], 'Give an id, too.');
    if (id !== undefined && Object.hasOwn(columns, id))
      throw fail('The id is no other column.', ['nodes', type, 'columns', id], 'Take it out of the columns.');
  }
  const tables: [readonly PropertyKey[], Readonly<Record<string, ColumnMapping>>, boolean][] = [
    ...Object.entries(nodes).map(([type, { columns }]): (typeof tables)[number] => [['nodes', type], columns, false]),
    ...edges.map(({ columns }, i): (typeof tables)[number] => [['edges', i], columns, true]),
  ];
  for (const [path, columns, isEdges] of tables) {
    for (const [name, { kind, role, decimal, form, clock }] of Object.entries(columns)) {
      const at = [...path, 'columns', name];
      if (role === 'time' && kind !== 'date')
        throw fail(`A column with the role time holds dates, not ${kind}.`, [...at, 'kind'], 'Give kind: date.');
      if (role === 'weight' && (kind !== 'number' || !isEdges))
        throw fail('A weight is a number of an edge.', [...at, 'role'], 'Give another role.');
      if (role === 'mask' && kind !== 'boolean')
        throw fail('A mask says true or false.', [...at, 'role'], 'Give kind: boolean, or another role.');
      if (role === 'label' && isEdges)
        throw fail('Labels are columns of nodes.', [...at, 'role'], 'Make the table a node type to learn of its rows.');
      if (decimal !== undefined && kind !== 'number')
        throw fail('Only numbers have a decimal mark.', [...at, 'decimal'], 'Leave it out.');
      if (clock !== undefined && (kind !== 'date' || clock === name))
        throw fail('A clock is the other column with the time of day of a date.', [...at, 'clock'], 'Leave it out.');
      if (form !== undefined && !formsOf(kind).includes(form))
        throw fail(`A ${kind} has no form ${form}.`, [...at, 'form'], formHint(kind));
    }
  }
}

function formsOf(kind: ColumnMapping['kind']): readonly string[] {
  return kind === 'date' ? dateForms : kind === 'number' ? numberForms : [];
}

function formHint(kind: ColumnMapping['kind']): string {
  const forms = formsOf(kind);
  return forms.length > 0 ? `Give one of ${forms.join(', ')}, or leave it out.` : 'Leave it out.';
}

function checkEdges({ nodes, edges }: GraphMapping, fail: Fail): void {
  const taken = new Set<string>();
  for (const [i, { type, table, source, within, inverse, unknown, match }] of edges.entries()) {
    const path = ['edges', i];
    if (match === 'loose' && unknown === 'add')
      throw fail(
        'Ids without a row become nodes, so that none is left to be matched loosely.',
        [...path, 'match'],
        'Take match: loose out, or say unknown: drop.',
      );
    for (const end of [0, 2] as const) {
      const node = ownProperty(nodes, type[end]);
      if (node === undefined)
        throw fail(
          `There is no node type "${type[end]}".`,
          [...path, 'type'],
          `There are: ${Object.keys(nodes).join(', ')}.`,
        );
      if (node.id === undefined && (end === 2 || source !== undefined))
        throw fail(
          `The edges name nodes of the type "${type[end]}", whose rows have no id.`,
          [...path, end === 2 ? 'target' : 'source'],
          `Give nodes.${type[end]} an id.`,
        );
    }
    const ends = [nodes[type[2]]!, ...(source === undefined ? [] : [nodes[type[0]]!])];
    const outer = ends.find((end) => end.within !== undefined)?.within;
    const [outerColumns, columns] = [withinColumns(outer), withinColumns(within)];
    if (outer !== undefined && columns.length !== outerColumns.length)
      throw fail(
        `Ids of the ends count within ${outerColumns.join(', ')}.`,
        path,
        outerColumns.length === 1
          ? 'Say with within: COLUMN which column here has it.'
          : `Say with within: [COLUMN, ...] which ${outerColumns.length} columns here have them, in that order.`,
      );
    if (ends.some((end) => end.within !== undefined && withinColumns(end.within).length !== outerColumns.length))
      throw fail(
        'The ids of one end count within more columns than those of the other.',
        path,
        'Make the rows nodes of their own, with an edge for each end.',
      );
    if (outer === undefined && within !== undefined)
      throw fail('The ids of the ends count within nothing.', [...path, 'within'], 'Leave it out.');
    const own = nodes[type[0]]!.table;
    if (source === undefined && own !== table)
      throw fail(
        `The edges come from ${table}, and "${type[0]}" is made of ${own}.`,
        [...path, 'table'],
        'Say with source: COLUMN which column has the id of the source.',
      );
    const keys = [type, ...(inverse === false ? [] : [[type[2], inverse, type[0]]])].map((each) =>
      JSON.stringify(each),
    );
    if (new Set(keys).size < keys.length)
      throw fail('The relation and its inverse are the same.', [...path, 'inverse'], 'Give the inverse another name.');
    for (const key of keys) {
      if (taken.has(key))
        throw fail(
          `The edge type ${key} is there twice.`,
          [...path, 'type'],
          'Give its relation or inverse another name.',
        );
      taken.add(key);
    }
  }
}
