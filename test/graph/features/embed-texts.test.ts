import { expect, it } from 'vitest';
import {
  embedTexts,
  encodeFeatures,
  fitFeatures,
  graphFromArrays,
  type TextEmbedder,
} from '../../../src/graph/index.js';

const notes = ['a long note of one', 'another note, also long', 'a long note of one', null, 'the last note of all'];
const graphOf = (texts: readonly (string | null)[] = notes) =>
  graphFromArrays({
    nodes: { doc: { data: { note: texts, n: texts.map((_, i) => i / 3) }, columns: { note: { role: 'text' } } } },
  });

/** Length and number of blanks, by which vectors are known in tests. */
function embedder(calls: string[][] = []): TextEmbedder {
  return {
    name: 'counts',
    width: 2,
    embed: async (texts) => {
      calls.push([...texts]);
      return texts.map((text) => [text.length, text.split(' ').length - 1]);
    },
  };
}
const refused = (code: string) => expect.objectContaining({ code });

it('texts become the vectors of the embedder, each asked for once; the encoder keeps its name', async () => {
  const calls: string[][] = [];
  const graph = graphOf();
  const texts = await embedTexts(graph, embedder(calls), { batchSize: 2 });
  expect(calls.map((batch) => batch.length)).toEqual([2, 1]);
  const encoder = JSON.parse(JSON.stringify(fitFeatures(graph, { texts })));
  expect(encoder.doc[0]).toMatchObject({ found: 'text', encoding: { kind: 'embedding', model: 'counts', width: 2 } });
  const matrix = encodeFeatures(graph, encoder, { texts }).features('doc')!;
  if (matrix.kind !== 'dense') throw new Error('sparse');
  const rows = notes.map((_, row) => [...matrix.values.subarray(row * matrix.width, row * matrix.width + 2)]);
  expect(rows).toEqual(notes.map((text) => (text === null ? [0, 0] : [text.length, text.split(' ').length - 1])));
});

it('new data are embedded alike; without the embedder, or with another, they are refused', async () => {
  const graph = graphOf();
  const encoder = fitFeatures(graph, { texts: await embedTexts(graph, embedder()) });
  const next = graphOf(['something that is new']);
  const texts = await embedTexts(next, embedder(), { encoder });
  expect(encodeFeatures(next, encoder, { texts }).features('doc')!.numRows).toBe(1);
  expect(() => encodeFeatures(next, encoder)).toThrow(refused('NEEDS_TEXT_MODEL'));
  expect(() => encodeFeatures(graph, encoder, { texts })).toThrow(refused('MODEL_MISMATCH'));
  await expect(embedTexts(next, { ...embedder(), name: 'other' }, { encoder })).rejects.toThrow(
    refused('MODEL_MISMATCH'),
  );
});

it('vectors that are too few, too short or no numbers are refused', async () => {
  const with_ = (embed: TextEmbedder['embed']) => embedTexts(graphOf(), { ...embedder(), embed });
  for (const answer of [[], undefined, notes.slice(0, 3).map(() => null)]) {
    await expect(with_(() => answer as never)).rejects.toThrow(refused('SHAPE_MISMATCH'));
  }
  await expect(with_((texts) => texts.map(() => [1]))).rejects.toThrow(refused('SHAPE_MISMATCH'));
  await expect(with_((texts) => texts.map(() => [1, Number.NaN]))).rejects.toThrow(refused('NON_FINITE'));
});

it('an embedder may be an object of a class', async () => {
  class Scaled {
    readonly name = 'scaled';
    readonly width = 1;
    readonly #scale = 2;
    embed(texts: readonly string[]) {
      return texts.map((text) => [this.#scale * text.length]);
    }
  }
  const { matrices } = await embedTexts(graphOf(), new Scaled());
  expect(matrices.doc!.note!.values[0]).toBe(2 * notes[0]!.length);
});
