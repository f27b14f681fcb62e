import { stringify } from 'yaml';
import { expectArgument } from '../../core/index.js';
import { checkMapping } from './check-mapping.js';
import {
  type ColumnMapping,
  type EdgeMapping,
  type GraphMapping,
  type NodeMapping,
  type Within,
  withinColumns,
} from './mapping.js';

/** What is said of parts of a mapping, for people; each text may have several lines. */
export interface MappingNotes {
  /** By node type. */
  readonly nodes?: Readonly<Record<string, string>>;
  /** By `TYPE.COLUMN`, the id among them. */
  readonly columns?: Readonly<Record<string, string>>;
  /** In the order of the edges. */
  readonly edges?: readonly string[];
  /** What could be edges too, and why they are not. */
  readonly more?: readonly string[];
  /** Files that are there and are no tables, and the way out, a line each. */
  readonly passedOver?: readonly string[];
}

const HEAD = `How these tables become a graph. Change it as you like: every command reads it.

nodes    a node for each row of a table. \`id\` names the column that names the rows;
         within: COLUMN where ids begin anew in each of its values, or [COLUMN, COLUMN] (here and for the edges).
columns  number, boolean, category, tags (such as a|b), text or date; or ignore. At length: { kind: number, role: feature }.
         role: feature (an input; the default), label (to be predicted, never an input), time (when it happened),
         mask (true or false: rows of train, valid, test), ignore. Columns that are not named are not read.
         decimal: "," for numbers such as 1.234,50; form: dmy, mdy, seconds or milliseconds for dates that are not
         2024-05-31; clock: COLUMN for the column with the time of day (14:30) of a date; form: percent or currency
         for numbers such as 12 % (0.12) and EUR 12.50; nulls: [unknown] for further texts that mean no value (nulls
         beside version: in every table). A cell that is no value is missing, and counted; onBadCell: collect also lists
         such cells, onBadCell: fail refuses their rows.
edges    an edge for each row: \`target\` is the column with the id of the target, \`source\` that of the source; without
         source it is the row's own node. unknown: drop leaves out edges to ids without a row, add makes nodes of them,
         fail refuses. match: loose takes 7 for 007 and c1 for C1. inverse names the same relation backwards; false: there is none.`;

/**
 * The mapping as commented YAML, which `parseMapping` reads back as the same mapping.
 *
 * @throws {HeteroGraphError} INVALID_MAPPING, INVALID_OPTION
 */
export function mappingText(mapping: GraphMapping, notes: MappingNotes = {}): string {
  checkMapping(mapping);
  expectArgument(notes, 'object', 'notes');
  const lines: string[] = [...commented(HEAD), 'version: 1', ...policyLines(mapping), '', 'nodes:'];
  for (const [type, node] of Object.entries(mapping.nodes)) lines.push(...nodeLines(type, node, notes));
  if (Object.keys(mapping.nodes).length === 0) lines[lines.length - 1] = 'nodes: {}';
  lines.push('', mapping.edges.length === 0 ? 'edges: []' : 'edges:');
  for (const [i, edge] of mapping.edges.entries()) lines.push(...edgeLines(edge, notes.edges?.[i]));
  for (const text of notes.more ?? []) lines.push(...commented(text, '  '));
  const ignored = Object.entries(mapping.ignored);
  if (ignored.length > 0) lines.push('', '# Tables that are not read, and why.', 'ignored:');
  for (const [table, why] of ignored) lines.push(`  ${plain(table)}: ${plain(why)}`);
  const over = notes.passedOver ?? [];
  if (over.length > 0) lines.push('', ...commented(`Not read, for these are no tables:\n${over.join('\n')}`));
  return `${lines.join('\n')}\n`;
}

function policyLines({ nulls, onBadCell }: GraphMapping): string[] {
  return [
    ...(nulls === undefined ? [] : [`nulls: ${textList(nulls)}`]),
    ...(onBadCell === undefined ? [] : [`onBadCell: ${onBadCell}`]),
  ];
}

function textList(texts: readonly string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`;
}

function nodeLines(type: string, { table, id, within, columns }: NodeMapping, notes: MappingNotes): string[] {
  const note = (column: string) => {
    const text = notes.columns?.[`${type}.${column}`];
    return text === undefined ? '' : ` # ${text.replace(/\s+/g, ' ')}`;
  };
  return [
    ...commented(notes.nodes?.[type], '  '),
    `  ${plain(type)}:`,
    `    table: ${plain(table)}`,
    ...(id === undefined ? [] : [`    id: ${plain(id)}${note(id)}`]),
    ...withinLine(within),
    ...columnLines(columns, '    ', note),
  ];
}

function edgeLines(
  { type, table, source, target, within, columns, unknown, match, inverse }: EdgeMapping,
  note: string | undefined,
) {
  return [
    ...commented(note, '  '),
    `  - type: [${type.map(plain).join(', ')}]`,
    `    table: ${plain(table)}`,
    ...(source === undefined ? [] : [`    source: ${plain(source)}`]),
    `    target: ${plain(target)}`,
    ...withinLine(within),
    ...columnLines(columns, '    ', () => ''),
    `    inverse: ${inverse === false ? 'false' : plain(inverse)}`,
    `    unknown: ${unknown}`,
    ...(match === undefined ? [] : [`    match: ${match}`]),
  ];
}

function withinLine(within: Within | undefined): string[] {
  const columns = withinColumns(within).map(plain);
  if (columns.length === 0) return [];
  return [`    within: ${columns.length === 1 ? columns[0] : `[${columns.join(', ')}]`}`];
}

function columnLines(
  columns: Readonly<Record<string, ColumnMapping>>,
  indent: string,
  note: (column: string) => string,
): string[] {
  const entries = Object.entries(columns);
  if (entries.length === 0) return [];
  return [
    `${indent}columns:`,
    ...entries.map(([name, column]) => `${indent}  ${plain(name)}: ${columnText(column)}${note(name)}`),
  ];
}

function columnText({ kind, role, decimal, form, clock, nulls }: ColumnMapping): string {
  if (role === 'ignore') return 'ignore';
  const parts = [
    `kind: ${kind}`,
    ...(role === 'feature' ? [] : [`role: ${role}`]),
    ...(decimal === undefined ? [] : [`decimal: ${JSON.stringify(decimal)}`]),
    ...(form === undefined ? [] : [`form: ${form}`]),
    ...(clock === undefined ? [] : [`clock: ${plain(clock)}`]),
    ...(nulls === undefined ? [] : [`nulls: ${textList(nulls)}`]),
  ];
  return parts.length === 1 ? kind : `{ ${parts.join(', ')} }`;
}

function commented(text: string | undefined, indent = ''): string[] {
  return text === undefined ? [] : text.split('\n').map((line) => `${indent}# ${line}`.trimEnd());
}

/** A scalar in one line, in quotes where YAML needs them (inside [ ] too). */
function plain(text: string): string {
  return /^[\w][\w ./()+-]*$/.test(text) && !/[\s:]$/.test(text)
    ? stringify(text, { lineWidth: 0 }).trimEnd()
    : JSON.stringify(text);
}
