/** Inputs of the other sections, all drawn by seed through the library's own streams. */

export function stream({ index }, ...name) {
  return new index.RandomStream(7, 'bits', ...name);
}

export function normal(api, name, n) {
  return stream(api, name).fillNormal(new Float32Array(n));
}

/** A relation with `degree` entries a row on average, sorted columns, none twice; some rows are empty. */
export function csrOf(api, name, numRows, numCols, degree) {
  const draw = stream(api, 'csr', name);
  const indptr = new Int32Array(numRows + 1);
  const indices = [];
  for (let row = 0; row < numRows; row++) {
    const columns = new Set(Array.from({ length: draw.nextInt(2 * degree + 1) }, () => draw.nextInt(numCols)));
    indices.push(...[...columns].sort((a, b) => a - b));
    indptr[row + 1] = indices.length;
  }
  return { numRows, numCols, indptr, indices: Int32Array.from(indices) };
}

/** People with classes in groups and cities: three types, four relations, dense features, one type without. */
export function plantedGraph({ graph }, numPeople = 600) {
  return graph.plantedPartitionGraph({
    numNodes: { person: numPeople, group: 60, city: 12 },
    numClasses: 3,
    edges: [
      { type: ['person', 'in', 'group'], numEdges: numPeople * 4, inverse: 'holds' },
      { type: ['person', 'knows', 'person'], numEdges: numPeople * 3 },
      { type: ['person', 'lives', 'city'], numEdges: numPeople },
    ],
    featureWidth: 12,
    labelShare: 0.9,
    seed: 5,
  });
}
