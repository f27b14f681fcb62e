import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeSchema, embedSchema, textVector } from '../../../src/models/index.js';
import { plantedGraph } from '../planted.js';

const { schema } = plantedGraph();
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const code = (name: string) => expect.objectContaining({ code: name });

describe('vectors of texts', () => {
  it('have length 1, are the same for the same words, and nearer for words in common', () => {
    const [directs, acts, word] = ['a person who directs movies', 'a person who acts in movies', 'keyword'].map(
      (text) => textVector(text, 256),
    );
    expect(dot(directs!, directs!)).toBeCloseTo(1, 5);
    expect(textVector('A Person, who directs MOVIES!', 256)).toEqual(directs);
    expect(textVector('directedBy', 64)).toEqual(textVector('directed_by', 64));
    expect(dot(directs!, acts!)).toBeGreaterThan(0.4);
    expect(Math.abs(dot(directs!, word!))).toBeLessThan(0.2);
    expect(textVector('?!', 8)).toEqual(new Float32Array(8));
    expect(() => textVector('a', 0)).toThrow(code('INVALID_OPTION'));
  });

  it('are finite and of length 1 or 0 for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, width) => {
        const vector = textVector(text, width);
        expect(vector).toHaveLength(width);
        const length = dot(vector, vector);
        expect(Math.min(Math.abs(length - 1), length)).toBeLessThan(1e-5);
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

describe('descriptions of a schema', () => {
  it('are the words of the names, or what is given, backwards too', () => {
    expect(describeSchema(schema)).toEqual({
      nodes: { person: 'person', group: 'group' },
      edges: { 'person>in>group': 'person in group', 'group>rev_in>person': 'person in group, reversed' },
    });
    const given = { nodes: { group: 'people together' }, edges: { 'person>in>group': 'meets' } };
    expect(describeSchema(schema, given)).toEqual({
      nodes: { person: 'person', group: 'people together' },
      edges: { 'person>in>group': 'meets', 'group>rev_in>person': 'meets, reversed' },
    });
    expect(() => describeSchema(schema, { edges: { in: 'x' } })).toThrow(code('UNKNOWN_TYPE'));
  });

  it('are embedded by whatever makes vectors, with those of types that come later', async () => {
    const embedder = { name: 'length', width: 2, embed: (texts: readonly string[]) => texts.map((t) => [t.length, 1]) };
    const found = await embedSchema(schema, embedder, { schemaText: { nodes: { club: 'four' } } });
    expect(found.nodes).toEqual({ club: [4, 1], person: [6, 1], group: [5, 1] });
    expect(found.edges['person>in>group']).toEqual([15, 1]);
    const bad = (vector: number[] | undefined) => ({ ...embedder, embed: () => (vector ? [vector, vector] : []) });
    await expect(embedSchema(schema, bad([1]))).rejects.toThrow(code('SHAPE_MISMATCH'));
    await expect(embedSchema(schema, bad(undefined))).rejects.toThrow(code('SHAPE_MISMATCH'));
    await expect(embedSchema(schema, bad([1, Number.NaN]))).rejects.toThrow(code('NON_FINITE'));
    const aborted = { signal: AbortSignal.abort() };
    await expect(embedSchema(schema, embedder, aborted)).rejects.toThrow(code('ABORTED'));
  });
});
