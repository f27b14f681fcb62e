import { describe, expect, it } from 'vitest';
import { GraphBuilder, graphFromArrays, graphFromArrow } from '../../../src/graph/index.js';

/** What JavaScript lets pass and types would not. */
type Any = never;
const wrong = [undefined, null, 7, 'abc', [], {}, true, () => 1, Symbol('s'), Number.NaN, new Map()] as Any[];
const coded = (call: () => unknown) => {
  try {
    call();
  } catch (error) {
    expect(error).toMatchObject({ name: 'HeteroGraphError', code: expect.stringMatching(/^[A-Z_]+$/) });
    return (error as { code: string }).code;
  }
  return 'none';
};
const builder = () =>
  new GraphBuilder({
    nodes: [{ name: 'a', columns: [{ name: 'x', type: 'float32', role: 'feature' }] }],
    edges: [{ type: ['a', 'to', 'a'], columns: [] }],
  });

describe('wrong shapes give coded errors', () => {
  it('of edge types', () => {
    for (const type of [...wrong, 'a>to>a', ['a', 'to'], ['a', 1, 'a']] as Any[]) {
      expect(coded(() => builder().addEdges(type, { source: [0], target: [0] }))).toBe('INVALID_OPTION');
      if (typeof type !== 'string')
        expect(
          coded(() =>
            builder()
              .build()
              .numEdges(type ?? 7),
          ),
        ).not.toBe('none');
    }
  });

  it('of columns', () => {
    for (const columns of wrong) {
      const isEmpty = columns === undefined || columns === (wrong[5] as unknown) || columns === (wrong[2] as unknown);
      coded(() => builder().addNodes(columns, 1));
      const code = coded(() => builder().addNodes('a', columns));
      if (!isEmpty && !((columns as unknown) instanceof Map)) expect(code).not.toBe('none');
      if (!Array.isArray(columns)) {
        expect(coded(() => builder().addNodes('a', { x: columns }).build())).toBe('WRONG_DTYPE');
        expect(coded(() => builder().addEdges(['a', 'to', 'a'], { source: columns, target: [0] }))).toBe('WRONG_DTYPE');
      }
      expect(coded(() => builder().addEdges(['a', 'to', 'a'], columns))).toBe('WRONG_DTYPE');
    }
  });

  it('of options: what does not exist is refused, misspelt declarations too', () => {
    const refused = (call: () => unknown) => expect(coded(call)).toBe('INVALID_OPTION');
    refused(() => builder().addNodes('b', { y: [1] }, { id: 'y' } as Any));
    refused(() => builder().addNodes('b', { y: [1] }, { columns: { y: { rol: 'label' } } } as Any));
    refused(() => builder().addNodes('b', { y: [1] }, { columns: { y: { role: 'lable' } } } as Any));
    refused(() => builder().addNodes('b', { y: [1] }, { columns: { y: { type: 'int' } } } as Any));
    refused(() => builder().addEdges(['a', 'to', 'a'], { source: [0], target: [0] }, { endpoint: 'id' } as Any));
    refused(() => new GraphBuilder(undefined, { onissue: 'collect' } as Any));
    refused(() => graphFromArrays({ nodes: { a: { data: {}, id: 'x' } } } as Any));
    refused(() => graphFromArrays({ numNodes: { a: 2 } } as Any));
    refused(() => graphFromArrays({ nodes: { a: 2 }, edges: [{ type: ['a', 'to', 'a'], src: [0] }] } as Any));
    refused(() => graphFromArrow({ nodes: [{ type: 'a', tables: [] }] } as Any));
    expect(coded(() => new GraphBuilder({ nodes: [{ name: 'a', columns: [], role: 'id' }], edges: [] } as Any))).toBe(
      'INVALID_SCHEMA',
    );
    const misspelt = { name: 'x', type: 'int32', role: 'id', clases: ['a'] };
    expect(coded(() => new GraphBuilder({ nodes: [{ name: 'a', columns: [misspelt] }], edges: [] } as Any))).toBe(
      'INVALID_SCHEMA',
    );
  });

  it('of the whole input', () => {
    for (const input of wrong) {
      if ((input as unknown) instanceof Map) continue;
      expect(coded(() => graphFromArrays(input))).toBe('INVALID_OPTION');
      expect(coded(() => graphFromArrow(input))).toBe('INVALID_OPTION');
    }
  });
});
