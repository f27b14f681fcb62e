export { Ape, type PairWeight } from './ape/ape.js';
export { type FitApeOptions, fitApe } from './ape/fit.js';
export { type LogNormaliser, type LogNormaliserOptions, logNormaliser } from './ape/log-normaliser.js';
export { loadApe } from './ape/node/load.js';
export { saveApe } from './ape/node/save.js';
export { type ApeSettings, apeDefaults } from './ape/settings.js';
export type { ApeState } from './ape/state.js';
export { ConsensusDetector } from './detectors/consensus-detector.js';
export type { ConsensusState } from './detectors/consensus-state.js';
export {
  type AnomalyReport,
  type DetectAnomaliesOptions,
  detectAnomalies,
  type OddRow,
} from './detectors/detect-anomalies.js';
export type { AnomalyDetector, FitDetectorOptions } from './detectors/detector.js';
export { type DetectorName, detectorNames, fitDetector } from './detectors/fit-detector.js';
export { loadConsensus } from './detectors/node/load.js';
export { saveConsensus } from './detectors/node/save.js';
export { type AnomalyFigures, anomalyFigures, anomalyThreshold, precisionAtK } from './detectors/threshold.js';
export { detectEdgeAnomalies, type EdgeAnomalyReport, type OddEdge } from './edges/edge-anomalies.js';
export { type EdgeEvents, type EdgeEventsOptions, edgeEvents } from './edges/edge-events.js';
export {
  detectTemporalEdgeAnomalies,
  type OddTimedEdge,
  type TemporalEdgeOptions,
  type TemporalEdgeReport,
  type TemporalReason,
} from './edges/temporal-edge-anomalies.js';
export type { ExplainOptions, Reason } from './reasons.js';
export type { ArrowColumns, Cell, EventTable } from './table/read-columns.js';
