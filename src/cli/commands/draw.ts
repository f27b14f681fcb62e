import { extname } from 'node:path';
import type { Command } from 'commander';
import { openData } from '../../data/index.js';
import { type EgoNetwork, egoNetwork, type HeteroGraph } from '../../graph/index.js';
import { type GraphPicture, graphPicture, networkDrawing, networkPage, toPng } from '../../viz/index.js';
import { checkNew, writeNew } from '../files/new-file.js';
import { addGraphOptions, dataOptions, type GraphFlags, invalidOption, wholeNumber } from '../options/options.js';
import { inSession } from '../terminal/session.js';
import { wrapped } from '../terminal/wrapped.js';

interface DrawFlags extends GraphFlags {
  readonly relations?: string;
  readonly nodeTypes?: string;
  readonly around?: string;
  readonly hops: string;
  readonly limit?: string;
  readonly names?: readonly string[];
  readonly seed: string;
  readonly title?: string;
  readonly width?: string;
  readonly font?: readonly string[];
  readonly out: string;
  readonly json?: boolean;
}

export function addDraw(command: Command): void {
  addGraphOptions(command)
    .option('--relations <names>', 'edge types to draw, separated by commas (default: all, of an inverse pair one)')
    .option('--node-types <names>', 'node types to draw, separated by commas (default: those of the relations)')
    .option('--around <type:id>', 'draw what is around this node, such as author:123')
    .option('--hops <n>', 'with --around: edges from the node at most', '2')
    .option('--limit <n>', 'nodes at most (default: 1000, with --around 200)')
    .option('--names <type.column...>', 'columns with the names of nodes, such as author.name (default: ids)')
    .option('--seed <number>', 'seed of the places', '0')
    .option('--title <text>', 'above the page, and for those who do not see the drawing')
    .option('--width <pixels>', 'of .png (default: 1280)')
    .option('--font <file...>', 'of .png: files of fonts, beside those of the system')
    .requiredOption('--out <file>', 'new file: .svg, .png, or .html for a page to move about in')
    .option('--json', 'print one JSON object')
    .action((flags: DrawFlags) =>
      inSession(flags.json, async (session) => {
        const { around, out, title } = flags;
        const draw = drawerOf(out, flags);
        const seed = wholeNumber(flags.seed, '--seed');
        const hops = wholeNumber(flags.hops, '--hops');
        const limit = flags.limit === undefined ? undefined : wholeNumber(flags.limit, '--limit');
        await checkNew(out, '--out');
        const { graph, remarks } = await openData(dataOptions(flags), session.run);
        for (const remark of remarks) session.remark(remark);
        const chosen = {
          ...(flags.nodeTypes === undefined ? {} : { nodeTypes: listed(flags.nodeTypes) }),
          ...(flags.relations === undefined ? {} : { relations: listed(flags.relations) }),
        };
        const ego = around === undefined ? undefined : egoOf(graph, around, hops, limit, chosen);
        const picture = await graphPicture(ego?.graph ?? graph, {
          ...session.run,
          ...{ ...chosen, seed, names: namesOf(graph, flags.names ?? []) },
          ...(ego ? { limit: Math.max(1, ego.graph.numNodes()) } : limit === undefined ? {} : { limit }),
        });
        const notes = [...(picture.notes ?? []), ...(ego ? noteOf(ego, around!, hops) : [])];
        await writeNew(out, await draw({ ...picture, notes }, title), '--out');
        const [nodes, edges] = [
          picture.types.length,
          picture.relations.reduce((sum, each) => sum + each.source.length, 0),
        ];
        session.print(
          { out, nodes, edges, notes },
          [`${nodes} nodes and ${edges} edges drawn to ${out}`, ...notes].map((line) => wrapped(line)).join('\n'),
        );
      }),
    );
}

type Drawer = (picture: GraphPicture, title: string | undefined) => string | Promise<Uint8Array>;

function drawerOf(out: string, flags: DrawFlags): Drawer {
  const isPng = extname(out) === '.png';
  if (!isPng && (flags.width !== undefined || flags.font !== undefined))
    throw invalidOption('--width and --font are of .png.', 'Leave them out, or give a file that ends in .png.');
  const options = {
    ...(flags.width === undefined ? {} : { width: wholeNumber(flags.width, '--width') }),
    ...(flags.font === undefined ? {} : { fontFiles: flags.font }),
  };
  if (isPng) return (picture, title) => toPng(networkDrawing(picture, title === undefined ? {} : { title }), options);
  if (extname(out) === '.html') return (picture, title) => networkPage(picture, title === undefined ? {} : { title });
  if (extname(out) === '.svg') return (picture, title) => networkDrawing(picture, title === undefined ? {} : { title });
  throw invalidOption(`--out is "${out}".`, 'Give a file that ends in .svg, .png or .html.');
}

function listed(names: string): string[] {
  return names.split(',').map((name) => name.trim());
}

function egoOf(
  graph: HeteroGraph,
  around: string,
  hops: number,
  limit: number | undefined,
  { nodeTypes, relations }: { readonly nodeTypes?: readonly string[]; readonly relations?: readonly string[] },
): EgoNetwork {
  const fitting = graph.nodeTypes.filter((type) => around.startsWith(`${type}:`));
  const type = fitting.sort((a, b) => b.length - a.length)[0];
  if (type === undefined)
    throw invalidOption(`--around is "${around}".`, `Give type:ID; the types are ${graph.nodeTypes.join(', ')}.`);
  return egoNetwork(graph, type, around.slice(type.length + 1), {
    hops,
    ...(limit === undefined ? {} : { limit }),
    ...(nodeTypes ? { nodeTypes } : {}),
    ...(relations ? { edgeTypes: relations } : {}),
  });
}

function noteOf({ leftOut }: EgoNetwork, around: string, hops: number): string[] {
  const within = `${around} and what is within ${hops} ${hops === 1 ? 'edge' : 'edges'} of it`;
  return [leftOut === 0 ? `${within}.` : `${within}; ${leftOut} nodes or more are left out.`];
}

function namesOf(graph: HeteroGraph, columns: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    columns.map((column) => {
      const type = graph.nodeTypes.find((each) => column.startsWith(`${each}.`));
      if (type === undefined)
        throw invalidOption(
          `--names is "${column}".`,
          `Give type.column; the types are ${graph.nodeTypes.join(', ')}.`,
        );
      return [type, column.slice(type.length + 1)];
    }),
  );
}
