/** A result for people: what was found, what is proved, the seeds, what it took. */
import type { InfluenceResultParts } from './result-parts.js';
export function resultText({
  algorithm,
  seeds,
  spread,
  certificate,
  cost,
  stoppedBy,
  seconds,
  peakMiB,
  question,
}: InfluenceResultParts): string {
  const { sigmaLow, sigmaHigh, ratio, delta, rounds, sets } = certificate;
  const also = question.alreadySeeded > 0 ? ` and the ${question.alreadySeeded} there were` : '';
  const lines = [
    `${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}${also} ${seeds.length === 1 && also === '' ? 'reaches' : 'reach'} ${amount(spread)} of ${amount(question.targetWeight)} in expectation (${algorithm})`,
    `proved: at least ${amount(sigmaLow)}, where no choice reaches more than ${amount(sigmaHigh)}; ` +
      `${ratio.toFixed(4)} of the best or better, but for a chance of ${delta.toPrecision(2)}`,
    ...(cost === undefined ? [] : [`cost: ${amount(cost)} of ${amount(question.budget!)}`]),
    ...(stoppedBy === 'abort' ? ['ended early: this is the best there was'] : []),
    ...(stoppedBy === 'memory'
      ? ['memory ran out: this is the best there was; a larger epsilon needs fewer sets']
      : []),
    '',
    ...seedLines(seeds),
    '',
    [
      `${sets.toLocaleString('en')} sets in ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`,
      `${seconds.total.toFixed(2)} s`,
      ...(peakMiB === undefined ? [] : [`${Math.round(peakMiB)} MiB at most`]),
    ].join(', '),
  ];
  return lines.join('\n');
}

export function amount(value: number): string {
  const digits = value >= 100 || Number.isInteger(value) ? 0 : value >= 1 ? 2 : 4;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 1) });
}

/** A table of seeds. */
export function seedLines(seeds: InfluenceResultParts['seeds']): string[] {
  const hasTypes = new Set(seeds.map(({ type }) => type)).size > 1;
  const rows = seeds.map(({ type, id, gain }, i) => [
    String(i + 1),
    ...(hasTypes ? [type] : []),
    // An id may hold line ends, or what a terminal takes for commands.
    String(id).replace(/\p{Cc}/gu, (mark) => JSON.stringify(mark).slice(1, -1)),
    gain.toFixed(2),
  ]);
  const table = [['', ...(hasTypes ? ['type'] : []), 'node', 'gain'], ...rows];
  const widths = table[0]!.map((_, c) => table.reduce((most, row) => Math.max(most, row[c]!.length), 0));
  const isText = (c: number) => c > 0 && c < widths.length - 1;
  return table.map((row) =>
    row
      .map((cell, c) => (isText(c) ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
      .join('  ')
      .trimEnd(),
  );
}
