import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { HeteroGraphError, type RunOptions } from '../../core/index.js';
import { type DataOptions, type OpenedData, openData } from '../../data/index.js';
import type { GraphMapping } from '../../datasets/index.js';
import { tableFormat } from '../../datasets/internal.js';
import type { FoundPlace } from './find-interactions.js';
import { findPlace, type InteractionOptions, type ReadInteractions, readInteractions } from './read-interactions.js';

/**
 * Opens data and reads who took what. Tables are read again where a column of numbers names users or items, as text, so that `007` stays
 * what it is, and where rows name users or items that their own table lacks: these are added.
 *
 * @throws {HeteroGraphError} INVALID_OPTION for one file in place of its folder; as `openData` and `readInteractions`
 */
export async function openInteractions(
  data: DataOptions,
  asked: InteractionOptions,
  run: RunOptions,
): Promise<{ readonly opened: OpenedData; readonly found: ReadInteractions }> {
  refuseOneTable(data);
  const opened = await openData(data, run);
  const place = findPlace(opened.graph, asked, opened.recommendationTask);
  const { source } = opened;
  const mapping = 'data' in source && source.mapping ? wholeMapping(source.mapping, opened, place) : undefined;
  if (!mapping) return { opened, found: readInteractions(opened.graph, asked, opened.recommendationTask) };
  const again = await openData({ ...data, mapping }, run);
  const names = { interactions: place.place.name, userType: place.user.name, itemType: place.item.name };
  const found = readInteractions(again.graph, { ...asked, ...names });
  // What the first reading left out and the second did not is no remark any more.
  const stays = (text: string) => again.remarks.includes(text) || !text.includes('(unknown: drop)');
  const added = ['Users and items that their own tables lack are taken all the same.'];
  const isAdded = !opened.remarks.every(stays);
  return { opened: { ...again, remarks: [...opened.remarks.filter(stays), ...(isAdded ? added : [])] }, found };
}

/** One file of a table would be read as edges, which lack ratings and times. @throws {HeteroGraphError} INVALID_OPTION */
function refuseOneTable({ data, format }: DataOptions): void {
  if (typeof data !== 'string' || format !== undefined || !tableFormat(data) || !isFile(data)) return;
  throw new HeteroGraphError(
    'INVALID_OPTION',
    `${basename(data)} is one file, and tables are read from their folder.`,
    {
      column: 'data',
      hint: `Give its folder: ${dirname(data)}. Other tables that lie there are read, too: where that is wrong, put the file into a folder of its own.`,
    },
  );
}

/** Of what cannot be looked at, reading says what is wrong. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The mapping with columns that name users or items as texts, and with all users and items; undefined where it has that already. */
function wholeMapping(
  mapping: GraphMapping,
  { graph }: OpenedData,
  { place, user, item }: FoundPlace,
): GraphMapping | undefined {
  const type = place.nodeType;
  const node = type === undefined ? undefined : mapping.nodes[type];
  if (type === undefined || !node) return undefined;
  const numbers = graph
    .nodeSchema(type)
    .columns.filter(({ name, type: kind }) => kind !== 'utf8' && Object.hasOwn(node.columns, name))
    .map(({ name }) => name)
    .filter((name) => [user, item].some((side) => side.nodeType === undefined && side.name === name));
  const lacks = (edge: GraphMapping['edges'][number]) =>
    edge.type[0] === type &&
    edge.source === undefined &&
    edge.unknown === 'drop' &&
    [user, item].some(({ nodeType }) => nodeType === edge.type[2]) &&
    graph.numEdges(edge.type) < place.numRows;
  if (numbers.length === 0 && !mapping.edges.some(lacks)) return undefined;
  const asText = Object.fromEntries(numbers.map((name) => [name, { kind: 'text' as const, role: 'feature' as const }]));
  return {
    ...mapping,
    nodes: { ...mapping.nodes, [type]: { ...node, columns: { ...node.columns, ...asText } } },
    edges: mapping.edges.map((edge) => (lacks(edge) ? { ...edge, unknown: 'add' as const } : edge)),
  };
}
