/** A block of a 2^level x 2^level partition and the sign it is taken with. */
export interface SignedBlock {
  readonly row: number;
  readonly column: number;
  readonly sign: 1 | -1;
}

/** One of the products of a bilinear algorithm: (sum of a) times (sum of b), added to every block of c. */
export interface BlockProduct {
  readonly a: readonly SignedBlock[];
  readonly b: readonly SignedBlock[];
  readonly c: readonly SignedBlock[];
}

/** The plain algorithm: the whole times the whole. */
export const plainProduct: readonly BlockProduct[] = [{ a: [at('11')], b: [at('11')], c: [at('11')] }];

/** Strassen (Numer. Math. 13, 1969): seven products of halves instead of eight. A minus before a block subtracts it. */
export const strassen: readonly BlockProduct[] = [
  product('11 22', '11 22', '11 22'),
  product('21 22', '11', '21 -22'),
  product('11', '12 -22', '12 22'),
  product('22', '21 -11', '11 21'),
  product('11 12', '22', '-11 12'),
  product('21 -11', '11 12', '22'),
  product('12 -22', '21 22', '11'),
];

function product(a: string, b: string, c: string): BlockProduct {
  const blocks = (text: string) => text.split(' ').map(at);
  return { a: blocks(a), b: blocks(b), c: blocks(c) };
}

function at(text: string): SignedBlock {
  const sign = text.startsWith('-') ? -1 : 1;
  return { row: Number(text.at(-2)) - 1, column: Number(text.at(-1)) - 1, sign };
}
