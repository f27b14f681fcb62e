import { HeteroGraphError } from '../../core/index.js';
import {
  type EdgeListOptions,
  type EdgeListSpec,
  type FileSource,
  type HeteroGraph,
  type ReadGraph,
  readEdgeList,
} from '../../graph/index.js';
import { BadRows, type CellLine, type CellOptions, feedCells } from '../../graph/internal.js';
import { withNodeColumns } from '../with-columns.js';
import { NodeLabels } from './labels.js';

/** Files that say the class of nodes: an id and a class a line, and where `parts` is true the part of the split. */
export interface LabelFileSpec extends Pick<CellOptions, 'delimiter' | 'header'> {
  readonly files: FileSource | readonly FileSource[];
  /** Type of the nodes; default: the only one there is. */
  readonly nodeType?: string;
  /** Name of the new label column, default `label`. */
  readonly column?: string;
  /** Whether cells hold several classes with commas between them, default false. */
  readonly multiLabel?: boolean;
  /** Whether a third cell says `train`, `valid` (or `val`) or `test`: three masks of these names are made. Default false. */
  readonly parts?: boolean;
}

/**
 * Reads plain numeric edge files and files of node labels into one graph. Classes are the words met, in ascending order
 * (as numbers where all of them are).
 *
 * @throws {HeteroGraphError} as `readEdgeList` does; for label files under the policy `fail` MALFORMED_ROW, NULL_VALUE,
 * INVALID_UTF8, WRONG_DTYPE, UNKNOWN_ID (no edge has the node), DUPLICATE_ID with file and line; always
 * UNKNOWN_TYPE, INVALID_OPTION where the node type is left open and there are several
 */
export async function readLabelledEdges(
  edges: EdgeListSpec | readonly EdgeListSpec[],
  labels: LabelFileSpec | readonly LabelFileSpec[],
  options: EdgeListOptions = {},
): Promise<ReadGraph> {
  const read = await readEdgeList(edges, options);
  let { graph, numRows } = read;
  const bad = new BadRows(options.onBadRow);
  for (const spec of Array.isArray(labels) ? (labels as readonly LabelFileSpec[]) : [labels as LabelFileSpec]) {
    const nodeType = spec.nodeType ?? onlyNodeType(graph);
    const store = new NodeLabels(graph, nodeType, spec);
    const take = (line: CellLine) => {
      const problem = store.take(line);
      if (problem) bad.report({ file: line.file, row: line.row, ...problem });
      else numRows++;
      return false;
    };
    const columns = spec.parts ? ['id', 'class', 'part'] : ['id', 'class'];
    const { delimiter = 'guess', header = false } = spec;
    for await (const _ of feedCells(spec.files, columns, take, bad, { ...options, delimiter, header }));
    graph = withNodeColumns(graph, nodeType, store.columns());
  }
  const badRows = [...read.badRows, ...bad.rows];
  return { graph, numRows, numBadRows: read.numBadRows + bad.count, badRows };
}

function onlyNodeType({ nodeTypes }: HeteroGraph): string {
  if (nodeTypes.length === 1) return nodeTypes[0]!;
  throw new HeteroGraphError('INVALID_OPTION', 'The type of the labelled nodes is not clear.', {
    hint: `Set nodeType to one of: ${nodeTypes.join(', ')}.`,
  });
}
