import type { HeteroGraph } from '../../graph/index.js';
import type { Preparation } from './prepare-features.js';

/** Fewer rows to be predicted than this tell too little. */
const FEWEST_ROWS = 10;
/** Share of the rows to be predicted in which a column must lack a value. */
const NEARLY_ALL = 0.95;

/**
 * Names of the columns of a node type, among those made into features, that have a value in most training rows and in next to none of the rows
 * to be predicted: they become known together with the target, and a model that rests on them is scored too well. O(rows * columns).
 *
 * @param open rows whose target is not known
 */
export function lateColumns(
  graph: HeteroGraph,
  nodeType: string,
  preparation: Preparation,
  trainRows: Int32Array,
  open: Int32Array,
): string[] {
  if (open.length < FEWEST_ROWS) return [];
  const uses = Object.hasOwn(preparation, nodeType) ? preparation[nodeType]! : [];
  const table = graph.nodeTable(nodeType);
  return uses
    .filter(({ encoding, found, missing }) => encoding !== undefined && found !== 'vector' && missing < 0.5)
    .map(({ column }) => column)
    .filter((name) => {
      const cells = table.getChild(name);
      if (!cells) return false;
      const share = (rows: Int32Array) => rows.filter((row) => isMissing(cells.get(row))).length / rows.length;
      return share(open) >= NEARLY_ALL && share(trainRows) < 0.5;
    });
}

function isMissing(cell: unknown): boolean {
  return cell === null || cell === undefined || cell === '' || (typeof cell === 'number' && Number.isNaN(cell));
}
