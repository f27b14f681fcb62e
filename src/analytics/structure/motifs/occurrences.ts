import type { Pieces } from '../../../core/index.js';
import type { RankedGraph } from '../simple/ranked-graph.js';
import { countAroundEdges } from './around-edges.js';
import { countAroundNodes } from './around-nodes.js';
import { countCycles } from './cycles.js';
import { ShapeCounts } from './induced.js';
import type { Tables, TypedRanks } from './tables.js';
import { emptyTables, tableShapes } from './tables.js';
import { typedShape } from './typed-shapes.js';

/** How often each shape of a size occurs, whatever other edges there are between its nodes. */
export function* occurrences(graph: RankedGraph, size: 3 | 4, typed: TypedRanks): Pieces<ShapeCounts> {
  const tables = emptyTables(size, typed.numTypes);
  yield* countAroundNodes(graph, size, typed, tables);
  yield* countAroundEdges(graph, size, typed, tables);
  if (size === 4) yield* countCycles(graph, typed, tables.cycle!);
  return shapeCounts(tables, typed.numTypes);
}

function shapeCounts(tables: Tables, numTypes: number): ShapeCounts {
  const counts = new ShapeCounts();
  for (const { shape, counts: table } of tableShapes(tables)) {
    for (let i = 0; i < table.length; i++) {
      if (table[i] === 0) continue;
      const types = Array.from({ length: shape.numNodes }, (_, place) => {
        return Math.floor(i / numTypes ** (shape.numNodes - 1 - place)) % numTypes;
      });
      counts.add(typedShape(types, shape.edges)!, table[i]!);
    }
  }
  return counts;
}
