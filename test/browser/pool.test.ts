import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { gemm } from '../../src/compute/kernels/gemm.js';
import { spmm } from '../../src/compute/kernels/spmm.js';
import { Pool } from '../../src/compute/threads/pool.js';
import { gemmReference } from '../compute/references/gemm.js';
import { spmmReference } from '../compute/references/spmm.js';
import { hasBrowser, openPage, type Page } from '../support/browser.js';
import { makeInputs } from './inputs.js';
import type { Findings, Report } from './page.js';

const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const { csr, x, width, a, b, m, n, k } = makeInputs();

async function open(headers: Record<string, string>): Promise<{ page: Findings; worker: Findings }> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'page.ts')],
    ...{ bundle: true, format: 'esm', platform: 'browser', target: 'es2022', write: false },
    // What of the room needs Node (files of costs, spilling) is left out again, being unused here.
    external: ['node:*'],
  });
  expect(outputFiles![0]!.text.match(/^import\b.*$/gm) ?? []).toEqual([]);
  const page: Page = {
    type: 'text/html',
    body: '<!doctype html><script type="module" src="/page.js"></script>',
    headers,
  };
  const script: Page = { type: 'text/javascript', body: outputFiles![0]!.text, headers };
  const report: Report = JSON.parse(await openPage({ '/': page, '/page.js': script }, '/'));
  if (!report.page || !report.worker) throw new Error(report.error);
  return { page: report.page, worker: report.worker };
}

function inNode(): number[][] {
  const pool = new Pool(3);
  try {
    const products = [spmm(csr, x, width, { pool }), gemm(a, b, m, n, k, { pool })];
    const references = [spmmReference(csr, x, width, 'sum'), gemmReference(a, b, m, n, k)];
    for (const [i, reference] of references.entries()) {
      const worst = products[i]!.reduce((most, value, at) => Math.max(most, Math.abs(value - reference[at]!)), 0);
      expect(worst).toBeLessThan(1e-4);
    }
    return products.map((values) => [...new Uint32Array(values.buffer)]);
  } finally {
    pool.dispose();
  }
}

describe.skipIf(!hasBrowser())('in Chromium', () => {
  let expected: number[][];
  beforeAll(() => {
    expected = inNode();
  });

  it('an isolated page has threads: on its main thread, which may not sleep, and in a worker', async () => {
    const found = await open(isolation);
    for (const { threads, limits, isolated, early, products, secondThreadWorked, afterClose } of [
      found.page,
      found.worker,
    ]) {
      expect({ threads, limits, isolated, secondThreadWorked, afterClose }).toEqual({
        threads: 2,
        limits: undefined,
        isolated: true,
        secondThreadWorked: true,
        afterClose: 'DISPOSED',
      });
      expect(early).toEqual(expected);
      expect(products).toEqual(expected);
    }
  });

  it('any other page has one thread, knows why, and gets the same bits', async () => {
    const found = await open({});
    for (const { threads, limits, isolated, early, products, secondThreadWorked } of [found.page, found.worker]) {
      expect({ threads, isolated, secondThreadWorked }).toEqual({
        threads: 1,
        isolated: false,
        secondThreadWorked: false,
      });
      expect(limits).toContain('Cross-Origin-Opener-Policy: same-origin');
      expect(early).toEqual(expected);
      expect(products).toEqual(expected);
    }
  });

  it('where workers from blobs are forbidden there is one thread, although the page is isolated', async () => {
    const found = await open({ ...isolation, 'Content-Security-Policy': "worker-src 'self'" });
    for (const { threads, limits, isolated, early, products } of [found.page, found.worker]) {
      expect({ threads, isolated }).toEqual({ threads: 1, isolated: true });
      expect(limits).toContain('a worker failed');
      expect(early).toEqual(expected);
      expect(products).toEqual(expected);
    }
  });
});
