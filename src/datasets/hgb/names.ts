import type { EdgeType } from '../../graph/index.js';

/** Files of an HGB folder. */
export const hgbFiles = ['node.dat', 'link.dat', 'label.dat', 'label.dat.test'] as const;

/** Names of an HGB folder's node types, link types (a triple each, with its inverse's number) and classes. */
export interface HgbNames {
  readonly nodeTypes: readonly string[];
  readonly linkTypes: readonly { readonly type: EdgeType; readonly inverse?: number }[];
  readonly classes: readonly string[];
  readonly multiLabel: boolean;
}
