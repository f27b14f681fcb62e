import { growableInt32 } from '../bytes/growable.js';
import { describeValue } from './column-plan.js';

export interface RowPlace {
  readonly file: string;
  readonly row: number;
}

/** File and row in which nodes were met, 4 bytes a node. */
export class RowPlaces {
  readonly #rows = growableInt32();
  /** From which node on which file was read. */
  readonly #files: { readonly from: number; readonly file: string }[] = [];

  /** @param node those that are not added in order, one by one, have no place */
  add(node: number, file: string, row: number): void {
    if (node !== this.#rows.length) return;
    if (this.#files.at(-1)?.file !== file) this.#files.push({ from: node, file });
    this.#rows.push(row);
  }

  find(node: number): RowPlace | undefined {
    if (node < 0 || node >= this.#rows.length) return undefined;
    return { file: this.#files.findLast(({ from }) => from <= node)!.file, row: this.#rows.at(node) };
  }
}

/** The id and the row that has it already, for the message about a second one. */
export function duplicateMessage(id: string | number, first: RowPlace | undefined): string {
  const where = first ? `row ${first.row} of ${first.file}` : 'an earlier row';
  return `The id ${describeValue(id)} is also that of ${where}.`;
}
