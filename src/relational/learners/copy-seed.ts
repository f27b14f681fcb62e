/** The seed of one of several copies: another for each copy of each seed below 2^51, and a safe integer of every seed, up to four copies. */
export function copySeed(seed: number, copies: number, copy: number): number {
  return (seed % 2 ** 51) * copies + copy;
}
