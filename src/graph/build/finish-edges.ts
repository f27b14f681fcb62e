import { numericColumn } from '../columns/make.js';
import { makeTable } from '../columns/table.js';
import { takeRows } from '../columns/take.js';
import type { TableSource } from '../hetero-graph/graph-store.js';
import type { IdIndex } from '../ids/id-index.js';
import type { IssueList } from '../schema/issues.js';
import { type EdgeType, type EdgeTypeSchema, END_COLUMNS, edgeTypeKey } from '../schema/schema.js';
import type { EndIds, EndStore } from './end-store.js';
import type { TypeStore } from './type-store.js';

/** One edge type while it is being built. */
export interface EdgeStore {
  readonly type: EdgeType;
  readonly columns: TypeStore;
  readonly source: EndStore;
  readonly target: EndStore;
  inverse: EdgeType | undefined;
}

/** What the ends of edges at one node type are looked up in. */
export interface EndNodes {
  readonly numNodes: number;
  readonly endIds: EndIds;
  /** External ids of the nodes, indexed on demand. */
  readonly index: () => IdIndex;
}

/**
 * The table of an edge type, ends resolved. Edges whose ends are no nodes are reported and left out.
 *
 * @returns undefined where a node type is missing, which is reported
 */
export function finishEdges(
  { type, columns: store, source, target, inverse }: EdgeStore,
  nodes: ReadonlyMap<string, EndNodes>,
  issues: IssueList,
): { source: TableSource; schema: EdgeTypeSchema } | undefined {
  const key = edgeTypeKey(type);
  const { columns, data } = store.finish();
  const [from, to] = [nodes.get(type[0]), nodes.get(type[2])];
  if (!from || !to) {
    const missing = from ? type[2] : type[0];
    issues.reporter(key)('UNKNOWN_TYPE', `Edges end at the node type "${missing}", which was never added.`);
    return undefined;
  }
  const sources = resolved(source, from, 'source', type, issues);
  const targets = resolved(target, to, 'target', type, issues);
  const all = [...END_COLUMNS, ...columns];
  let children = [numericColumn('int32', sources.rows), numericColumn('int32', targets.rows), ...data];
  let numRows = source.length;
  if (!sources.isSound || !targets.isSound) {
    const kept = Int32Array.from({ length: numRows }, (_, e) => e).filter(
      (e) => sources.rows[e]! >>> 0 < from.numNodes && targets.rows[e]! >>> 0 < to.numNodes,
    );
    children = children.map((child, i) => takeRows(all[i]!, child, kept));
    numRows = kept.length;
  }
  const table = makeTable(all, children, numRows);
  return { source: { numRows, table: () => table }, schema: { type, columns, ...(inverse ? { inverse } : {}) } };
}

function resolved(
  end: EndStore,
  { numNodes, endIds, index }: EndNodes,
  name: 'source' | 'target',
  type: EdgeType,
  issues: IssueList,
): { rows: Int32Array; isSound: boolean } {
  const { rows, givenAt } = end.finish(endIds, index);
  const report = issues.reporter(edgeTypeKey(type), name);
  const nodeType = type[name === 'source' ? 0 : 2];
  let isSound = true;
  for (let e = 0; e < rows.length; e++) {
    // One comparison: negative numbers become large ones.
    if (rows[e]! >>> 0 >= numNodes) {
      isSound = false;
      report('UNKNOWN_ID', `No node of type "${nodeType}" has ${givenAt(e)}.`, e);
    }
  }
  return { rows, isSound };
}
