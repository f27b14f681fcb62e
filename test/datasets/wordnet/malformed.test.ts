import { describe, expect, it } from 'vitest';
import { readWordNetFiles } from '../../../src/datasets/wordnet/read.js';
import type { NamedStream } from '../../../src/graph/index.js';
import { validateGraph } from '../../../src/graph/index.js';
import { survivesDamage } from '../mutations.js';

const licence = '  1 This software and database is being provided to you\n';
const files: Readonly<Record<string, string>> = {
  'data.noun': `${licence}00000010 03 n 02 Entity 0 thing 1 002 ~ 00000020 n 0000 + 00000050 v 0101 | that which is
00000020 05 n 02 dog 0 Dog 1 003 @ 00000010 n 0000 @ 00000010 n 0102 ;u 00000090 n 0000 | a dog; "Dogs bark."
00000090 10 n 01 word_of_praise 0 001 -u 00000020 n 0000 | zebra apple Zebra
`,
  'data.verb': `${licence}00000050 42 v 01 be 0 001 + 00000010 n 0101 01 + 02 00 | exist`,
  'data.adj': `${licence}00000030 00 a 01 Big(p) 0 002 ! 00000040 a 0101 & 00000060 s 0000 | large\r
00000040 00 a 02 small(a) 0 little 0 001 ! 00000030 a 0101 | not large
00000060 00 s 01 huge(ip) 0 001 & 00000030 a 0000 | very large
`,
  'data.adv': `${licence}00000070 02 r 01 dog 0 000 |
`,
};
const streams =
  (contents: Readonly<Record<string, string>>) =>
  (name: string): NamedStream => ({ name, bytes: [Buffer.from(contents[name]!)] });
const read = (contents: Readonly<Record<string, string>>) => readWordNetFiles(streams(contents), 32, {});

describe('data files in the format of WordNet', () => {
  it('worked out by hand', async () => {
    const graph = await read(files);
    const lemmas = (type: string) => [...graph.nodeTable(type).getChild('lemmas')!];
    const pairs = (type: string) => {
      const { source, target } = graph.edgeIndex(type);
      return [...source].map((from, e) => `${from} ${target[e]}`);
    };
    expect(lemmas('noun')).toEqual(['entity thing', 'dog dog', 'word_of_praise']);
    expect(lemmas('adjective')).toEqual(['big', 'small little', 'huge']);
    expect([...graph.nodeTable('word').getChild('word')!]).toEqual([
      'entity',
      'thing',
      'dog',
      'word_of_praise',
      'be',
      'big',
      'small',
      'little',
      'huge',
    ]);
    expect(pairs('noun>has_word>word')).toEqual(['0 0', '0 1', '1 2', '2 3']);
    expect(pairs('adverb>has_word>word')).toEqual(['0 2']);
    // The pointer between the words is one between the same synsets: held once.
    expect(pairs('hypernym')).toEqual(['1 0']);
    expect(graph.edgeSchema('hypernym').inverse).toEqual(['noun', 'hyponym', 'noun']);
    expect(graph.edgeSchema('similar').inverse).toEqual(['adjective', 'similar', 'adjective']);
    expect(graph.edgeSchema('noun>derivation>verb').inverse).toEqual(['verb', 'derivation', 'noun']);
    expect(graph.edgeSchema('usage').inverse).toEqual(['noun', 'usage_member', 'noun']);
    expect([...graph.nodeTable('noun').getChild('offset')!]).toEqual(['00000010', '00000020', '00000090']);
    expect([...graph.nodeTable('noun').getChild('gloss')!][1]).toBe('a dog; "Dogs bark."');
    expect([...graph.nodeTable('adverb').getChild('gloss')!]).toEqual(['']);
    const labels = graph.labels('noun');
    expect(labels?.kind === 'single' && [...labels.values].map((value) => labels.classes[value])).toEqual([
      'noun.Tops',
      'noun.animal',
      'noun.communication',
    ]);
    const words = graph.features('noun')!;
    expect(words.kind === 'sparse' && [...words.values.subarray(words.indptr[2]!)].sort()).toEqual([1, 2]);
    expect(validateGraph(graph)).toEqual([]);
  });

  it.each([
    ['data.noun', 3, '@ 00000010 n 0000', '@ 00000011 n 0000'],
    ['data.adj', 2, '! 00000040 a', '! 00000040 v'],
    ['data.noun', 2, '00000010 03', '00000010 29'],
    ['data.adv', 2, '00000070 02 r', '00000070 02 v'],
    ['data.adj', 4, '00000060 00 s', '00000040 00 s'],
    ['data.verb', 2, '+ 00000010', 'x 00000010'],
    ['data.noun', 4, 'n 01 word', 'n 00 word'],
    ['data.noun', 4, 'word_of', 'word of'],
    ['data.adj', 2, '| large', 'large'],
  ])('%s row %i with %s made %s is refused', async (file, row, from, to) => {
    const changed = files[file]!.replace(from, to);
    expect(changed).not.toBe(files[file]);
    await expect(read({ ...files, [file]: changed })).rejects.toMatchObject({
      code: 'MALFORMED_ROW',
      location: { file, row },
    });
  });

  it('300 damaged files give a graph or an error that names file and row', () =>
    survivesDamage(files, (open) => readWordNetFiles(open, 32, {})));

  it('an abort is heard between the files', async () => {
    const abort = new AbortController();
    const open = (name: string): NamedStream => {
      if (name === 'data.adj') abort.abort();
      return streams(files)(name);
    };
    await expect(readWordNetFiles(open, 32, { signal: abort.signal })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
