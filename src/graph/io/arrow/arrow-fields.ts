import { Verifier } from './arrow-verify.js';

/** A field as the schema message says it. It is known of every type, also of those that the Arrow library cannot read. */
export interface RawField {
  readonly name: string;
  /** Position of its table in the metadata. */
  readonly at: number;
  /** Number of the type in the format's union `Type`. */
  readonly type: number;
  /** Bits of a decimal; 1 for a dense union, 0 for a sparse one. */
  readonly detail: number;
  /** Of dictionary-encoded fields. */
  readonly dictionary: bigint | undefined;
  readonly children: readonly RawField[];
}

const NULL = 1;
const DECIMAL = 7;
const UNION = 14;
const RUN_END_ENCODED = 22;
const BINARY_VIEW = 23;
const UTF8_VIEW = 24;
const LIST_VIEW = 25;
const LARGE_LIST_VIEW = 26;

const STRUCT = 13;
const FIXED_SIZE_LIST = 16;
/** Binary, Utf8, LargeBinary, LargeUtf8, and views of lists, which have sizes too. */
const WITH_OFFSETS = new Set([4, 5, 19, 20, LIST_VIEW, LARGE_LIST_VIEW]);

const NAMES: Readonly<Record<number, string>> = {
  [RUN_END_ENCODED]: 'RunEndEncoded',
  [LIST_VIEW]: 'ListView',
  [LARGE_LIST_VIEW]: 'LargeListView',
};

/** Fields of a schema whose metadata were verified. */
export function readFields(bytes: Uint8Array, schema: number): RawField[] {
  const verifier = new Verifier(bytes);
  const text = (at: number | undefined): string => {
    if (at === undefined) return '';
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
    return new TextDecoder().decode(bytes.slice(at + 4, at + 4 + length));
  };
  const fields = (vector: number | undefined): RawField[] =>
    vector === undefined ? [] : Array.from(verifier.elements(vector), field);
  const detail = (type: number, table: number) => {
    if (type === DECIMAL) return verifier.scalar(table, 2, (view, to) => view.getInt32(to, true));
    return type === UNION ? verifier.scalar(table, 0, (view, to) => view.getInt16(to, true)) : 0;
  };
  const field = (at: number): RawField => {
    const table = verifier.reference(at, 3);
    const type = verifier.scalar(at, 2, (view, to) => view.getUint8(to)) ?? 0;
    const encoding = verifier.reference(at, 4);
    return {
      name: text(verifier.reference(at, 0)),
      at,
      type,
      detail: (table === undefined ? undefined : detail(type, table)) ?? (type === DECIMAL ? 128 : 0),
      dictionary:
        encoding === undefined
          ? undefined
          : (verifier.scalar(encoding, 0, (view, to) => view.getBigInt64(to, true)) ?? 0n),
      children: fields(verifier.reference(at, 5)),
    };
  };
  return fields(verifier.reference(schema, 1));
}

/** Name of a type that the Arrow library cannot read, in the field or below it; undefined where it can read the field. */
export function unreadableType(field: RawField): string | undefined {
  const { type, detail, children } = field;
  if (type === DECIMAL && detail !== 128 && detail !== 256) return `Decimal${detail}`;
  if (type >= RUN_END_ENCODED && type !== BINARY_VIEW && type !== UTF8_VIEW) return NAMES[type] ?? `number ${type}`;
  for (const child of children) {
    const name = unreadableType(child);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Ids of the dictionaries of a field and the fields below it. */
export function dictionariesOf({ dictionary, children }: RawField): bigint[] {
  return [...(dictionary === undefined ? [] : [dictionary]), ...children.flatMap(dictionariesOf)];
}

/** What a column takes of a record batch: entries of its lists of nodes, of buffers, and of counts of view buffers. */
export interface Share {
  nodes: number;
  buffers: number;
  views: number;
}

export function shareOf({ type, detail, dictionary, children }: RawField): Share {
  // Of an encoded field a batch holds the keys alone.
  if (dictionary !== undefined) return { nodes: 1, buffers: 2, views: 0 };
  const share: Share = { nodes: 1, buffers: ownBuffers(type, detail), views: 0 };
  if (type === BINARY_VIEW || type === UTF8_VIEW) share.views = 1;
  for (const { nodes, buffers, views } of children.map(shareOf)) {
    share.nodes += nodes;
    share.buffers += buffers;
    share.views += views;
  }
  return share;
}

/** Buffers of a field of its own: validity, offsets or views, data; those that views point into are not counted. */
function ownBuffers(type: number, detail: number): number {
  if (type <= NULL || type === RUN_END_ENCODED) return 0;
  if (type === UNION) return 1 + detail;
  if (type === STRUCT || type === FIXED_SIZE_LIST) return 1;
  return WITH_OFFSETS.has(type) ? 3 : 2;
}
