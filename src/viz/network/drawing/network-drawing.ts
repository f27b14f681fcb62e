import * as z from 'zod/mini';
import { checkOptions, escapeMarkup, option } from '../../../core/index.js';
import { checkNetwork, degreesOf, type Network } from '../network.js';
import { dashOf, edgeMarkup } from './edge-markup.js';
import { type Placed, placed } from './frame.js';
import { keyOf, type NetworkKey } from './key.js';
import { type LegendItem, legendRows } from './legend-rows.js';
import { LABEL_FONT, nodeLabels } from './node-labels.js';
import { shapePath } from './shapes.js';

export interface NetworkDrawingOptions {
  /** Pixels; default 640. */
  readonly width?: number;
  /** What is drawn, for those who do not see it; default counts of nodes and edges. */
  readonly title?: string;
  /** Names beside nodes, those of the largest, or of those with the most edges; as many as have room. Default 20. */
  readonly labels?: number;
}

const optionsSchema = z.strictObject({
  width: z.optional(option.countFrom(100)),
  title: z.optional(z.string('a text')),
  labels: z.optional(option.countFrom(0)),
});

/** Up to so many nodes have a tooltip each; of more there is a path for each colour and shape. */
const MOST_TOOLTIPS = 3000;
const NOTE = 16;

/**
 * A graph as SVG text: a shape a type, a colour a group (or type), a path a relation; with few edges arrow heads, and patterns of lines
 * that tell relations apart. Parallel edges of a relation are one line. Empty text without nodes. The same network gives the same bytes.
 *
 * @example
 * const positions = await layoutGraph({ numNodes: 3, source: [0, 1], target: [1, 2] });
 * const svg = networkDrawing({ positions, relations: [{ name: 'knows', source: [0, 1], target: [1, 2] }] });
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, NON_FINITE
 */
export function networkDrawing(network: Network, options: NetworkDrawingOptions = {}): string {
  const numNodes = checkNetwork(network);
  checkOptions(optionsSchema, options);
  if (numNodes === 0) return '';
  const { relations, sizes, names, notes = [] } = network;
  const numEdges = relations.reduce((sum, { source }) => sum + source.length, 0);
  const { width = 640, title = `${numNodes} nodes and ${numEdges} edges`, labels = 20 } = options;
  const key = keyOf(network, numNodes);
  const nodes = placed(network, numNodes, width);
  const legend = legendRows(legendItems(network, key, numEdges), width);
  const height = nodes.height + legend.height + NOTE * notes.length + (notes.length > 0 ? 8 : 0);
  const texts = names ? nodeLabels(names, sizes ?? degreesOf(network, numNodes), nodes, labels, width) : [];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeMarkup(title)}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif">`,
    ...legend.markup,
    `<g transform="translate(0 ${legend.height})">`,
    ...edgeMarkup(relations, nodes),
    ...nodeMarkup(network, key, nodes),
    ...texts.map(
      ({ text, x, y, anchor }) =>
        `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${LABEL_FONT}" text-anchor="${anchor}" fill="currentColor" paint-order="stroke" stroke="Canvas" stroke-width="3" stroke-linejoin="round" pointer-events="none">${escapeMarkup(text)}</text>`,
    ),
    '</g>',
    ...notes.map((note, i) => {
      const y = height - 8 - NOTE * (notes.length - 1 - i);
      return `<text x="10" y="${y}" font-size="11" fill="currentColor">${escapeMarkup(note)}</text>`;
    }),
    '</svg>',
  ].join('');
}

/** Nodes by colour and shape, the largest first, so that small ones lie upon them. */
function nodeMarkup({ sizes, types, groups, names }: Network, key: NetworkKey, { x, y, radius }: Placed): string[] {
  const order = Array.from(x, (_, i) => i);
  if (sizes) order.sort((a, b) => radius[b]! - radius[a]! || a - b);
  const pathOf = (i: number) => shapePath(key.shapes[key.shape[i]!]!, x[i]!, y[i]!, radius[i]!);
  const edge = 'stroke="Canvas" stroke-width="0.7"';
  if (x.length > MOST_TOOLTIPS) {
    const paths = new Map<string, string[]>();
    for (const i of order) {
      const colour = key.colours[key.colour[i]!]!;
      if (!paths.has(colour)) paths.set(colour, []);
      paths.get(colour)!.push(pathOf(i));
    }
    return [...paths].map(([colour, all]) => `<path class="nodes" d="${all.join('')}" fill="${colour}"/>`);
  }
  return order.map((i) => {
    const told = [names?.[i], types?.[i], groups === undefined ? undefined : String(groups[i])]
      .filter(Boolean)
      .join(', ');
    const inside = told === '' ? '/>' : `><title>${escapeMarkup(told)}</title></path>`;
    return `<path class="node" d="${pathOf(i)}" fill="${key.colours[key.colour[i]!]}" ${edge}${inside}`;
  });
}

function legendItems({ relations }: Network, { entries }: NetworkKey, numEdges: number): LegendItem[] {
  const counted = (text: string, count: number) => `${text} ${count.toLocaleString('en')}`;
  return [
    ...entries
      .filter(({ count }) => count > 0)
      .map(({ text, count, colour, shape }) => ({
        text: counted(text, count),
        mark: (x: number, y: number) => `<path d="${shapePath(shape ?? 'circle', x, y, 5)}" ${paintOf(colour)}/>`,
      })),
    ...relations
      .map(({ name, source }, r) => ({ name, count: source.length, dash: dashOf(r, numEdges) }))
      .filter(({ count }) => count > 0)
      .slice(0, 12)
      .map(({ name, count, dash }) => ({
        text: counted(name, count),
        mark: (x: number, y: number) =>
          `<path d="M${x - 9},${y}h18" stroke="currentColor" stroke-opacity="0.6"${dash ? ` stroke-dasharray="${dash}"` : ''}/>`,
      })),
  ];
}

/** A shape without a colour is an outline. */
function paintOf(colour: string | undefined): string {
  return colour === undefined ? 'fill="none" stroke="currentColor"' : `fill="${colour}"`;
}
