import { expectArgument, HeteroGraphError } from '../../core/index.js';
import {
  type EdgeListOptions,
  type EdgeListSpec,
  type HeteroGraph,
  type ReadGraph,
  readEdgeList,
} from '../../graph/index.js';
import { BadRows, type CellLine, feedCells } from '../../graph/internal.js';
import { withNodeColumns } from '../base/with-columns.js';
import { type LabelFileSpec, NodeLabels } from './labels.js';

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
  expectArgument(labels, 'object', 'labels');
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
