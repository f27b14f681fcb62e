import type { Table } from 'apache-arrow';
import { showAs } from '../../core/index.js';
import type { Certificate } from '../proof/certificate.js';
import type { InfluenceQuestion, InfluenceResultParts, InfluenceSeconds, InfluenceSeed } from './result-parts.js';
import { resultText } from './result-text.js';
import { seedTable } from './seed-table.js';
import { seedsHtml } from './shown-seeds.js';

/** Seeds with the proof of how good they are. `String(result)` is a text for people. */
export class InfluenceResult implements InfluenceResultParts {
  declare readonly algorithm: string;
  declare readonly seeds: readonly InfluenceSeed[];
  declare readonly spread: number;
  declare readonly certificate: Certificate;
  declare readonly cost?: number;
  declare readonly stoppedBy: 'done' | 'abort' | 'memory';
  declare readonly seconds: InfluenceSeconds;
  declare readonly peakMiB?: number;
  declare readonly question: InfluenceQuestion;

  static {
    showAs(InfluenceResult.prototype, (result) =>
      seedsHtml(`expected spread ${result.spread.toFixed(1)} of ${result.seeds.length} seeds`, result.seeds),
    );
  }

  constructor(parts: InfluenceResultParts) {
    Object.assign(this, parts);
  }

  toString(): string {
    return resultText(this);
  }

  /** Everything as plain data. */
  toJSON(): InfluenceResultParts {
    return { ...this };
  }

  /** A row a seed, best first: `type`, `row` (int32), `node` (int32 where all ids are such numbers, else utf8), `gain` (float64). */
  toArrow(): Table {
    return seedTable(this.seeds);
  }
}
