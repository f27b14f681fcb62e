import type { AnalysisResult, NodeValues } from '../../analytics/index.js';
import { textTable } from '../terminal/text-table.js';

/** How much of a result is shown. */
export interface Shown {
  readonly top: number;
  /** Only nodes of this type are ranked. */
  readonly type?: string;
}

type Values = NodeValues<Float64Array> | NodeValues<Int32Array>;

/** The nodes of the largest first values, with all of their values. */
export function rankedRows({ values = {} }: AnalysisResult, { top, type }: Shown) {
  const columns: [string, Values][] = Object.entries(values);
  const [first] = columns;
  if (!first) return [];
  const { graph } = first[1];
  const starts = new Map(graph.types.map(({ name, start }) => [name, start]));
  return first[1].top(top, type === undefined ? {} : { type }).map((node) => {
    const at = starts.get(node.type)! + node.row;
    const own = columns.map(([name, { values: all }]): [string, number] => [name, all[at]!]);
    return { type: node.type, id: node.id, ...Object.fromEntries(own) };
  });
}

/** The largest groups: how many nodes, of which types, with some of them. */
export function groupRows({ groups = {} }: AnalysisResult, { top }: Shown) {
  return Object.entries(groups).map(([name, of]) => ({ name, ...largestGroups(of, top) }));
}

const EXAMPLES = 3;

function largestGroups(of: NodeValues<Int32Array>, top: number) {
  const { values } = of;
  let numGroups = 0;
  for (let v = 0; v < values.length; v++) numGroups = Math.max(numGroups, values[v]! + 1);
  const sizes = new Int32Array(numGroups);
  for (let v = 0; v < values.length; v++) if (values[v]! >= 0) sizes[values[v]!]!++;
  const order = Array.from(sizes.keys())
    .filter((group) => sizes[group]! > 0)
    .sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const shown = order.slice(0, top);
  const members = new Map(shown.map((group) => [group, [] as number[]]));
  for (let v = 0; v < values.length; v++) {
    const list = members.get(values[v]!);
    if (list && list.length < EXAMPLES) list.push(v);
  }
  const rows = shown.map((group) => ({
    group,
    nodes: sizes[group]!,
    share: sizes[group]! / values.length,
    examples: members.get(group)!.map((v) => of.at(v).id),
  }));
  return { numGroups: order.length, largest: rows };
}

/** Rows of a table of anything else, the first ones. */
export function tableRows({ table = {} }: AnalysisResult, { top }: Shown) {
  const columns = Object.entries(table);
  const count = Math.min(top, columns[0]?.[1].length ?? 0);
  return Array.from({ length: count }, (_, row) => Object.fromEntries(columns.map(([name, all]) => [name, all[row]!])));
}

/** What people read of a result. */
export function resultText(result: AnalysisResult, shown: Shown): string {
  const figures = Object.entries(result.figures ?? {}).map(([name, value]) => `${spaced(name)}: ${cellText(value)}`);
  const groups = groupRows(result, shown).map(({ name, numGroups, largest }) => {
    const rows = largest.map(({ group, nodes, share, examples }) => [
      group,
      nodes,
      (100 * share).toFixed(1),
      short(examples.join(', ')),
    ]);
    const others = numGroups - rows.length;
    return `${textTable([name, 'nodes', '%', 'with'], rows)}${others > 0 ? `\n${others} more` : ''}`;
  });
  const parts = [tableOf(rankedRows(result, shown)), ...groups, tableOf(tableRows(result, shown)), figures.join('\n')];
  return parts.filter((part) => part !== '').join('\n\n');
}

function tableOf(rows: readonly Readonly<Record<string, string | number>>[]): string {
  if (rows.length === 0) return '';
  const heads = Object.keys(rows[0]!);
  return textTable(
    heads,
    rows.map((row) => heads.map((head) => cellText(row[head]!))),
  );
}

/** Six digits of a number. */
export function cellText(value: number | string | boolean): string {
  if (typeof value !== 'number') return short(String(value));
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

const LONGEST = 40;

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}

/** `numComponents` as `num components`. */
export function spaced(name: string): string {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
