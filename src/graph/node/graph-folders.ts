import type { FolderKind } from '../../files/index.js';

/** The folders of graphs that this library writes; `overwrite` replaces one by another. */
export const graphFolders: readonly FolderKind[] = [
  { manifest: 'schema.json', format: 'heterograph' },
  { manifest: 'graph.json', format: 'heterograph-csv' },
  { manifest: 'graph.json', format: 'heterograph-json-lines' },
];
