/**
 * Checks the metadata of an Arrow IPC message (a flatbuffer) before it is decoded: every table, string and vector lies
 * inside the bytes. Readers made from the format's description trust it and run on for hours where a count is damaged.
 *
 * @see Apache Arrow, format/Message.fbs and format/Schema.fbs; FlatBuffers internals, "Verifier"
 */

/** A field of a table by slot: size of a scalar in bytes, text, another table, a vector of tables or of structs. */
type Slot =
  | number
  | 'text'
  | { readonly table: () => Spec }
  | { readonly tables: () => Spec }
  | { readonly structs: number };
type Spec = readonly Slot[];

const keyValue: Spec = ['text', 'text'];
const int: Spec = [4, 1];
const dictionaryEncoding: Spec = [8, { table: () => int }, 1, 2];
const body: Spec = [8, { structs: 16 }, { structs: 16 }, { table: () => [1, 1] }, { structs: 8 }];
const dictionaryBatch: Spec = [8, { table: () => body }, 1];

/** Type tables by number in the union; those not named here have scalars only. */
const TYPES: Readonly<Record<number, Spec>> = {
  2: int,
  3: [2],
  7: [4, 4, 4],
  8: [2],
  9: [2, 4],
  10: [2, 'text'],
  11: [2],
  14: [2, { structs: 4 }],
  15: [4],
  16: [4],
  17: [1],
  18: [2],
};
const MAX_DEPTH = 32;

/** What a message says of itself. */
export interface MessageHead {
  readonly kind: 'schema' | 'dictionary' | 'batch';
  readonly bodyLength: number;
  /** Position of the schema, dictionary batch or record batch in the metadata. */
  readonly header: number;
}

/** Where a file keeps a message, whose prefix belongs to its metadata. */
export interface Block {
  readonly offset: number;
  readonly metadataLength: number;
  readonly bodyLength: number;
}

/** @throws {RangeError} where the metadata are damaged */
export function verifyMessage(bytes: Uint8Array): MessageHead {
  const verifier = new Verifier(bytes);
  const message = verifier.root();
  verifier.table(message, [2, 1, 4, 8, { tables: () => keyValue }], 0);
  const headerType = verifier.scalar(message, 1, (view, at) => view.getUint8(at)) ?? 0;
  const header = verifier.reference(message, 2);
  const bodyLength = Number(verifier.scalar(message, 3, (view, at) => view.getBigInt64(at, true)) ?? 0n);
  if (header === undefined || !(bodyLength >= 0 && bodyLength <= Number.MAX_SAFE_INTEGER)) throw damaged();
  if (headerType === 1) {
    verifier.schema(header);
    return { kind: 'schema', bodyLength, header };
  }
  if (headerType !== 2 && headerType !== 3) throw damaged();
  verifier.table(header, headerType === 2 ? dictionaryBatch : body, 0);
  const batch = headerType === 2 ? verifier.reference(header, 1) : header;
  if (batch !== undefined) checkViewBuffers(verifier, batch, viewOf(bytes));
  return { kind: headerType === 2 ? 'dictionary' : 'batch', bodyLength, header };
}

/** Views of texts point into buffers, whose numbers a batch lists: there must be that many. */
function checkViewBuffers(verifier: Verifier, batch: number, view: DataView): void {
  const [buffers, counts] = [verifier.reference(batch, 2), verifier.reference(batch, 4)];
  if (counts === undefined) return;
  let left = buffers === undefined ? 0 : view.getUint32(buffers, true);
  for (let i = 0; i < view.getUint32(counts, true); i++) {
    const count = Number(view.getBigInt64(counts + 4 + i * 8, true));
    left -= count;
    if (!(count >= 0 && left >= 0)) throw damaged();
  }
}

/** What the end of a file says: its messages (those of dictionaries first), and where its schema lies in the footer. */
export interface Footer {
  readonly blocks: readonly Block[];
  readonly version: number;
  readonly schema: number;
}

/** @throws {RangeError} where the footer is damaged */
export function verifyFooter(bytes: Uint8Array): Footer {
  const verifier = new Verifier(bytes);
  const footer = verifier.root();
  verifier.table(footer, [2, 4, { structs: 24 }, { structs: 24 }, { tables: () => keyValue }], 0);
  const schema = verifier.reference(footer, 1);
  if (schema === undefined) throw damaged();
  verifier.schema(schema);
  const view = viewOf(bytes);
  const blocks: Block[] = [];
  for (const slot of [2, 3]) {
    const at = verifier.reference(footer, slot);
    if (at === undefined) continue;
    const count = view.getUint32(at, true);
    for (let i = 0; i < count; i++) {
      const block = at + 4 + i * 24;
      blocks.push({
        offset: Number(view.getBigInt64(block, true)),
        metadataLength: view.getInt32(block + 8, true),
        bodyLength: Number(view.getBigInt64(block + 16, true)),
      });
    }
  }
  return { blocks, version: verifier.scalar(footer, 0, (at16, at) => at16.getInt16(at, true)) ?? 0, schema };
}

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function damaged(): RangeError {
  return new RangeError('The metadata of a message are damaged.');
}

