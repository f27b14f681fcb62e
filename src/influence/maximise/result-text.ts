import { printable } from '../../core/index.js';
import type { SpreadGoalCertificate } from '../proof/spread-goal.js';
import type { InfluenceResultParts, InfluenceSeed } from './result-parts.js';

/** A result for people: what was found, what is proved, the seeds, time and memory. */
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
  const also = question.alreadySeeded > 0 ? ` and the ${question.alreadySeeded} already seeded` : '';
  const verb = seeds.length === 1 && also === '' ? 'reaches' : 'reach';
  return [
    `${counted(seeds.length, 'seed')}${also} ${verb} ${amount(spread)} of ${amount(question.targetWeight)} in expectation (${algorithm})`,
    `proved: at least ${amount(sigmaLow)}, where no choice reaches more than ${amount(sigmaHigh)}; ` +
      `${ratio.toFixed(4)} of the best or better, but for a chance of ${delta.toPrecision(2)}`,
    ...(cost === undefined ? [] : [`cost: ${amount(cost)} of ${amount(question.budget!)}`]),
    ...(stoppedBy === 'abort' ? ['ended early: this is the best answer so far'] : []),
    ...(stoppedBy === 'memory'
      ? ['memory ran out: this is the best answer so far; a larger epsilon needs fewer sets']
      : []),
    ...['', ...seedLines(seeds), ''],
    [
      `${sets.toLocaleString('en')} sets in ${counted(rounds, 'round')}`,
      `${seconds.total.toFixed(2)} s`,
      ...(peakMiB === undefined ? [] : [`${Math.round(peakMiB)} MiB at most`]),
    ].join(', '),
  ].join('\n');
}

/** The same for seeds of a required spread. */
export function spreadGoalText({
  seeds,
  spread,
  requiredSpread,
  targetWeight,
  cost,
  certificate: { sigmaLow, minCost, delta, sets },
}: {
  readonly seeds: readonly InfluenceSeed[];
  readonly spread: number;
  readonly requiredSpread: number;
  readonly targetWeight: number;
  readonly cost: number;
  readonly certificate: SpreadGoalCertificate;
}): string {
  const verb = seeds.length === 1 ? 'reaches' : 'reach';
  return [
    `${counted(seeds.length, 'seed')} ${verb} ${amount(spread)} of ${amount(targetWeight)} in expectation, where ${amount(requiredSpread)} is required`,
    `proved: at least ${amount(sigmaLow)}, at a cost of ${amount(cost)} where no choice that reaches it costs less than ${amount(minCost)}, ` +
      `but for a chance of ${delta.toPrecision(2)}`,
    ...['', ...seedLines(seeds), ''],
    `${sets.toLocaleString('en')} sets`,
  ].join('\n');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function amount(value: number): string {
  const digits = value >= 100 || Number.isInteger(value) ? 0 : value >= 1 ? 2 : 4;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 1) });
}

/** A name of the data in one line, without what a terminal acts on. */
function inLine(name: string): string {
  return printable(name).replace(/[\t\n]/g, (mark) => JSON.stringify(mark).slice(1, -1));
}

/** A table of seeds. */
function seedLines(seeds: readonly InfluenceSeed[]): string[] {
  const hasTypes = new Set(seeds.map(({ type }) => type)).size > 1;
  const rows = seeds.map(({ type, id, gain }, i) => [
    String(i + 1),
    ...(hasTypes ? [inLine(type)] : []),
    inLine(String(id)),
    gain.toFixed(2),
  ]);
  const table = [['', ...(hasTypes ? ['type'] : []), 'node', 'gain'], ...rows];
  const widths = table[0]!.map((_, c) => table.reduce((max, row) => Math.max(max, row[c]!.length), 0));
  const isText = (c: number) => c > 0 && c < widths.length - 1;
  return table.map((row) =>
    row
      .map((cell, c) => (isText(c) ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
      .join('  ')
      .trimEnd(),
  );
}
