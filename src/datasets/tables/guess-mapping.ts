import * as z from 'zod/mini';
import { checkOptions, option, type RunOptions } from '../../core/index.js';
import type { ColumnMapping, EdgeMapping, GraphMapping, NodeMapping } from '../mapping/mapping.js';
import type { MappingNotes } from '../mapping/mapping-text.js';
import type { TableSource } from '../sources/base/table-source.js';
import { expectTables } from './expect-tables.js';
import { type FoundTable, findKeys } from './find-keys.js';
import { type ColumnGuess, isNested } from './guess-column.js';
import { type KeyGuess, repeatedId, rowName } from './guess-keys.js';
import { labelRank } from './label-names.js';
import { isKeyName, keyStem, words } from './names.js';
import type { PassedOver } from './passed-over.js';
import type { ColumnProfile, TableProfile } from './profile.js';
import { type ProfiledTables, profileTables } from './profile-tables.js';

/** How the tables are looked at. */
export interface GuessMappingOptions extends RunOptions {
  /** Rows of each table that are looked at, default 1,000,000. */
  readonly maxRows?: number;
}

/** A guess at what the tables of a folder mean. */
export interface MappingGuess {
  readonly mapping: GraphMapping;
  /** Why, for people: `mappingText(mapping, notes)` writes them beside what they are about. */
  readonly notes: MappingNotes;
  /** Columns `TYPE.COLUMN` that look as though they were to be predicted, the likeliest first. */
  readonly labels: readonly string[];
  /** Where no name says so: columns that could be to be predicted, those first that some rows lack. At most five. */
  readonly couldBe: readonly string[];
  /** Of all these, in how many of how many rows they have no value. */
  readonly unknown: Readonly<Record<string, { readonly rows: number; readonly of: number }>>;
  /** Files and folders that are there and not read, and the way out. */
  readonly passedOver: readonly PassedOver[];
  /** What is likely to be wrong in the tables, a sentence each. */
  readonly warnings: readonly string[];
  /** Rows by node type, and edges by edge type in their order, as far as was looked: for a drawing of the schema. */
  readonly counts: { readonly nodes: Readonly<Record<string, number>>; readonly edges: readonly number[] };
}

/** Behind the ranks of names. */
const LAST = 4;
/** Columns that are named where nothing says what is to be predicted. */
const MOST_GUESSES = 5;

const optionsSchema = z.looseObject({ maxRows: z.optional(option.count) });

/**
 * Guesses how the tables of a folder, a zip archive, a database file or a source become a graph: which column names the rows, which columns name
 * rows of other tables (as declared; else by name, and by all values being ids there), what is a number, a category, a date or a text, and what
 * is to be predicted. Tables are only read.
 *
 * @example
 * const { mapping, notes } = await guessMapping('shop');
 * await writeFile('shop/graph.yaml', mappingText(mapping, notes));
 * @param from path of a folder, archive or file, or a source, which stays open
 * @throws {HeteroGraphError} FILE_NOT_FOUND where there is no table; FILE_UNREADABLE, INVALID_UTF8, CORRUPT_FILE; INVALID_OPTION; as the source does
 */
export async function guessMapping(
  from: string | TableSource,
  options: GuessMappingOptions = {},
): Promise<MappingGuess> {
  expectTables(from);
  checkOptions(optionsSchema, options);
  const { maxRows = 1_000_000, signal, onProgress } = options;
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  return assemble(await profileTables(from, maxRows, run));
}

