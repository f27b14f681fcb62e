import { readFileSync } from 'node:fs';
import { TaskGraph } from '../../src/schedule/index.js';

type Triple = [number, number, number];
const file = new URL('./published.json', import.meta.url);

/**
 * The example of Topcuoglu, Hariri, Wu 2002 (figure 3 and table 1), with its published ranks and length: costs on three devices, and
 * edges from, to (counted from 1), bytes.
 */
export function published(): TaskGraph {
  const { costs, edges } = JSON.parse(readFileSync(file, 'utf8')) as { costs: Triple[]; edges: Triple[] };
  return new TaskGraph({
    tasks: costs.map((each, i) => ({ name: `n${i + 1}`, costs: each })),
    dependencies: edges.map(([from, to, bytes]) => ({ from: from - 1, to: to - 1, bytes })),
  });
}
