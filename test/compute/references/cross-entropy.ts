/** Row losses in plain float64: labels as one-hot rows fit too. */
export function softmaxLossReference(z: ArrayLike<number>, t: ArrayLike<number>, classes: number): number {
  const rows = z.length / classes;
  let loss = 0;
  for (let r = 0; r < rows; r++) {
    const at = r * classes;
    let top = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) top = Math.max(top, z[at + c]!);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(z[at + c]! - top);
    for (let c = 0; c < classes; c++) loss += t[at + c]! * (Math.log(sum) + top - z[at + c]!);
  }
  return loss / rows;
}

export function sigmoidLossReference(z: ArrayLike<number>, t: ArrayLike<number>): number {
  let loss = 0;
  for (let i = 0; i < z.length; i++) {
    loss += Math.max(z[i]!, 0) - z[i]! * t[i]! + Math.log1p(Math.exp(-Math.abs(z[i]!)));
  }
  return loss / z.length;
}
