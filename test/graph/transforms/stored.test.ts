import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import {
  addInverseRelations,
  addSelfLoops,
  type HeteroGraph,
  largestComponent,
  openGraph,
  rowNormalise,
  saveGraph,
  toHomogeneous,
  toUndirected,
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
      const before = graph.hash();
      const apply = (start: HeteroGraph) => {
        const result = chosen.reduce((each, transform) => transform(each), start);
        expect(result.validate()).toEqual([]);
        return result;
      };
      const result = apply(graph);
      expect(graph.hash()).toBe(before);
      const ofStored = apply(await openGraph(path));
      expect(ofStored.hash()).toBe(result.hash());
      await saveGraph(ofStored, `${path} changed`);
      const opened = await openGraph(`${path} changed`, { verify: true });
      expect(opened.hash()).toBe(result.hash());
      for (const type of opened.edgeTypes) {
        for (const direction of ['in', 'out'] as const) {
          expect(opened.rowOffsets(type, direction)).toEqual(result.rowOffsets(type, direction));
        }
      }
    }),
    { numRuns: 30 },
  );
});
