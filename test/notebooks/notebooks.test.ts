import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { notebookFolder, readNotebook, runCells, writeOutputs } from './notebook.js';

let folder: string | undefined;
let reason = '';
beforeAll(async () => {
  try {
    folder = await notebookFolder();
  } catch (error) {
    reason = `the kernel cannot be installed: ${(error as Error).message.split('\n', 1)[0]}`;
  }
}, 130_000);
afterAll(async () => {
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

const names = ['01-first-graph.ipynb', '02-influence.ipynb', '03-explain.ipynb'];
const data = process.env.HETEROGRAPH_DATA ?? join(import.meta.dirname, '../../../shared/data');
/** Data sets that notebooks read. */
const needs: Readonly<Record<string, string>> = { '03-explain.ipynb': 'hgb-dblp' };
test.for(names)('%s runs, and prints what it shows', { timeout: 120_000 }, async (name, context) => {
  if (folder === undefined) {
    console.warn(`skipped: ${reason}`);
    return context.skip();
  }
  const needed = needs[name];
  if (needed !== undefined && !existsSync(join(data, needed))) {
    console.warn(`skipped: the data set ${needed} is not there`);
    return context.skip();
  }
  const { cells, nbformat, nbformat_minor, metadata } = await readNotebook(name);
  // Before 4.5, cells need no ids.
  expect([nbformat, nbformat_minor, metadata.kernelspec.name]).toEqual([4, 4, 'tslab']);
  const code = cells.filter((cell) => cell.cell_type === 'code');
  const outputs = await runCells(
    folder,
    code.map((cell) => cell.source.join('')),
    { HETEROGRAPH_DATA: data },
  );
  const failed = outputs.find(({ ok }) => !ok);
  expect(failed?.text).toBeUndefined();
  if (process.env.UPDATE_NOTEBOOKS) await writeOutputs(name, outputs);
  for (const [i, cell] of code.entries()) {
    const shown = (cell.outputs ?? []).flatMap((output) => output.text ?? []).join('');
    expect(outputs[i]!.text, `cell ${i}`).toBe(shown);
  }
});
