import type { OnProgress, Pieces } from '../../core/index.js';
import type { Database } from '../database/types.js';
import type { FeaturePlan } from '../features/plan.js';
import type { Feature } from '../features/types.js';
import type { LearnedPart } from '../learners/types.js';
import type { ForecastKind } from '../tasks/types.js';
import { columnOfFeature } from './column-of-feature.js';
import { labelsBefore } from './labels-before.js';
import { toldShare } from './told-share.js';
import type { Leak } from './types.js';

/** What a feature must tell alone (of two classes: a ROC-AUC of 0.99), of the training by the validation and the other way round. */
const NEARLY_ALL = 0.98;
/** It leaves open less than this part of what times and keys alone, or the row's last label, leave open. */
const BEYOND = 0.5;
/** And tells less by this of the window before: what was summed up of the past tells that as well. */
const LESS_OF_BEFORE = 0.05;
/** Rows of each part, and of the rarer class, that are needed. */
const [FEWEST_ROWS, FEWEST_OF_CLASS] = [50, 10];

export interface LookedAt {
  readonly kind: ForecastKind;
  /** 1 of numbers. */
  readonly numClasses: number;
  readonly plan: FeaturePlan;
  /** With the features of the plan. */
  readonly train: LearnedPart;
  readonly valid: LearnedPart;
}

/**
 * Columns of which one feature alone tells nearly all that is to be forecast, although neither times and keys nor what was last tell it, and although it tells
 * less of the window before: most likely they are written when it is known. Only training and validation are looked at.
 */
export function* tellingColumns(
  database: Database,
  at: LookedAt,
  keep: ReadonlySet<string>,
  onProgress?: OnProgress,
): Pieces<Leak[]> {
  const { kind, plan, train, valid } = at;
  if (![train, valid].every(({ anchors }) => isEnough(kind, anchors.labels))) return [];
  const columns = plan.features.map((feature) => columnOfFeature(database, plan.table, feature));
  const labels = [train.anchors.labels, valid.anchors.labels] as const;
  const progress = (done: number) =>
    onProgress?.({ stage: 'look for telling columns', done, total: columns.length, unit: 'features' });
  const ofFeature = (i: number) => [train.features[i]!, valid.features[i]!] as const;
  const strong: { readonly i: number; readonly column: string; readonly share: number }[] = [];
  for (const [i, column] of columns.entries()) {
    progress(i);
    if (column === undefined || keep.has(column)) continue;
    const share = told(at, ofFeature(i), labels);
    if (share >= NEARLY_ALL) strong.push({ i, column, share });
    yield;
  }
  progress(columns.length);
  if (strong.length === 0) return [];
  const before = labelsBefore(train.anchors, valid.anchors);
  const safe: number[] = [];
  for (const [i, column] of columns.entries()) {
    if (column !== undefined) continue;
    safe.push(told(at, ofFeature(i), labels));
    yield;
  }
  const open = 1 - Math.max(0, ...safe, told(at, [asFeature(kind, before[0]), asFeature(kind, before[1])], labels));
  const found = new Map<string, Leak>();
  for (const { i, column, share } of strong) {
    if (found.has(column) || 1 - share > BEYOND * open) continue;
    yield;
    if (told(at, ofFeature(i), before) > share - LESS_OF_BEFORE) continue;
    const why = `alone tells ${amount(kind, share)} of what is to be forecast (${plan.features[i]!.name}), and less of what was before`;
    found.set(column, { column, kind: 'label', why });
  }
  return [...found.values()];
}

type Pair<T> = readonly [train: T, valid: T];

/** The lesser share that a feature tells of the labels of one part, learned of the other. Rows without a label do not count; 0 of too few. */
function told({ kind, numClasses }: LookedAt, features: Pair<Feature>, labels: Pair<Float64Array>): number {
  const parts = features.map((feature, part) => {
    const rows = Int32Array.from(labels[part]!.keys()).filter((i) => !Number.isNaN(labels[part]![i]!));
    const take = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]!);
    return { feature: { ...feature, values: take(feature.values) }, labels: take(labels[part]!) };
  });
  if (!parts.every((part) => isEnough(kind, part.labels))) return 0;
  const [train, valid] = parts as [(typeof parts)[0], (typeof parts)[0]];
  const scored = (part: typeof train) => ({ values: part.feature.values, labels: part.labels });
  return Math.min(toldShare(kind, numClasses, train, scored(valid)), toldShare(kind, numClasses, valid, scored(train)));
}

function isEnough(kind: ForecastKind, labels: Float64Array): boolean {
  if (labels.length < FEWEST_ROWS) return false;
  if (kind === 'numbers') return true;
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return labels.length - Math.max(...counts.values()) >= FEWEST_OF_CLASS;
}

function amount(kind: ForecastKind, share: number): string {
  if (kind === 'binary') return `nearly all (ROC-AUC ${((1 + share) / 2).toFixed(3)})`;
  return `${(100 * share).toFixed(1)} %`;
}

function asFeature(kind: ForecastKind, values: Float64Array): Feature {
  return { name: 'last label', path: '', kind: kind === 'numbers' ? 'number' : 'category', values };
}