function assemble({ tables, ignored, passedOver: over }: ProfiledTables): MappingGuess {
  const found = findKeys(tables);
  const types = typeNames(found);
  const isReferred = new Set(found.flatMap(({ keys }) => keys.map(({ table }) => table)));
  const links = found.filter((each) => isLink(each, isReferred));
  const nodes = new Map<string, NodeMapping>();
  const nodeNotes = new Map<string, string>();
  const columnNotes: Record<string, string> = {};
  const labels: LabelGuess[] = [];
  const couldBe: LabelGuess[] = [];
  const numNodes = new Map<string, number>();
  for (const { table, id, composite, columns } of found.filter((each) => !links.includes(each))) {
    const type = types.get(table)!;
    const named = composite ? { id: composite.id.name, within: namesOf(composite.within) } : {};
    const ids = id ? { id: id.column.name } : named;
    nodes.set(type, { table: table.file.name, ...ids, columns: mappings(columns, table) });
    numNodes.set(type, table.numRows);
    nodeNotes.set(type, `${table.numRows} rows${id || composite ? '' : '; no column names them'}${badRows(table)}.`);
    if (composite)
      columnNotes[`${type}.${composite.id.name}`] =
        `with ${composite.within.map(({ name }) => name).join(', ')} declared as the primary key`;
    if (id) columnNotes[`${type}.${id.column.name}`] = id.note;
    const profiles = new Map(table.columns.map((column) => [column.name, column]));
    for (const [name, { note, mapping }] of columns) {
      if (note !== '') columnNotes[`${type}.${name}`] = note;
      const profile = profiles.get(name)!;
      if (mapping.role === 'label') labels.push(labelGuess(type, profile, table));
      else if (mapping.role === 'feature' && hasFewValues(mapping, profile))
        couldBe.push(labelGuess(type, profile, table));
    }
  }
  labels.sort((a, b) => a.rank - b.rank);
  couldBe.sort((a, b) => Number(b.rows > 0) - Number(a.rows > 0) || b.of - a.of);
  const shown = labels.length > 0 ? [] : couldBe.slice(0, MOST_GUESSES);
  const edges: { edge: EdgeMapping; note: string; count: number }[] = [];
  const taken = new Set<string>();
  for (const each of found)
    edges.push(...(links.includes(each) ? linkEdges(each, types, taken) : keyEdges(each, types, taken)));
  const more = found.flatMap((each) => each.more);
  return {
    mapping: { version: 1, nodes: Object.fromEntries(nodes), edges: edges.map(({ edge }) => edge), ignored },
    notes: {
      nodes: Object.fromEntries(nodeNotes),
      columns: columnNotes,
      edges: edges.map(({ note }) => note),
      ...(more.length > 0 ? { more: [moreText(more)] } : {}),
      passedOver: over.map(({ name, why }) => `${name}: ${why}`),
    },
    labels: labels.map(({ name }) => name),
    couldBe: shown.map(({ name }) => name),
    unknown: Object.fromEntries([...labels, ...shown].map(({ name, rows, of }) => [name, { rows, of }])),
    passedOver: over,
    warnings: [...found.flatMap(warningsOf), ...aloneWarnings(found)],
    counts: { nodes: Object.fromEntries(numNodes), edges: edges.map(({ count }) => count) },
  };
}

/** Columns that are named as what could be keys; of more it is said how many. */
const MOST_MORE = 30;

function moreText(more: readonly string[]): string {
  const left = more.length - MOST_MORE;
  const shown = left > 0 ? [...more.slice(0, MOST_MORE), `and ${left} more columns.`] : more;
  return [
    'No edges are made of these columns, which could name rows. Where one does, say so with an edge:',
    ...shown,
  ].join('\n');
}

interface LabelGuess {
  /** As `TYPE.COLUMN`. */
  readonly name: string;
  readonly rank: number;
  readonly rows: number;
  readonly of: number;
}

/** Whether a column that nobody called a label could hold classes. */
function hasFewValues({ kind }: ColumnMapping, { distinct: { size } }: ColumnProfile): boolean {
  return size >= 2 && (kind === 'boolean' || (kind === 'category' && size <= 10));
}

function labelGuess(type: string, { name, numValues }: ColumnProfile, { columns, numRows }: TableProfile): LabelGuess {
  return { name: `${type}.${name}`, rank: labelRank(name, columns) ?? LAST, rows: numRows - numValues, of: numRows };
}

