import { readFileSync } from 'node:fs';
import { readError } from '../../files/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type NodeSet, nodesWithIds } from '../../influence/index.js';
import { invalidOption } from '../options/options.js';

/**
 * Nodes by id: `a,b,c`, or `@FILE` with one id a line. They are of the type given, or of the only one.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, FILE_NOT_FOUND, FILE_UNREADABLE, UNKNOWN_ID, UNKNOWN_TYPE
 */
export function nodesNamed(graph: HeteroGraph, text: string, type: string | undefined, option: string): NodeSet {
  const of = type ?? (graph.nodeTypes.length === 1 ? graph.nodeTypes[0]! : undefined);
  if (of === undefined) {
    const hint = `Name it with --candidates-type: ${graph.nodeTypes.join(', ')}.`;
    throw invalidOption(`It is not clear which node type the ids of ${option} are of.`, hint);
  }
  const ids = (text.startsWith('@') ? linesOf(text.slice(1)) : text.split(','))
    .map((id) => id.trim())
    .filter((id) => id !== '');
  return nodesWithIds(graph, { [of]: ids });
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (cause) {
    throw readError(cause, file);
  }
}
