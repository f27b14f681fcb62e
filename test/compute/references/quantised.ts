/** What a matrix of 8, 4 or 1 bit gives back, value by value, in the words of the definition; float32 after every step. */
export function quantisedReference(x: Float32Array, width: number, bits: number, block: number): Float32Array {
  const out = new Float32Array(x.length);
  const rows = width === 0 ? 0 : x.length / width;
  for (let row = 0; row < rows; row++) {
    for (let first = 0; first < width; first += block) {
      const start = row * width + first;
      const values = [...x.subarray(start, start + Math.min(block, width - first))];
      const kept = bits === 1 ? twoMeans(values) : steps(values, 2 ** bits - 1);
      out.set(kept, start);
    }
  }
  return out;
}

function steps(values: readonly number[], levels: number): number[] {
  const least = Math.min(...values);
  const scale = Math.fround(Math.fround(Math.max(...values) - least) / levels);
  return values.map((value) => {
    const place = Math.fround(Math.fround(value - least) / scale);
    const code = scale === 0 ? 0 : Math.min(levels, nearestEven(place));
    return Math.fround(least + Math.fround(scale * code));
  });
}

function nearestEven(value: number): number {
  const low = Math.floor(value);
  if (value - low !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}

function twoMeans(values: readonly number[]): number[] {
  const mean = Math.fround(average(values));
  const above = values.filter((value) => value > mean);
  const others = values.filter((value) => value <= mean);
  const low = others.length > 0 ? average(others) : Math.min(...values);
  const high = above.length > 0 ? average(above) : low;
  return values.map((value) => (value > mean ? high : low));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
