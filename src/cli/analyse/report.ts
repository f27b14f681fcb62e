import type { Algorithm, AnalysisResult } from '../../analytics/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import type { ReportContent, ReportTable } from '../../viz/index.js';
import { type AnalyseFlags, flagOf } from './flags.js';
import { cellText, groupRows, rankedRows, type Shown, spaced, tableRows } from './result-text.js';

/** What is reported on. */
export interface Analysis {
  readonly algorithm: Algorithm;
  readonly graph: HeteroGraph;
  readonly result: AnalysisResult;
  readonly flags: AnalyseFlags;
  readonly shown: Shown;
  readonly seconds: { readonly load: number; readonly compute: number };
  /** What was said of the data. */
  readonly remarks: readonly string[];
}

/** Nodes of the picture. */
const DRAWN = 300;

/** The page of an analysis. What draws is loaded when there is something to draw. */
export async function analysisReport(analysis: Analysis): Promise<string> {
  const { algorithm, result, flags, remarks, seconds } = analysis;
  const { reportHtml } = await import('../../viz/index.js');
  const figures = Object.entries(result.figures ?? {});
  return reportHtml({
    title: `${algorithm.name} of ${flags.dataset ?? flags.data}`,
    summary: `${algorithm.title}.`,
    ...(figures.length > 0 && {
      scores: { heads: ['figure', 'value'], rows: figures.map(([name, value]) => [spaced(name), cellText(value)]) },
    }),
    sections: [...resultSections(analysis), ...(await pictures(analysis)), used(analysis)],
    remarks: [...remarks, ...(result.remarks ?? [])],
    facts: { 'seconds to load': seconds.load.toFixed(2), 'seconds to compute': seconds.compute.toFixed(2) },
  });
}

type Section = NonNullable<ReportContent['sections']>[number];

function resultSections({ result, shown }: Analysis): Section[] {
  const ranked = rankedRows(result, shown);
  const ofType = shown.type === undefined ? '' : ` of ${shown.type}`;
  const groups = groupRows(result, shown).map(({ name, numGroups, largest }): Section => {
    const rows = largest.map(({ group, nodes, share, examples }) => [
      ...[group, nodes, (100 * share).toFixed(1), examples.join(', ')],
    ]);
    const table = { heads: [name, 'nodes', '%', 'with'], rows };
    return { title: `The largest of ${numGroups} by ${name}`, table };
  });
  const rows = tableRows(result, shown);
  const all = Object.values(result.table ?? {})[0]?.length ?? 0;
  return [
    ...(ranked.length > 0 ? [{ title: `The first nodes${ofType}`, table: tableOf(ranked) }] : []),
    ...groups,
    ...(rows.length > 0
      ? [{ title: rows.length < all ? `The first ${rows.length} of ${all}` : 'Found', table: tableOf(rows) }]
      : []),
  ];
}

function tableOf(rows: readonly Readonly<Record<string, string | number>>[]): ReportTable {
  const heads = Object.keys(rows[0]!);
  return { heads, rows: rows.map((row) => heads.map((head) => cellText(row[head]!))) };
}

/** How values are spread, and the nodes with the most edges: groups are colours, values sizes. A metapath has no edges to draw. */
async function pictures({ graph, result, flags }: Analysis): Promise<Section[]> {
  const { graphPicture, networkDrawing, valuesPlot } = await import('../../viz/index.js');
  const [first] = Object.entries(result.values ?? {});
  const [groups] = Object.entries(result.groups ?? {});
  const spread: Section[] = first
    ? [{ title: 'How values are spread', picture: valuesPlot(first[1].values, { label: first[0] }) }]
    : [];
  if ((!first && !groups) || flags.metapath !== undefined) return spread;
  const areSizes = first?.[1].values.every((value: number) => value >= 0 && value < Number.POSITIVE_INFINITY);
  const picture = await graphPicture(graph, {
    ...(flags.relations === undefined ? {} : { relations: flags.relations.split(',').map((name) => name.trim()) }),
    ...(groups ? { groups: groups[1] } : {}),
    ...(first && areSizes ? { sizes: first[1] } : {}),
    limit: DRAWN,
  });
  const text = groups
    ? `A colour is a ${groups[0]}.`
    : areSizes
      ? `Nodes are as large as their ${first![0]}.`
      : 'Nodes are as large as they have edges.';
  return [...spread, { title: 'The graph', text, picture: networkDrawing(picture, { width: 720 }) }];
}

/** Every option, what was given for it, and what it means. */
function used({ algorithm, flags, graph }: Analysis): Section {
  const direction = flags.direction ?? algorithm.direction;
  const keepsLoops = flags.selfLoops ?? flags.metapath === undefined;
  const edges = flags.metapath ?? flags.relations ?? graph.edgeTypes.map(([, name]) => name).join(', ');
  const rows = [
    [flags.metapath === undefined ? '--relations' : '--metapath', edges, 'the edges that count'],
    ['--direction', direction, 'how edges are followed'],
    ['--self-loops', keepsLoops ? 'kept' : 'left out', 'edges from a node to itself'],
    ...(algorithm.usesWeights
      ? [['--weights', String(flags.weights ?? 'none'), 'column with their weights; without, all weigh 1']]
      : []),
    ...algorithm.options.map((option) => {
      const given = flags[option.name];
      return [flagOf(option).split(' ')[0]!, given === undefined ? 'not given' : String(given), option.about];
    }),
  ];
  return { title: 'What was used', table: { heads: ['option', 'value', 'what it is'], rows } };
}
