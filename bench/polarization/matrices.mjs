// Dense matrices of columns and of vectors.

/** A feature column as a dense matrix; zeros, and `valid` 0, where a row is null. */
export function columnMatrix(graph, nodeType, name) {
  const column = graph.features(nodeType, name);
  const { numRows, width } = column;
  const vector = graph.nodeTable(nodeType).getChild(name);
  const valid = Uint8Array.from({ length: numRows }, (_, row) => Number(vector.get(row) !== null));
  if (column.kind === 'dense') {
    const values = column.values.map((value, i) => (valid[Math.floor(i / width)] ? value : 0));
    return { kind: 'dense', numRows, width, values, valid };
  }
  const values = new Float32Array(numRows * width);
  for (let row = 0; row < numRows; row++) {
    if (!valid[row]) continue;
    for (let e = column.indptr[row]; e < column.indptr[row + 1]; e++)
      values[row * width + column.indices[e]] = column.values[e];
  }
  return { kind: 'dense', numRows, width, values, valid };
}

/** The vectors of one type of what `embedNodes` gives. */
export function vectorsOf(embeddings, nodeType) {
  const { width } = embeddings;
  return { kind: 'dense', numRows: embeddings.numNodes(nodeType), width, values: embeddings.valuesOf(nodeType) };
}

/** Matrices side by side. */
export function sideBySide(matrices) {
  const [{ numRows }] = matrices;
  const width = matrices.reduce((sum, each) => sum + each.width, 0);
  const values = new Float32Array(numRows * width);
  let from = 0;
  for (const each of matrices) {
    for (let row = 0; row < numRows; row++)
      values.set(each.values.subarray(row * each.width, (row + 1) * each.width), row * width + from);
    from += each.width;
  }
  return { kind: 'dense', numRows, width, values };
}