function warningsOf(found: FoundTable): string[] {
  const { table, id, composite, warnings } = found;
  const name = table.file.name;
  const repeated = id || composite ? undefined : repeatedId(table);
  return [
    ...warnings,
    ...timeWarnings(found),
    ...(id?.problem === undefined ? [] : [`${name}, column ${id.column.name}: ${id.problem}.`]),
    ...(repeated
      ? [
          `${name}: the column ${repeated.name} does not name its rows, for ${noIdText(repeated, table)}; so no other table can refer to them.`,
        ]
      : []),
    ...table.columns
      .filter(isNested)
      .map(
        (column) =>
          `${name}: the objects of JSON in ${column.name} are not read: give what they hold columns of its own, such as ${column.name}_${firstKey(column.distinct)}.`,
      ),
    ...(table.numBadRows > 0
      ? [
          `${name}: ${table.numBadRows} rows cannot be read, beside the ${table.numRows} that can (heterograph validate says which)${firstBadText(table)}`,
        ]
      : []),
  ];
}

/** A time that is declared and not used would show the future without a word. */
function timeWarnings({ table, columns }: FoundTable): string[] {
  const known = table.declared?.timeColumn;
  const guess = columns.get(known ?? '');
  if (typeof known !== 'string' || (guess?.mapping.kind === 'date' && guess.mapping.role === 'feature')) return [];
  const isThere = table.columns.some(({ name }) => name === known);
  const why = !isThere ? 'is not there' : guess ? 'holds no dates' : 'names rows';
  return [
    `${table.file.name}: the column ${known}, which is declared to say when its rows became known, ${why}; so nothing says when. If it is a date or another column is, say so with role: time in graph.yaml.`,
  ];
}

/** Tables that are there beside others and related to none. */
function aloneWarnings(found: readonly FoundTable[]): string[] {
  if (found.length < 2) return [];
  const isReferred = new Set(found.flatMap(({ keys }) => keys.map(({ table }) => table)));
  return found
    .filter(({ table, keys }) => keys.length === 0 && !isReferred.has(table))
    .map(
      ({ table }) =>
        `${table.file.name} stands alone: none of its columns is seen to name rows of another table, nor the other way round. If one does, say so under edges in graph.yaml.`,
    );
}

function noIdText({ twice, numValues }: ColumnProfile, { numRows }: TableProfile): string {
  return twice
    ? `rows ${twice.first} and ${twice.row} are both ${JSON.stringify(twice.text.slice(0, 40))}`
    : `${numRows - numValues} of ${numRows} rows have none`;
}

function firstKey([text]: ReadonlySet<string>): string {
  return /^\{\s*"([^"\\]+)"/.exec(text ?? '')?.[1] ?? 'key';
}

/** Where rows are lost, as far as the first that cannot be read says. */
function firstBadText({ firstBadRow }: TableProfile): string {
  return firstBadRow ? `; the first is row ${firstBadRow.row}: ${firstBadRow.message}` : '';
}

function badRows({ numBadRows }: TableProfile): string {
  return numBadRows > 0 ? `; ${numBadRows} more cannot be read (see heterograph validate)` : '';
}

/** Names of what rows are, each once. */
function typeNames(found: readonly FoundTable[]): ReadonlyMap<TableProfile, string> {
  const names = new Map<TableProfile, string>();
  const taken = new Set<string>();
  for (const { table } of found) {
    const short = rowName(table);
    const name = taken.has(short) ? table.file.name : short;
    taken.add(name);
    names.set(table, name);
  }
  return names;
}

/**
 * Whether a table has nothing but two keys, perhaps with a weight and a time, or with names of its rows that nothing refers to: its rows are
 * edges then, and nodes otherwise.
 */
