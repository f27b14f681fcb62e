// Graphs as SUBSIM reads them: a first line `nodes arcs`, then `source target` a line.
import { readFileSync } from 'node:fs';

export function readPlainGraph(path) {
  const bytes = readFileSync(path);
  let at = 0;
  const number = () => {
    while (bytes[at] < 48) at++;
    let value = 0;
    while (bytes[at] >= 48) value = value * 10 + bytes[at++] - 48;
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
  return { numNodes, source, target };
}
