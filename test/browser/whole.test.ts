import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openPage, type Page } from '../support/browser.js';
import { csvTexts } from './tables.js';
import { findOut, type WholeReport } from './whole-page.js';

const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Errors while the script loads, before it can report itself. */
const reportErrors =
  "addEventListener('error', (e) => fetch('/report', { method: 'POST', body: JSON.stringify({ error: e.message }) }))";

async function open(headers: Record<string, string>): Promise<WholeReport> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'whole-page.ts')],
    ...{ bundle: true, format: 'esm', platform: 'browser', target: 'es2022', write: false },
  });
  const html = `<!doctype html><script>${reportErrors}</script><script type="module" src="/page.js"></script>`;
  const page: Page = { type: 'text/html', body: html, headers };
  const script: Page = { type: 'text/javascript', body: outputFiles![0]!.text, headers };
  return JSON.parse(await openPage({ '/': page, '/page.js': script }, '/', 60_000)) as WholeReport;
}

describe.skipIf(!hasBrowser())('in Chromium, from a CSV file in a Blob to a trained model', () => {
  let expected: WholeReport;
  beforeAll(async () => {
    expected = await findOut(csvTexts());
  });

  it.each([
    ['a page that is isolated', isolation, true],
    ['a page that is not', {}, false],
  ])(
    '%s finds what Node finds',
    async (_, headers, isolated) => {
      const found = await open(headers);
      expect(found.error).toBeUndefined();
      expect(found.isolated).toBe(isolated);
      expect([found.hash, found.counts, found.seeds]).toEqual([expected.hash, expected.counts, expected.seeds]);
      expect(found.counts).toEqual([150, 900]);
      expect(found.accuracy).toBeGreaterThan(0.8);
    },
    90_000,
  );
});