function isLink({ table, id, keys, columns }: FoundTable, isReferred: ReadonlySet<TableProfile>): boolean {
  if (keys.length !== 2 || keys.some(({ within }) => within) || isReferred.has(table)) return false;
  const used = [...columns.values()].map(({ mapping }) => mapping).filter(({ role }) => role !== 'ignore');
  if (id) return used.length === 0 && keys.every(({ column }) => column !== id.column);
  const numbers = used.filter(({ kind }) => kind === 'number').length;
  const dates = used.filter(({ kind }) => kind === 'date').length;
  return numbers <= 1 && dates <= 1 && numbers + dates === used.length && used.every(({ role }) => role !== 'label');
}

function mappings(
  columns: ReadonlyMap<string, ColumnGuess>,
  { declared }: TableProfile,
): Readonly<Record<string, ColumnMapping>> {
  const all = [...columns].map(([name, { mapping }]) => [name, mapping] as const);
  const dates = all.filter(([, { kind, role }]) => kind === 'date' && role === 'feature').map(([name]) => name);
  const known = declared?.timeColumn;
  const time = known === undefined ? dates.find((name) => !isBirth(name)) : dates.find((name) => name === known);
  return Object.fromEntries(
    all.map(([name, mapping]) => [name, name === time ? { ...mapping, role: 'time' as const } : mapping]),
  );
}

/** Whether a date is that of a birth: a row is seldom known since then. */
function isBirth(name: string): boolean {
  return words(name).some((word) => ['dob', 'birth', 'birthday', 'birthdate', 'born'].includes(word));
}

function linkEdges(
  { table, keys, columns }: FoundTable,
  types: ReadonlyMap<TableProfile, string>,
  taken: Set<string>,
): { edge: EdgeMapping; note: string; count: number }[] {
  const [from, to] = keys as [KeyGuess, KeyGuess];
  const [source, target] = [types.get(from.table)!, types.get(to.table)!];
  const relation = free(taken, source, table.file.stem, target);
  const used = Object.fromEntries(Object.entries(mappings(columns, table)).filter(([, { role }]) => role !== 'ignore'));
  const edge: EdgeMapping = {
    type: [source, relation, target],
    table: table.file.name,
    source: from.column.name,
    target: to.column.name,
    columns: used,
    inverse: free(taken, target, `rev_${relation}`, source),
    unknown: 'drop',
    ...(from.isLoose || to.isLoose ? { match: 'loose' as const } : {}),
  };
  const note = `${table.numRows} rows, which hold little but two keys: each is an edge${badRows(table)}.\n${from.note}\n${to.note}\nTo have nodes instead, put the table under nodes, with an edge for each key.`;
  return [{ edge, note, count: table.numRows }];
}

function keyEdges(
  { table, keys }: FoundTable,
  types: ReadonlyMap<TableProfile, string>,
  taken: Set<string>,
): { edge: EdgeMapping; note: string; count: number }[] {
  const source = types.get(table)!;
  return keys.map(({ column, within, table: other, isLoose, note }) => {
    const target = types.get(other)!;
    const stem = within ? target : isKeyName(column.name) ? keyStem(column.name) : column.name;
    const relation = free(taken, source, stem, target);
    const plural = stem === target ? table.file.stem : `${table.file.stem}_by_${stem}`;
    const inverse = free(taken, target, plural, source);
    const type = [source, relation, target] as const;
    const edge: EdgeMapping = {
      ...{ type, table: table.file.name, target: column.name, columns: {}, inverse, unknown: 'drop' },
      ...(within ? { within: namesOf(within) } : {}),
      ...(isLoose ? { match: 'loose' as const } : {}),
    };
    return { edge, note, count: column.numValues };
  });
}

function namesOf(columns: readonly ColumnProfile[]): string | readonly string[] {
  const names = columns.map(({ name }) => name);
  return names.length === 1 ? names[0]! : names;
}

/** A name of a relation that no relation between the same types has. */
function free(taken: Set<string>, source: string, relation: string, target: string): string {
  let name = relation;
  for (let n = 2; taken.has(JSON.stringify([source, name, target])); n++) name = `${relation}_${n}`;
  taken.add(JSON.stringify([source, name, target]));
  return name;
}
