/** One iteration on plain arrays, which the package has and does not declare: changes `nodes`. */
declare module 'graphology-layout-forceatlas2/iterate.js' {
  export default function iterate(
    settings: Readonly<Record<string, number | boolean>>,
    nodes: Float64Array,
    pairs: Float64Array,
  ): void;
}