/** Reads a flatbuffer, never beyond its bytes. @throws {RangeError} where an offset or a count is damaged */
export class Verifier {
  readonly #view: DataView;
  readonly #size: number;
  /** Tables looked at: offsets may make a few bytes into many tables of tables. */
  #tables = 0;

  constructor(bytes: Uint8Array) {
    this.#view = viewOf(bytes);
    this.#size = bytes.byteLength;
  }

  root(): number {
    return this.#uint(0);
  }

  /** Position of a table, string or vector that a slot refers to; undefined where the slot is empty. */
  reference(table: number, slot: number): number | undefined {
    const at = this.#slot(table, slot, 4);
    return at === undefined ? undefined : at + this.#uint(at);
  }

  scalar<T>(table: number, slot: number, read: (view: DataView, at: number) => T): T | undefined {
    const at = this.#slot(table, slot, 1);
    return at === undefined ? undefined : read(this.#view, at);
  }

  schema(table: number): void {
    this.table(table, [2, 4, { tables: () => keyValue }, { structs: 8 }], 0);
    this.#fields(this.reference(table, 1), 0);
  }

  table(table: number, spec: Spec, depth: number): void {
    this.#count(depth);
    this.#vtable(table);
    for (const [slot, kind] of spec.entries()) {
      if (typeof kind === 'number') {
        this.#slot(table, slot, kind);
        continue;
      }
      const to = this.reference(table, slot);
      if (to === undefined) continue;
      if (kind === 'text') this.#vector(to, 1);
      else if ('table' in kind) this.table(to, kind.table(), depth + 1);
      else if ('structs' in kind) this.#vector(to, kind.structs);
      else for (const each of this.elements(to)) this.table(each, kind.tables(), depth + 1);
    }
  }

  #fields(vector: number | undefined, depth: number): void {
    if (vector === undefined) return;
    for (const field of this.elements(vector)) {
      this.table(field, ['text', 1, 1, 4, { table: () => dictionaryEncoding }, 4, { tables: () => keyValue }], depth);
      const type = this.scalar(field, 2, (view, at) => view.getUint8(at)) ?? 0;
      const table = this.reference(field, 3);
      if (table !== undefined) this.table(table, TYPES[type] ?? [], depth + 1);
      this.#fields(this.reference(field, 5), depth + 1);
    }
  }

  #count(depth: number): void {
    if (++this.#tables > this.#size || depth > MAX_DEPTH) throw damaged();
  }

  /** Positions of the tables in a vector. */
  *elements(vector: number): Generator<number> {
    const count = this.#vector(vector, 4);
    for (let i = 0; i < count; i++) {
      const at = vector + 4 + i * 4;
      yield at + this.#uint(at);
    }
  }

  /** Length of a vector whose elements take `size` bytes each. */
  #vector(at: number, size: number): number {
    const count = this.#uint(at);
    if (count * size > this.#size - at - 4) throw damaged();
    return count;
  }

  #vtable(table: number): { at: number; size: number; tableSize: number } {
    if (table < 0 || table + 4 > this.#size) throw damaged();
    const at = table - this.#view.getInt32(table, true);
    if (at < 0 || at + 4 > this.#size) throw damaged();
    const size = this.#view.getUint16(at, true);
    const tableSize = this.#view.getUint16(at + 2, true);
    if (size < 4 || size % 2 !== 0 || at + size > this.#size || table + tableSize > this.#size) throw damaged();
    return { at, size, tableSize };
  }

  /** Where a slot of a table lies; undefined where it is empty. */
  #slot(table: number, slot: number, size: number): number | undefined {
    const vtable = this.#vtable(table);
    const entry = 4 + slot * 2;
    const offset = entry + 2 <= vtable.size ? this.#view.getUint16(vtable.at + entry, true) : 0;
    if (offset === 0) return undefined;
    if (offset < 4 || offset + size > vtable.tableSize) throw damaged();
    return table + offset;
  }

  #uint(at: number): number {
    if (at < 0 || at + 4 > this.#size) throw damaged();
    return this.#view.getUint32(at, true);
  }
}
