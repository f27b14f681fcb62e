import type { EdgeType } from '../../graph/index.js';
import { type Frame, wholeNumbers } from './frame.js';
import { discusses, edgeTable } from './layout.js';
import type { Nodes } from './nodes.js';

/** A relation, each pair of nodes once. */
export interface Edges {
  readonly type: EdgeType;
  readonly source: Int32Array;
  readonly target: Int32Array;
}

/** A relation between the nodes that are there. */
export function readEdges(frame: Frame, type: EdgeType, nodes: ReadonlyMap<string, Nodes>, remarks: string[]): Edges {
  const [from, to] = [nodes.get(type[0])!.nodeOf, nodes.get(type[2])!.nodeOf];
  const [src, tgt] = [wholeNumbers(frame, 'src'), wholeNumbers(frame, 'tgt')];
  const [source, target]: number[][] = [[], []];
  const seen = new Set<number>();
  const numTargets = nodes.get(type[2])!.rows.length;
  let numLost = 0;
  for (const [e, number] of src.entries()) {
    const [a, b] = [from.get(number), to.get(tgt[e]!)];
    if (a === undefined || b === undefined) numLost++;
    else if (!seen.has(a * numTargets + b)) {
      seen.add(a * numTargets + b);
      source!.push(a);
      target!.push(b);
    }
  }
  const name = edgeTable(type);
  if (numLost > 0)
    remarks.push(`${numLost} of ${src.length} rows of ${name} name nodes that are not there; they are left out.`);
  const numTwice = src.length - numLost - source!.length;
  if (numTwice > 0) remarks.push(`${numTwice} rows of ${name} repeat another; a pair is joined once.`);
  return { type, source: Int32Array.from(source!), target: Int32Array.from(target!) };
}

/** Leaves out claims that no tweet discusses. */
export function keepDiscussed(nodes: Map<string, Nodes>, edges: Edges[], remarks: string[]): void {
  const { frame, rows } = nodes.get('claim')!;
  const at = edges.findIndex(({ type }) => type === discusses);
  const { type, source, target } = edges[at]!;
  const isDiscussed = new Uint8Array(rows.length);
  for (const claim of target) isDiscussed[claim] = 1;
  const kept = rows.filter((_, claim) => isDiscussed[claim] === 1);
  if (kept.length === rows.length) return;
  remarks.push(
    `${rows.length - kept.length} of ${rows.length} claims are discussed by no tweet that is there; they are left out.`,
  );
  const places = new Int32Array(rows.length);
  let count = 0;
  for (let claim = 0; claim < rows.length; claim++) places[claim] = isDiscussed[claim] === 1 ? count++ : -1;
  nodes.set('claim', { frame, rows: kept, nodeOf: new Map() });
  edges[at] = { type, source, target: target.map((claim) => places[claim]!) };
}
