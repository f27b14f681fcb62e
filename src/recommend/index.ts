export type { FitOptions, FitReport, RecommendProblem, SideInformation } from './core/definition.js';
export type { Contribution, Factors, Scorer, ScorerState } from './core/scorer.js';
export type { Interactions } from './interactions/interactions.js';
