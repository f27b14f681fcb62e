import type { RunOptions } from '../../core/index.js';
import type { GraphMapping } from '../../datasets/index.js';
import { type DataOptions, type OpenedData, openData } from '../data/open-data.js';
import type { FoundPlace } from './find-interactions.js';
import { findPlace, type InteractionOptions, type ReadInteractions, readInteractions } from './read-interactions.js';

/**
 * Opens data and reads who took what. Where a column of numbers names users or items, its table is read again with the column as text, so that `007` stays what it is.
 *
 * @throws {HeteroGraphError} as `openData` and `readInteractions`
 */
export async function openInteractions(
  data: DataOptions,
  asked: InteractionOptions,
  run: RunOptions,
): Promise<{ readonly opened: OpenedData; readonly found: ReadInteractions }> {
  const opened = await openData(data, run);
  const place = findPlace(opened.graph, asked, opened.recommendationTask);
  const { source } = opened;
  const mapping = 'data' in source && source.mapping ? withTextIds(source.mapping, opened, place) : undefined;
  if (!mapping) return { opened, found: readInteractions(opened.graph, asked, opened.recommendationTask) };
  const again = await openData({ ...data, mapping }, run);
  const names = { interactions: place.place.name, userType: place.user.name, itemType: place.item.name };
  const found = readInteractions(again.graph, { ...asked, ...names });
  return { opened: { ...again, remarks: opened.remarks }, found };
}

/** The mapping with the columns that name users or items as texts; undefined where none is one of numbers. */
function withTextIds(
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
  if (numbers.length === 0) return undefined;
  const asText = Object.fromEntries(numbers.map((name) => [name, { kind: 'text' as const, role: 'feature' as const }]));
  return { ...mapping, nodes: { ...mapping.nodes, [type]: { ...node, columns: { ...node.columns, ...asText } } } };
}
