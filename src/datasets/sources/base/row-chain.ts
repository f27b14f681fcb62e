/**
 * Rows read in order, and a sum of 64 bits of all their cells by which they are known again.
 */
export class RowChain {
  numRows = 0;
  #a = 0x811c9dc5;
  #b = 0x9e3779b9;

  /** Takes the rows from one place of a batch to another. */
  add(columns: readonly ArrayLike<unknown>[], from: number, to: number): void {
    for (let row = from; row < to; row++) for (const cells of columns) this.#addCell(cells[row]);
    this.numRows += to - from;
  }

  isSame(other: RowChain): boolean {
    return this.numRows === other.numRows && this.#a === other.#a && this.#b === other.#b;
  }

  #addCell(cell: unknown): void {
    // The type is told by a sign that no text begins with alone: null is not the text of the same name.
    const text = cell === null || cell === undefined ? '\0' : cell instanceof Uint8Array ? cell.join() : String(cell);
    let [a, b] = [this.#a ^ text.length, this.#b];
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul((b << 13) | (b >>> 19), 5) + (code ^ a);
    }
    this.#a = Math.imul(a ^ (a >>> 15), 0x85ebca6b);
    this.#b = Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  }
}
