import { readFileSync } from 'node:fs';

/** Reads 'nodes arcs', then 'source target' a line: the text that the peers' converter writes. */
export function readEdgeText(path) {
  const bytes = readFileSync(path);
  let at = 0;
  const number = () => {
    while (bytes[at] < 48) at++;
    let value = 0;
    while (bytes[at] >= 48) value = value * 10 + bytes[at++] - 48;
    return value;
  };
  const numNodes = number();
  const arcs = number();
  const [source, target] = [new Int32Array(arcs), new Int32Array(arcs)];
  for (let e = 0; e < arcs; e++) {
    source[e] = number();
    target[e] = number();
  }
  return { numNodes, source, target };
}

export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
