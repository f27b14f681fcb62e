import { afterEach, expect, it, vi } from 'vitest';
import { builtin, nodeModule } from '../../src/core/index.js';

afterEach(() => vi.unstubAllGlobals());

it('gives the modules of Node', () => {
  const { join } = nodeModule<typeof import('node:path')>('node:path');
  expect(join('a', 'b')).toBe('a/b');
});

it('can be loaded where there is no Node, and says so once it is used', () => {
  vi.stubGlobal('process', undefined);
  expect(builtin('node:path')).toBeUndefined();
  const { join } = nodeModule<typeof import('node:path')>('node:path');
  const { Worker } = nodeModule<typeof import('node:worker_threads')>('node:worker_threads');
  expect(() => join('a')).toThrow(expect.objectContaining({ code: 'NEEDS_NODE' }));
  expect(() => new Worker('x')).toThrow(expect.objectContaining({ code: 'NEEDS_NODE' }));
});
