export { type Campaign, type CampaignAnswer, type CampaignOptions, campaignInfluence } from './algorithms/campaigns.js';
export {
  type ConstrainedAnswer,
  type ConstrainedOptions,
  constrainedInfluence,
} from './algorithms/constrained-influence.js';
export { estimateSpread, type SpreadBounds, type SpreadOptions } from './algorithms/estimate-spread.js';
export { type HistAnswer, type HistOptions, hist } from './algorithms/hist.js';
export { type ImmAnswer, type ImmOptions, imm } from './algorithms/imm.js';
export { type OpimOptions, opimC } from './algorithms/opim-c.js';
export type { SeedOptions } from './algorithms/seed-problem.js';
export { type SpreadGoal, seedsForSpread } from './algorithms/seeds-for-spread.js';
export { type BlockAnswer, type BlockOptions, blockSpread } from './blocking/block-spread.js';
export { type Limits, type Quotas, typeQuotas } from './coverage/limits.js';
export { type ExplainOptions, type Explanation, explain, type ReachPart } from './explain/explain.js';
export { type CelfAnswer, type CelfOptions, celf, type SpreadOracle } from './heuristics/celf.js';
export {
  degreeDiscountSeeds,
  degreeSeeds,
  type HeuristicOptions,
  singleDiscountSeeds,
} from './heuristics/degrees.js';
export { type EvaluateOptions, evaluateSeeds } from './heuristics/evaluate-seeds.js';
export { type PageRankOptions, pageRankSeeds } from './heuristics/page-rank.js';
export type { FriendsOptions } from './invite/friends.js';
export { type InviteMetrics, type InviteMetricsOptions, inviteMetrics } from './invite/invite-metrics.js';
export { Invitees, type InviteesSummary } from './invite/invitees.js';
export { type InviteMethod, type InviteOptions, recommendInvitees } from './invite/recommend-invitees.js';
export type { ActionLog } from './learning/action-log.js';
export { type CountRule, countsToProbabilities } from './learning/counts-to-probabilities.js';
export { type CreditModel, type LearnOptions, learnProbabilities } from './learning/learn-probabilities.js';
export { type LearntColumns, LearntProbabilities, type LearntSummary } from './learning/learnt.js';
export { type AlgorithmName, algorithmNames } from './maximise/algorithms.js';
export type { InfluenceOptions } from './maximise/influence-options.js';
export { InfluenceResult } from './maximise/influence-result.js';
export { maximiseInfluence } from './maximise/maximise-influence.js';
export {
  minimiseSeeds,
  type SeedMinimisationOptions,
  type SeedMinimisationParts,
  SeedMinimisationResult,
} from './maximise/minimise-seeds.js';
export type {
  InfluenceQuestion,
  InfluenceResultParts,
  InfluenceSeconds,
  InfluenceSeed,
} from './maximise/result-parts.js';
export type { SeedLimits } from './maximise/seed-limits.js';
export { diffusionNetwork, type TypedNetwork } from './network/diffusion-network.js';
export type { DiffusionOptions, EdgeCallback, EdgeRule, RelationRule } from './network/diffusion-options.js';
export { networkFromEdges, type PlainEdges } from './network/from-edges.js';
export type { DiffusionNetwork, NetworkRule, NodeRange, TriggerSampler } from './network/network.js';
export { type NodeSet, nodeList, nodeMask, nodesWithIds } from './network/node-set.js';
export type { Roots } from './network/roots.js';
export { type Targets, targetRoots } from './network/targets.js';
export { openOnlineRun, saveOnlineRun } from './node/online-runs.js';
export { type ResumeOptions, resumeInfluence } from './node/resume-influence.js';
export { type OnlineBudget, OnlineInfluence, type OnlineOptions } from './online/online-influence.js';
export type { Certificate, SeedAnswer } from './proof/certificate.js';
export type { SpreadGoalAnswer, SpreadGoalCertificate } from './proof/spread-goal.js';
export { type ExactOptions, ExactSpread, exactSpread } from './simulation/exact-spread.js';
export { type SimulateOptions, type SpreadEstimate, simulateSpread } from './simulation/simulate-spread.js';
