import { nodeModule } from '../../core/index.js';
import type { FileSource } from '../../graph/index.js';
import type { ByteDictionary } from '../../graph/internal.js';
import { growableInt32, TextColumn } from '../../graph/internal.js';
import { malformedRow } from '../base/malformed.js';
import { HashedWords } from '../text/hashed-words.js';
import { Fields } from './fields.js';
import { type PartOfSpeech, partsOfSpeech, pointers } from './relations.js';

const { isUtf8 } = nodeModule<typeof import('node:buffer')>('node:buffer');

const SPACE = 32;
const BAR = 124;
const OFFSET_DIGITS = 8;
const BLANK = Uint8Array.of(SPACE);

/** Symbols of pointers; their place here is their number. */
export const symbols = Object.keys(pointers);
const encoder = new TextEncoder();
const symbolNumbers = new Map(symbols.map((symbol, i) => [symbolKey(encoder.encode(symbol), 0, symbol.length), i]));
const partNumbers = new Int8Array(256).fill(-1);
for (const [part, { letters }] of partsOfSpeech.entries()) {
  for (const letter of letters) partNumbers[letter.charCodeAt(0)] = part;
}

/** The synsets of one data file while they are read; words and pointers hold the row they belong to. */
export class Synsets {
  readonly source: FileSource;
  readonly part: PartOfSpeech;
  /** Byte offsets in the file, which are the ids, ascending. */
  readonly offsets = growableInt32();
  readonly lines = growableInt32();
  readonly lexicographers = growableInt32();
  readonly ids = new TextColumn();
  readonly lemmas = new TextColumn();
  readonly glosses = new TextColumn();
  readonly glossWords: HashedWords;
  readonly wordRows = growableInt32();
  readonly words = growableInt32();
  readonly pointerRows = growableInt32();
  readonly pointerSymbols = growableInt32();
  readonly pointerOffsets = growableInt32();
  readonly pointerParts = growableInt32();
  readonly #dictionary: ByteDictionary;
  readonly #fields = new Fields((why) => this.#bad(why));
  #lemma = new Uint8Array(256);
  #line = 0;

  constructor(source: FileSource, part: PartOfSpeech, dictionary: ByteDictionary, glossBuckets: number) {
    this.source = source;
    this.part = part;
    this.#dictionary = dictionary;
    this.glossWords = new HashedWords(glossBuckets);
  }

  get numRows(): number {
    return this.offsets.length;
  }

  /**
   * Reads a line: offset, lexicographer file, kind, words, pointers, frames, `|`, gloss. Lines of the licence, before the
   * synsets, start with spaces.
   *
   * @throws {HeteroGraphError} MALFORMED_ROW
   */
  addLine(bytes: Uint8Array, start: number, end: number, line: number): void {
    if (bytes[start] === SPACE) return;
    this.#line = line;
    const bar = bytes.indexOf(BAR, start);
    if (bar < 0 || bar >= end) throw this.#bad('it has no gloss');
    const row = this.numRows;
    const fields = this.#fields;
    fields.begin(bytes, start, bar);
    const offset = fields.number(OFFSET_DIGITS, 10);
    if (row > 0 && offset <= this.offsets.at(row - 1)) throw this.#bad('its offset is not above the one before');
    const lexicographer = fields.number(2, 10);
    if (!this.part.lexicographers.includes(lexicographer)) {
      throw this.#bad(`${lexicographer} is no lexicographer file of a ${this.part.nodeType}`);
    }
    if (partsOfSpeech[partNumbers[fields.letter()]!] !== this.part) throw this.#bad(`it is no ${this.part.nodeType}`);
    const numWords = fields.number(2, 16);
    if (numWords === 0) throw this.#bad('it has no words');
    const firstWord = this.words.length;
    for (let w = 0; w < numWords; w++) {
      const from = fields.at;
      this.#addWord(bytes, from, fields.word(), row, firstWord);
      fields.number(1, 16);
    }
    this.lemmas.endRow();
    for (let left = fields.number(3, 10); left > 0; left--) this.#addPointer(bytes, row);
    this.#addGloss(bytes, bar + 1, end);
    this.ids.append(bytes, start, start + OFFSET_DIGITS);
    this.ids.endRow();
    this.offsets.push(offset);
    this.lines.push(line);
    this.lexicographers.push(lexicographer);
  }

  /** Words count in lower case, without the syntactic marker of adjectives. */
  #addWord(bytes: Uint8Array, start: number, end: number, row: number, firstWord: number): void {
    const length = withoutMarker(bytes, start, end) - start;
    if (length === 0) throw this.#bad('a word is empty');
    if (length > this.#lemma.length) this.#lemma = new Uint8Array(length * 2);
    const lemma = this.#lemma;
    for (let i = 0; i < length; i++) {
      const byte = bytes[start + i]!;
      lemma[i] = byte >= 65 && byte <= 90 ? byte | 32 : byte;
    }
    this.#checkText(lemma, 0, length);
    if (this.lemmas.isRowOpen) this.lemmas.append(BLANK, 0, 1);
    this.lemmas.append(lemma, 0, length);
    const word = this.#dictionary.code(lemma, 0, length);
    for (let i = firstWord; i < this.words.length; i++) if (this.words.at(i) === word) return;
    this.words.push(word);
    this.wordRows.push(row);
  }

  /** Symbol, offset, part of speech, and which words are linked. */
  #addPointer(bytes: Uint8Array, row: number): void {
    const fields = this.#fields;
    const from = fields.at;
    const symbol = symbolNumbers.get(symbolKey(bytes, from, fields.word()));
    if (symbol === undefined) throw this.#bad('a pointer has an unknown symbol');
    const offset = fields.number(OFFSET_DIGITS, 10);
    const part = partNumbers[fields.letter()]!;
    if (part < 0) throw this.#bad('a pointer leads to an unknown part of speech');
    fields.number(4, 16);
    this.pointerRows.push(row);
    this.pointerSymbols.push(symbol);
    this.pointerOffsets.push(offset);
    this.pointerParts.push(part);
  }

  #addGloss(bytes: Uint8Array, start: number, end: number): void {
    let from = start;
    let to = end;
    while (from < to && bytes[from]! <= SPACE) from++;
    while (to > from && bytes[to - 1]! <= SPACE) to--;
    this.#checkText(bytes, from, to);
    this.glosses.append(bytes, from, to);
    this.glosses.endRow();
    this.glossWords.addRow(bytes, from, to);
  }

  #checkText(bytes: Uint8Array, start: number, end: number): void {
    let seen = 0;
    for (let i = start; i < end; i++) seen |= bytes[i]!;
    if (seen >= 128 && !isUtf8(bytes.subarray(start, end))) throw this.#bad('it is not UTF-8');
  }

  #bad(why: string): Error {
    return malformedRow(this.source, this.#line, why);
  }
}

/** Without "(a)", "(p)" or "(ip)" at the end. */
function withoutMarker(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[end - 1] !== 41) return end;
  const last = bytes[end - 2];
  if (end - start >= 3 && bytes[end - 3] === 40 && (last === 97 || last === 112)) return end - 3;
  if (end - start >= 4 && bytes[end - 4] === 40 && bytes[end - 3] === 105 && last === 112) return end - 4;
  return end;
}

/** One number for a symbol of one or two bytes. */
function symbolKey(bytes: Uint8Array, start: number, end: number): number {
  return end - start > 2 ? -1 : bytes[start]! | (end - start === 2 ? bytes[start + 1]! << 8 : 0);
}
