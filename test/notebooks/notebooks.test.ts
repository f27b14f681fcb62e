import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInKernel } from './jupyter.js';
import { type Cell, notebookFolder, readNotebook, runCells, tslab, writeOutputs } from './notebook.js';

/** Deno as an npm package that needs no script: a binary a platform. */
const denos: Readonly<Record<string, string>> = {
  'linux x64': '@deno/linux-x64-glibc',
  'linux arm64': '@deno/linux-arm64-glibc',
  'darwin arm64': '@deno/darwin-arm64',
};
let deno = denos[`${process.platform} ${process.arch}`];

let folder: string | undefined;
let reason = '';
beforeAll(async () => {
  try {
    // One folder for both kernels, for tslab takes notice of what changes near it.
    folder = await notebookFolder([tslab, ...(deno ? [`${deno}@2.9.6`] : [])]).catch(() => {
      deno = undefined;
      return notebookFolder([tslab]);
    });
  } catch (error) {
    reason = `the kernels cannot be installed: ${(error as Error).message.split('\n', 1)[0]}`;
  }
}, 130_000);
afterAll(async () => {
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

const names = [
  '01-first-graph.ipynb',
  '02-influence.ipynb',
  '03-explain.ipynb',
  '04-own-data.ipynb',
  '05-embeddings.ipynb',
  '06-recommend.ipynb',
  '07-forecast.ipynb',
  '08-analytics.ipynb',
];
const data = process.env.HETEROGRAPH_DATA ?? join(import.meta.dirname, '../../../shared/data');
/** Data sets that notebooks read. */
const needs: Readonly<Record<string, string>> = {
  '03-explain.ipynb': 'hgb-dblp',
  '06-recommend.ipynb': 'movielens-hin',
  '07-forecast.ipynb': 'rel-f1',
  '08-analytics.ipynb': 'fang',
};
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
    expect(outputs[i]!.pictures.map(titleOf), `cell ${i}`).toEqual(picturesOf(cell).map(titleOf));
  }
});

test("the first one runs in Deno's kernel too, and draws its pictures", { timeout: 120_000 }, async (context) => {
  if (folder === undefined || deno === undefined) {
    console.warn(`skipped: ${reason || 'Deno cannot be installed'}`);
    return context.skip();
  }
  // Packages are found as Node finds them.
  await writeFile(join(folder, 'deno.json'), '{ "nodeModulesDir": "manual" }');
  const { cells } = await readNotebook('01-first-graph.ipynb');
  const code = cells.filter((cell) => cell.cell_type === 'code');
  const outputs = await runInKernel(
    [join(folder, 'node_modules', deno, 'deno'), 'jupyter', '--kernel', '--conn'],
    folder,
    code.map((cell) => cell.source.join('')),
    { HETEROGRAPH_THREADS: '1' },
  );
  expect(outputs.find(({ ok }) => !ok)?.text).toBeUndefined();
  for (const [i, cell] of code.entries()) {
    const shown = (cell.outputs ?? []).flatMap((output) => output.text ?? []).join('');
    expect(outputs[i]!.text, `cell ${i}`).toBe(shown);
  }
  const drawn = code.flatMap(picturesOf).map(titleOf);
  expect(outputs.flatMap(({ pictures }) => pictures).map(titleOf)).toEqual(drawn);
  expect(drawn.length).toBeGreaterThan(0);
});

/** What is drawn: the places of the marks may differ in their last digits from machine to machine. */
function titleOf(svg: string): string | undefined {
  return /aria-label="([^"]*)"/.exec(svg)?.[1];
}

function picturesOf({ outputs = [] }: Cell): string[] {
  return outputs.flatMap(({ data }) => data?.['image/svg+xml']?.join('') ?? []);
}
