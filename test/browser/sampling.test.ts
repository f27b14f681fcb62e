import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openPage } from '../support/browser.js';
import { type SampledBatches, sampledBatches } from './sampled-batches.js';

const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

async function open(headers: Record<string, string>): Promise<SampledBatches[]> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'sampling-page.ts')],
    ...{ bundle: true, format: 'esm', platform: 'browser', target: 'es2022', write: false },
  });
  const page = { type: 'text/html', body: '<!doctype html><script type="module" src="/page.js"></script>', headers };
  const script = { type: 'text/javascript', body: outputFiles![0]!.text, headers };
  return JSON.parse(await openPage({ '/': page, '/page.js': script }, '/'));
}

describe.skipIf(!hasBrowser())('batches in Chromium are those of Node', () => {
  let expected: SampledBatches['edges'];
  beforeAll(async () => {
    ({ edges: expected } = await sampledBatches(0));
    expect(expected).toHaveLength(7);
  });

  it.each([
    ['by workers, where the page is isolated', isolation, 2],
    ['by the calling thread, in any other page', {}, 0],
    [
      'by the calling thread, where workers from blobs are forbidden',
      { ...isolation, 'Content-Security-Policy': "worker-src 'self'" },
      2,
    ],
  ])('%s', async (_, headers, threads) => {
    const [alone, shared] = await open(headers as Record<string, string>);
    expect(alone).toEqual({ threads: 0, edges: expected });
    expect(shared).toEqual({ threads, edges: expected });
  });
});
