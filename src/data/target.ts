import type { NodeSplit } from '../graph/index.js';

/** The label column to learn, and which rows train, validate and test. */
export interface NodeTask {
  readonly nodeType: string;
  readonly labelColumn: string;
  split(seed: number): NodeSplit;
}

/** `movie.genre`: node type and label column; `movie`: its only label column. */
export function targetOf(text: string | undefined): { type: string; column?: string } | undefined {
  if (text === undefined) return undefined;
  const at = text.lastIndexOf('.');
  return at < 0 ? { type: text } : { type: text.slice(0, at), column: text.slice(at + 1) };
}
