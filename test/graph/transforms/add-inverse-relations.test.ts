import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addInverseRelations,
  type EdgeType,
  edgeTypeKey,
  type HeteroGraph,
  hashGraph,
  sameEdgeType,
  validateGraph,
} from '../../../src/graph/index.js';
import { anyGraph, plainGraph } from '../arbitraries.js';
import { codeOf, KNOWS, LIKES, smallGraph } from './small-graph.js';

type Column = [name: string, type: string, values: unknown];

function columnsOf(graph: HeteroGraph, type: EdgeType): [Column, Column, ...Column[]] {
  const { edges } = plainGraph(graph) as { edges: [EdgeType, number, [Column, Column, ...Column[]]][] };
  return edges.find(([other]) => sameEdgeType(other, type))![2];
}

describe('addInverseRelations', () => {
  it('adds the reversed edges with their columns, for any graph', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const result = addInverseRelations(graph, { name: (type) => `${edgeTypeKey(type)} rev` });
        expect(validateGraph(result)).toEqual([]);
        let numAdded = 0;
        for (const { type, inverse, columns } of graph.schema.edges) {
          if (inverse) expect(result.edgeSchema(type)).toEqual(graph.edgeSchema(type));
          else {
            numAdded++;
            const back = result.edgeSchema(type).inverse!;
            expect(result.edgeSchema(back)).toMatchObject({ columns, inverse: type });
            const [[, , sources], [, , targets], ...others] = columnsOf(graph, type);
            const swapped = [['source', 'Int32', targets], ['target', 'Int32', sources], ...others];
            expect(columnsOf(result, back)).toEqual(swapped);
            expect([...result.rowOffsets(back, 'out')]).toEqual([...graph.rowOffsets(type, 'in')]);
          }
        }
        expect(result.edgeTypes.length).toBe(graph.edgeTypes.length + numAdded);
        expect(hashGraph(addInverseRelations(result))).toBe(hashGraph(result));
        expect(plainGraph(result)).toMatchObject({ nodes: (plainGraph(graph) as { nodes: unknown }).nodes });
      }),
      { numRuns: 60 },
    );
  });

  it('takes some relations, and refuses names that are taken or none', () => {
    fc.assert(
      fc.property(smallGraph, (graph) => {
        const result = addInverseRelations(graph, { relations: ['likes', LIKES] });
        expect(result.edgeTypes).toEqual([KNOWS, LIKES, ['film', 'rev_likes', 'person']]);
        expect(codeOf(() => addInverseRelations(graph, { relations: ['hates'] }))).toBe('UNKNOWN_TYPE');
        expect(codeOf(() => addInverseRelations(graph, { name: (type) => type[1] }))).toBe('DUPLICATE_NAME');
        expect(codeOf(() => addInverseRelations(graph, { name: () => '' }))).toBe('INVALID_SCHEMA');
      }),
      { numRuns: 3 },
    );
  });
});
