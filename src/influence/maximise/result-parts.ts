import type { Certificate } from '../proof/certificate.js';

/** A node to start from. */
export interface InfluenceSeed {
  readonly type: string;
  /** Row within its type. */
  readonly row: number;
  /** External id; the row where the type has none. */
  readonly id: string | number;
  /** What it adds to the spread of the seeds before it, estimated. */
  readonly gain: number;
}

/** What was asked, as plain data. */
export interface InfluenceQuestion {
  readonly k?: number;
  readonly quotas?: Readonly<Record<string, number>>;
  readonly budget?: number;
  readonly epsilon: number;
  readonly delta: number;
  readonly seed: number;
  readonly model: string;
  /** Relations with their rules. */
  readonly rules: readonly Readonly<Record<string, string | number>>[];
  readonly numNodes: number;
  readonly numEdges: number;
  readonly numCandidates: number;
  /** Sum of what all targets count. */
  readonly targetWeight: number;
  readonly alreadySeeded: number;
  readonly maxHops?: number;
  readonly maxTime?: number;
}

export interface InfluenceSeconds {
  /** Compiling the network; 0 where it was given. */
  readonly network: number;
  /** Making sets and validating. */
  readonly sampling?: number;
  /** Choosing seeds from sets, as far as other threads make no sets meanwhile. */
  readonly selection?: number;
  readonly total: number;
}

export interface InfluenceResultParts {
  readonly algorithm: string;
  /** Best first. */
  readonly seeds: readonly InfluenceSeed[];
  /** What the seeds, with those there were already, reach in expectation: estimated by sets that did not choose them. */
  readonly spread: number;
  readonly certificate: Certificate;
  /** What the seeds cost together, where they cost. */
  readonly cost?: number;
  /** `abort`, `memory`: the answer is the best there was when the run was ended or memory ran out; its certificate holds all the same. */
  readonly stoppedBy: 'done' | 'abort' | 'memory';
  readonly seconds: InfluenceSeconds;
  /** Most memory of the process so far, in MiB; undefined where the platform does not tell. */
  readonly peakMiB?: number;
  readonly question: InfluenceQuestion;
}
