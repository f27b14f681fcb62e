// Graphs as SUBSIM reads them: a first line `nodes arcs`, then `source target` a line.
import { closeSync, openSync, readSync } from 'node:fs';

export function readPlainGraph(path) {
  const file = openSync(path);
  const block = Buffer.alloc(1 << 20);
  let [at, end] = [0, 0];
  const byte = () => {
    if (at === end) {
      end = readSync(file, block);
      at = 0;
    }
    return end === 0 ? -1 : block[at++];
  };
  const number = () => {
    let digit = byte();
    while (digit >= 0 && digit < 48) digit = byte();
    let value = 0;
    for (; digit >= 48; digit = byte()) value = value * 10 + digit - 48;
    return value;
  };
  const numNodes = number();
  const numEdges = number();
  const source = new Int32Array(numEdges);
  const target = new Int32Array(numEdges);
  for (let e = 0; e < numEdges; e++) {
    source[e] = number();
    target[e] = number();
  }
  closeSync(file);
  return { numNodes, source, target };
}

export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
