/** Predictions of linear models on a handful of columns that someone made who knows the rule; columns are standardised by the rows trained on. */

/** Probabilities of a logistic regression, by Newton's method. */
export function logisticByHand(x, y, trainRows, rows) {
  const scaled = standardised(x, trainRows);
  const width = scaled[0].length;
  let weights = new Float64Array(width);
  for (let step = 0; step < 30; step++) {
    const hessian = Array.from({ length: width }, () => new Float64Array(width));
    const gradient = new Float64Array(width);
    for (const row of trainRows) {
      const p = sigmoid(dot(scaled[row], weights));
      for (let i = 0; i < width; i++) {
        gradient[i] += (p - y[row]) * scaled[row][i];
        for (let j = 0; j < width; j++) hessian[i][j] += p * (1 - p) * scaled[row][i] * scaled[row][j];
      }
    }
    for (let i = 0; i < width; i++) hessian[i][i] += 1e-6;
    const change = solved(hessian, gradient);
    weights = weights.map((weight, i) => weight - change[i]);
    if (Math.max(...change.map(Math.abs)) < 1e-9) break;
  }
  return Float64Array.from(rows, (row) => sigmoid(dot(scaled[row], weights)));
}

/** Numbers of a least-squares regression. */
export function linearByHand(x, y, trainRows, rows) {
  const scaled = standardised(x, trainRows);
  const width = scaled[0].length;
  const gram = Array.from({ length: width }, () => new Float64Array(width));
  const right = new Float64Array(width);
  for (const row of trainRows) {
    for (let i = 0; i < width; i++) {
      right[i] += y[row] * scaled[row][i];
      for (let j = 0; j < width; j++) gram[i][j] += scaled[row][i] * scaled[row][j];
    }
  }
  for (let i = 0; i < width; i++) gram[i][i] += 1e-6;
  const weights = solved(gram, right);
  return Float64Array.from(rows, (row) => dot(scaled[row], weights));
}

/** Area under the ROC curve, ties counting half. */
export function areaUnderRoc(scores, labels) {
  const order = [...scores.keys()].sort((a, b) => scores[a] - scores[b]);
  let [ranks, positives] = [0, 0];
  for (let at = 0; at < order.length; ) {
    let end = at;
    while (end < order.length && scores[order[end]] === scores[order[at]]) end++;
    for (let i = at; i < end; i++) {
      if (labels[order[i]] !== 1) continue;
      ranks += (at + 1 + end) / 2;
      positives++;
    }
    at = end;
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (order.length - positives));
}

export function explainedVariance(predicted, actual) {
  const mean = actual.reduce((sum, value) => sum + value, 0) / actual.length;
  const left = actual.reduce((sum, value, i) => sum + (value - predicted[i]) ** 2, 0);
  return 1 - left / actual.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** With a constant first column. */
function standardised(x, rows) {
  const width = x[0].length;
  const means = Array.from({ length: width }, (_, c) => rows.reduce((sum, row) => sum + x[row][c], 0) / rows.length);
  const deviations = means.map(
    (mean, c) => Math.sqrt(rows.reduce((sum, row) => sum + (x[row][c] - mean) ** 2, 0) / rows.length) || 1,
  );
  return x.map((row) => [1, ...row.map((value, c) => (value - means[c]) / deviations[c])]);
}

function solved(matrix, right) {
  const a = matrix.map((row, i) => [...row, right[i]]);
  const n = a.length;
  for (let i = 0; i < n; i++) {
    const pivot = a.slice(i).reduce((best, row, k) => (Math.abs(row[i]) > Math.abs(a[best][i]) ? i + k : best), i);
    [a[i], a[pivot]] = [a[pivot], a[i]];
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const factor = a[k][i] / a[i][i];
      for (let j = i; j <= n; j++) a[k][j] -= factor * a[i][j];
    }
  }
  return Float64Array.from(a, (row, i) => row[n] / row[i]);
}

function dot(a, b) {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

function sigmoid(x) {
  return 1 / (1 + Math.exp(-x));
}
