import type { EdgeType } from '../../graph/index.js';

/** Names of an HGB folder's node types, link types (a triple each, with its inverse's number) and classes. */
export interface HgbNames {
  readonly nodeTypes: readonly string[];
  readonly linkTypes: readonly { readonly type: EdgeType; readonly inverse?: number }[];
  readonly classes: readonly string[];
  readonly multiLabel: boolean;
}
