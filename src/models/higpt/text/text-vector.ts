import { expectArgument } from '../../../core/index.js';
import { hashWords } from '../../../graph/index.js';

/** Runs of letters, marks and digits of any script, in lower case; `directedBy` and `directed_by` are two words each. */
export function wordsOf(text: string): string[] {
  const apart = text.replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2');
  return apart.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Words, pairs of words that follow each other, and runs of three characters of every word, its ends marked. */
function gramsOf(text: string): string[] {
  const words = wordsOf(text);
  const pairs = words.slice(1).map((word, i) => `${words[i]}+${word}`);
  const runs = words.flatMap((word) => {
    const characters = [...`<${word}>`];
    return characters.slice(2).map((last, i) => `${characters[i]}${characters[i + 1]}${last}`);
  });
  return [...words, ...pairs, ...runs.map((run) => `~${run}`)];
}

/**
 * A vector of a text by hashing: its words, pairs of words and runs of three characters each add 1 or -1 to a place that their hash says
 * (Weinberger et al., ICML 2009), and the whole is scaled to length 1. Texts with words or parts of words in common are near each other; what words
 * mean is not known. The same text has the same vector everywhere. Zeros for a text without a letter or digit.
 *
 * @param width numbers of the vector
 * @example
 * const director = textVector('a person who directs movies', 256);
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function textVector(text: string, width: number): Float32Array {
  expectArgument(text, 'text', 'text');
  const { indices, values } = hashWords(1, () => [gramsOf(text).join('\n')], {
    width,
    signed: true,
    pattern: /[^\n]+/,
  });
  const vector = new Float32Array(width);
  const length = Math.hypot(...values);
  for (const [i, place] of indices.entries()) vector[place] = values[i]! / length;
  return vector;
}
