import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';

const source = readFileSync(new URL('../test/schedule/task-graphs.ts', import.meta.url), 'utf8');
const { code } = transformSync(source, { loader: 'ts', format: 'esm' });
const { taskGraphs: make } = await import(`data:text/javascript,${encodeURIComponent(code)}`);

/** The random task graphs of the tests, made by a build of the library: `{ TaskGraph, RandomStream }`. */
export const taskGraphs = make;
