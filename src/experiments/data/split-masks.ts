import type { HeteroGraph } from '../../graph/index.js';

const names = {
  train: ['train', 'train_mask'],
  valid: ['valid', 'val', 'val_mask'],
  test: ['test', 'test_mask'],
} as const;

/** Columns of a node type that say by name which rows train, validate and test. */
export function splitMasks(graph: HeteroGraph, nodeType: string): Partial<Record<keyof typeof names, string>> {
  const masks = graph.nodeSchema(nodeType).columns.filter(({ role, type }) => role === 'mask' || type === 'bool');
  const find = (part: keyof typeof names) =>
    masks.find(({ name }) => (names[part] as readonly string[]).includes(name))?.name;
  const [train, valid, test] = [find('train'), find('valid'), find('test')];
  return train !== undefined && test !== undefined ? { train, test, ...(valid === undefined ? {} : { valid }) } : {};
}
