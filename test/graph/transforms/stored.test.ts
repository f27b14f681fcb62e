import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import {
  addInverseRelations,
  addSelfLoops,
  type HeteroGraph,
  hashGraph,
  largestComponent,
  openGraph,
  rowNormalise,
  saveGraph,
  toHomogeneous,
  toUndirected,
  validateGraph,
} from '../../../src/graph/index.js';
import { anyGraph } from '../arbitraries.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-transforms-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;

const name = ([source, relation, target]: readonly string[]) => `${source} ${relation} ${target} rev`;
const transforms: readonly ((graph: HeteroGraph) => HeteroGraph)[] = [
  (graph) => addInverseRelations(graph, { name }),
  (graph) => toUndirected(graph, { name }),
  addSelfLoops,
  rowNormalise,
  (graph) => largestComponent(graph).graph,
  (graph) => toHomogeneous(graph, { typeColumn: 'the type of it' }).graph,
];

it('transforms of a saved graph are those of the graph, and can be saved', async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, fc.shuffledSubarray([...transforms], { minLength: 1 }), async (graph, chosen) => {
      const path = join(folder, `g${made++}`);
      await saveGraph(graph, path);
      const before = hashGraph(graph);
      const apply = (start: HeteroGraph) => {
        const result = chosen.reduce((each, transform) => transform(each), start);
        expect(validateGraph(result)).toEqual([]);
        return result;
      };
      const result = apply(graph);
      expect(hashGraph(graph)).toBe(before);
      const ofStored = apply(await openGraph(path));
      expect(hashGraph(ofStored)).toBe(hashGraph(result));
      await saveGraph(ofStored, `${path} changed`);
      const opened = await openGraph(`${path} changed`, { verify: true });
      expect(hashGraph(opened)).toBe(hashGraph(result));
      for (const type of opened.edgeTypes) {
        for (const direction of ['in', 'out'] as const) {
          expect(opened.rowOffsets(type, direction)).toEqual(result.rowOffsets(type, direction));
        }
      }
    }),
    { numRuns: 30 },
  );
});
