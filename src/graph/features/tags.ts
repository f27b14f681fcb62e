import type { SparseMatrix } from '../../core/index.js';
import { hashWords } from '../transforms/hash-words.js';
import type { Cells } from './cells.js';
import type { TagsEncoding } from './encoding.js';

/** How several tags stand in a cell: with a mark between, or as an array of JSON. */
export type TagForm = '|' | ';' | ',' | 'json';

/** Tags that get a column of their own, the most frequent first. */
const MOST_TAGS = 64;
/** Rows in which a tag must be to get a column of its own where there are many. */
const FEWEST_ROWS = 2;
/** Columns that all other tags are hashed to. */
const HASHED_WIDTH = 64;
/** Share of the cells with several tags from which a column holds lists of tags; commas are in many other texts, too. */
const LISTS: readonly (readonly [TagForm, number])[] = [
  ['|', 0.2],
  [';', 0.2],
  [',', 0.5],
];
const DECIMAL_COMMA = /^[-+]?\d+(,\d+)?$/;
/** How often a tag is there on average where a column holds lists of tags. */
const REPEATED = 3;
/** Words of a tag on average, at most. */
const SHORT = 2;

/** The tags of a cell, each once and in the order of the text; none where there is no value. */
export function tagsOf(text: string | null, form: TagForm): readonly string[] {
  if (text === null) return [];
  const parts = form === 'json' ? (jsonTags(text) ?? [text]) : text.split(form);
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
}

/** The tags of an array of JSON; undefined where the text is none, or holds other things than texts, numbers and truth values. */
function jsonTags(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const isPlain = Array.isArray(value) && value.every((each) => each === null || typeof each !== 'object');
    return isPlain ? value.filter((each) => each !== null).map(String) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The encoding of texts that are lists of tags; undefined where they are not.
 *
 * @param counts how often each text is there
 * @param mustBe whether the role says that they are
 */
export function guessTags(counts: ReadonlyMap<string, number>, mustBe: boolean): TagsEncoding | undefined {
  const form = formOf(counts, mustBe);
  if (!form) return undefined;
  const tags = new Map<string, number>();
  for (const [text, count] of counts) {
    for (const tag of tagsOf(text, form)) tags.set(tag, (tags.get(tag) ?? 0) + count);
  }
  const isMany = tags.size > MOST_TAGS;
  const kept = [...tags]
    .filter(([, count]) => !isMany || count >= FEWEST_ROWS)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MOST_TAGS)
    .map(([tag]) => tag)
    .sort();
  return kept.length === 0
    ? undefined
    : { kind: 'tags', form, tags: kept, hashed: kept.length < tags.size ? HASHED_WIDTH : 0 };
}

function formOf(counts: ReadonlyMap<string, number>, mustBe: boolean): TagForm | undefined {
  const texts = [...counts.keys()];
  if (texts.every((text) => jsonTags(text) !== undefined)) return 'json';
  const all = texts.reduce((sum, text) => sum + counts.get(text)!, 0);
  const shares = LISTS.map(([form, least]) => {
    const lists = texts.filter((text) => text.includes(form));
    return { form, share: lists.reduce((sum, text) => sum + counts.get(text)!, 0) / all, least };
  });
  if (mustBe) return shares.reduce((best, each) => (each.share > best.share ? each : best)).form;
  // Numbers such as 1,5 have a decimal comma.
  if (texts.every((text) => DECIMAL_COMMA.test(text))) return undefined;
  return shares.find(({ form, share, least }) => share >= least && areTags(counts, form))?.form;
}

/** Whether the parts are short and come again and again. */
function areTags(counts: ReadonlyMap<string, number>, form: TagForm): boolean {
  const different = new Set<string>();
  let [parts, words] = [0, 0];
  for (const [text, count] of counts) {
    for (const tag of tagsOf(text, form)) {
      different.add(tag);
      parts += count;
      words += count * tag.split(/\s+/).length;
    }
  }
  return parts >= REPEATED * different.size && words <= SHORT * parts;
}

/** A column of ones for each tag that has one, [N, tags + hashed]; other tags are hashed, or left out where all had a column. */
export function encodeTags(cells: Cells, { form, tags, hashed }: TagsEncoding): SparseMatrix {
  const places = new Map(tags.map((tag, c) => [tag, c]));
  const { numRows } = cells;
  const rest =
    hashed === 0
      ? undefined
      : hashWords(numRows, (row) => tagsOf(cells.text(row), form).filter((tag) => !places.has(tag)), {
          ...{ width: hashed, values: 'binary', pattern: /.+/s },
        });
  const indptr = new Int32Array(numRows + 1);
  const indices: number[] = [];
  for (let row = 0; row < numRows; row++) {
    const own = tagsOf(cells.text(row), form).flatMap((tag) => places.get(tag) ?? []);
    indices.push(...own.sort((a, b) => a - b));
    if (rest)
      for (const c of rest.indices.subarray(rest.indptr[row], rest.indptr[row + 1])) indices.push(tags.length + c);
    indptr[row + 1] = indices.length;
  }
  const values = new Float32Array(indices.length).fill(1);
  return { kind: 'sparse', numRows, width: tags.length + hashed, indptr, indices: Int32Array.from(indices), values };
}
