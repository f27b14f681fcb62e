import type { Vector } from 'apache-arrow';
import type { ColumnSchema } from '../../schema/schema.js';
import { growableInt32 } from '../bytes/growable.js';
import { TermTable } from '../bytes/term-table.js';
import { TextColumn } from '../table/text-column.js';

const QUOTE = 34;
const AT = 64;
const LINE_FEED = Uint8Array.of(10);

/** Triples whose object is text, kept apart from those between nodes. */
export class LiteralStore {
  readonly #texts = new TermTable();
  readonly #subjects = growableInt32();
  readonly #predicates = growableInt32();
  readonly #values = growableInt32();

  add(subject: number, predicate: number, bytes: Uint8Array, start: number, end: number): void {
    this.#subjects.push(subject);
    this.#predicates.push(predicate);
    this.#values.push(this.#texts.intern(bytes, start, end));
  }

  /**
   * A text column for every node type and predicate that occur together; several values of a node are joined by line
   * feeds, nodes without value are null. O(L + N) a column, for L literals.
   */
  columns(typeOf: Int32Array, rowOf: Int32Array, counts: Int32Array, names: readonly string[]) {
    const groups = new Map<number, { type: number; predicate: number; members: number[] }>();
    for (let i = 0; i < this.#subjects.length; i++) {
      const [type, predicate] = [typeOf[this.#subjects.at(i)]!, this.#predicates.at(i)];
      const key = predicate * counts.length + type;
      const group = groups.get(key) ?? { type, predicate, members: [] };
      groups.set(key, group);
      group.members.push(i);
    }
    return [...groups.values()].map(({ type, predicate, members }) => {
      const schema: ColumnSchema = { name: names[predicate]!, type: 'utf8', role: 'text', nullable: true };
      return { type, schema, vector: this.#column(members, rowOf, counts[type]!) };
    });
  }

  #column(members: readonly number[], rowOf: Int32Array, numRows: number): Vector {
    const starts = new Int32Array(numRows + 1);
    for (const i of members) starts[rowOf[this.#subjects.at(i)]! + 1]!++;
    for (let row = 0; row < numRows; row++) starts[row + 1]! += starts[row]!;
    const next = starts.slice();
    const values = new Int32Array(members.length);
    for (const i of members) values[next[rowOf[this.#subjects.at(i)]!]!++] = this.#values.at(i);
    const column = new TextColumn();
    const texts = this.#texts;
    for (let row = 0; row < numRows; row++) {
      const [from, to] = [starts[row]!, starts[row + 1]!];
      for (let i = from; i < to; i++) {
        if (i > from) column.append(LINE_FEED, 0, 1);
        column.append(texts.bytes, texts.start(values[i]!), texts.end(values[i]!));
      }
      if (to > from) column.endRow();
      else column.endNull();
    }
    return column.finish();
  }
}

/** Where the text of a literal ends: at its last quote, since neither languages nor IRIs hold quotes. */
function literalTextEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end - 1;
  while (at > start && bytes[at] !== QUOTE) at--;
  return at;
}

/** Text, language and datatype of literals as columns. */
export class LiteralColumns {
  readonly #value = new TextColumn();
  readonly #language = new TextColumn();
  readonly #datatype = new TextColumn();

  /** Adds the literal `bytes[start, end)`, written as `NTriplesLine` writes it. */
  append(bytes: Uint8Array, start: number, end: number): void {
    const textEnd = literalTextEnd(bytes, start, end);
    const hasLanguage = bytes[textEnd + 1] === AT && textEnd + 1 < end;
    const hasDatatype = !hasLanguage && textEnd + 1 < end;
    put(this.#value, bytes, start + 1, textEnd);
    if (hasLanguage) put(this.#language, bytes, textEnd + 2, end);
    else this.#language.endNull();
    if (hasDatatype) put(this.#datatype, bytes, textEnd + 3, end);
    else this.#datatype.endNull();
  }

  /** Adds what is no literal. */
  appendNode(bytes: Uint8Array, start: number, end: number): void {
    put(this.#value, bytes, start, end);
    this.#language.endNull();
    this.#datatype.endNull();
  }

  finish(): readonly (readonly [ColumnSchema, Vector])[] {
    return [
      [{ name: 'value', type: 'utf8', role: 'text' }, this.#value.finish()],
      [{ name: 'language', type: 'utf8', role: 'attribute', nullable: true }, this.#language.finish()],
      [{ name: 'datatype', type: 'utf8', role: 'attribute', nullable: true }, this.#datatype.finish()],
    ];
  }
}

function put(column: TextColumn, bytes: Uint8Array, start: number, end: number): void {
  column.append(bytes, start, end);
  column.endRow();
}
