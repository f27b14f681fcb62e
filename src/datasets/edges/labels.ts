import type { ErrorCode } from '../../core/index.js';
import type { ColumnData, ColumnSchema, FileSource, HeteroGraph, IdIndex } from '../../graph/index.js';
import type { CellLine, CellOptions } from '../../graph/internal.js';
import { growableInt32, TermTable } from '../../graph/internal.js';
import { parseNumber } from '../text/parse-number.js';

/** Files that say the class of nodes: an id and a class a line, and where `parts` is true the part of the split. */
export interface LabelFileSpec extends Pick<CellOptions, 'delimiter' | 'header'> {
  readonly files: FileSource | readonly FileSource[];
  /** Type of the nodes; default: the only one there is. */
  readonly nodeType?: string;
  /** Name of the new label column, default `label`. */
  readonly column?: string;
  /** Whether cells hold several classes with commas between them, default false. */
  readonly multiLabel?: boolean;
  /** Whether a third cell says `train`, `valid` (or `val`) or `test`: three masks of these names are made. Default false. */
  readonly parts?: boolean;
}

const COMMA = 44;
const PARTS = ['train', 'valid', 'test'] as const;
const PART_WORDS: Readonly<Record<string, number>> = { train: 0, valid: 1, val: 1, test: 2 };

interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly column: string;
}

/** Labels of a node type while they are read. */
export class NodeLabels {
  readonly #spec: LabelFileSpec;
  readonly #ids: IdIndex;
  readonly #areWords: boolean;
  readonly #classes = new TermTable();
  readonly #labelled: Uint8Array;
  readonly #masks: readonly Uint8Array[];
  /** Pairs of row and class. */
  readonly #rows = growableInt32();
  readonly #codes = growableInt32();

  constructor(graph: HeteroGraph, nodeType: string, spec: LabelFileSpec) {
    const count = graph.numNodes(nodeType);
    this.#spec = spec;
    this.#ids = graph.ids(nodeType);
    this.#areWords = graph.nodeSchema(nodeType).columns.some(({ role, type }) => role === 'id' && type === 'utf8');
    this.#labelled = new Uint8Array(count);
    this.#masks = PARTS.map(() => new Uint8Array(spec.parts ? count : 0));
  }

  /** Takes a row as a whole, or answers why not. */
  take({ bytes, bounds }: CellLine): Problem | undefined {
    const id = this.#areWords ? textOf(bytes, bounds[0]!, bounds[1]!) : parseNumber(bytes, bounds[0]!, bounds[1]!);
    if (typeof id === 'number' && !Number.isSafeInteger(id))
      return { code: 'WRONG_DTYPE', message: 'The id is no whole number.', column: 'id' };
    const row = this.#ids.indexOf(id);
    if (row < 0) return { code: 'UNKNOWN_ID', message: `No edge has the node ${id}.`, column: 'id' };
    if (this.#labelled[row] === 1) {
      return { code: 'DUPLICATE_ID', message: `An earlier row has the node ${id}.`, column: 'id' };
    }
    if (this.#spec.parts) {
      const part = PART_WORDS[textOf(bytes, bounds[4]!, bounds[5]!)];
      if (part === undefined) {
        return { code: 'MALFORMED_ROW', message: 'The part is none of train, valid, val, test.', column: 'part' };
      }
      this.#masks[part]![row] = 1;
    }
    this.#labelled[row] = 1;
    this.#addClasses(bytes, bounds[2]!, bounds[3]!, row);
    return undefined;
  }

  columns(): (readonly [ColumnSchema, ColumnData])[] {
    const { column: name = 'label', multiLabel, parts } = this.#spec;
    const { classes, rank } = this.#sortedClasses();
    const [rows, codes] = [this.#rows.done(), this.#codes.done()];
    const count = this.#labelled.length;
    const masks = PARTS.map((part, i) => [{ name: part, type: 'bool', role: 'mask' }, this.#masks[i]!] as const);
    const width = classes.length;
    const values = multiLabel ? new Float32Array(count * width) : new Int32Array(count);
    for (let i = 0; i < rows.length; i++) {
      const code = rank[codes[i]!]!;
      if (multiLabel) values[rows[i]! * width + code] = 1;
      else values[rows[i]!] = code;
    }
    const valid = this.#labelled;
    const label: readonly [ColumnSchema, ColumnData] =
      values instanceof Float32Array
        ? [
            { name, type: 'dense', role: 'label', width, classes, nullable: true },
            { kind: 'dense', numRows: count, width, values, valid },
          ]
        : [
            { name, type: 'int32', role: 'label', classes, nullable: true },
            { values, valid },
          ];
    return [label, ...(parts ? masks : [])];
  }

  #addClasses(bytes: Uint8Array, start: number, end: number, row: number): void {
    for (let from = start; from <= end; ) {
      let to = this.#spec.multiLabel ? bytes.indexOf(COMMA, from) : end;
      if (to < 0 || to > end) to = end;
      if (to > from) {
        this.#rows.push(row);
        this.#codes.push(this.#classes.intern(bytes, from, to));
      }
      from = to + 1;
    }
  }

  #sortedClasses(): { classes: string[]; rank: Int32Array } {
    const names = Array.from({ length: this.#classes.size }, (_, code) => this.#classes.text(code));
    const areNumbers = names.every((name) => /^-?\d+$/.test(name) && Number.isSafeInteger(Number(name)));
    const order = names.map((_, code) => code);
    if (areNumbers) order.sort((a, b) => Number(names[a]) - Number(names[b]) || a - b);
    else order.sort((a, b) => (names[a]! < names[b]! ? -1 : 1));
    const rank = new Int32Array(names.length);
    for (const [i, code] of order.entries()) rank[code] = i;
    return { classes: order.map((code) => names[code]!), rank };
  }
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString('utf8');
}
