import { dot, type Values } from './algebra.js';
import { hgt, type TypedReference } from './typed.js';

/** Three numbers of a name, each from -1 to 1. */
export const textOf = (name: string): readonly number[] =>
  [1, 2, 3].map((k) => Math.sin([...name].reduce((sum, char, i) => sum + k * (i + 1) * char.charCodeAt(0), k)));

export interface MetaReferenceOptions {
  readonly heads: number;
  readonly across: 'all' | 'relation';
  readonly inputWidth: number;
  readonly outputWidth: number;
  /** The vector of a node type or relation. */
  textOf(name: string): readonly number[];
}

/** HGT by the maps that vectors of texts give: W(t) = W_0 + SUM_b (t A)_b W_b, entry by entry. */
export const metaHgt = (options: MetaReferenceOptions): TypedReference => {
  const { heads, across } = options;
  return (x, graph, values) => hgt(heads, across, true, false, (value) => value)(x, graph, generated(values, options));
};

/** Of every layer parameter that HGT has for a type or relation, what the text gives. */
function generated(values: Values, { heads, inputWidth, outputWidth, textOf }: MetaReferenceOptions): Values {
  const d = outputWidth / heads;
  const entry = (part: string, text: readonly number[], i: number) => {
    const [common, bases, shares] = ['common', 'bases', 'shares'].map((each) => values(`${part}/${each}`));
    const count = shares!.length / text.length;
    const of = (b: number) =>
      dot(
        text,
        text.map((_, k) => shares![k * count + b]!),
      );
    return Array.from({ length: count }, (_, b) => b).reduce(
      (sum, b) => sum + of(b) * bases![b * common!.length + i]!,
      common![i]!,
    );
  };
  const entries = (part: string, text: readonly number[], from: number, count: number) =>
    Array.from({ length: count }, (_, i) => entry(part, text, from + i));
  const fromOne = (part: string, text: readonly number[]) =>
    Array.from(values(`${part}/bias`), (bias, c) => {
      const [weight, width] = [values(`${part}/weight`), values(`${part}/bias`).length];
      return (
        bias +
        dot(
          text,
          text.map((_, k) => weight[k * width + c]!),
        )
      );
    });
  return (name) => {
    const [type, part, kind] = name.split('/') as [string, string, string | undefined];
    const text = textOf(type);
    if (part === 'norm') return values(`norm/${kind}`);
    if (part === 'prior' || part === 'skip') return fromOne(part, text);
    if (part === 'attention' || part === 'message') {
      return Array.from({ length: heads }, () => entries(part, text, 0, d * d)).flat();
    }
    const size = (part === 'outputs' ? outputWidth : inputWidth) * outputWidth;
    return kind === 'weight' ? entries(part, text, 0, size) : entries(part, text, size, outputWidth);
  };
}
