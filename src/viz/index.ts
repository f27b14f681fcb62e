export { type CalibrationBin, calibrationPlot } from './calibration-plot.js';
export { type ClassF1, classScorePlot } from './class-scores.js';
export { confusionPlot } from './confusion.js';
export { type EmbeddingPlotOptions, embeddingPlot, type PlacedNodes } from './embedding-plot.js';
export { Figure, figure } from './figure.js';
export { type FlowData, type FlowLink, flowPlot } from './flow-plot.js';
export { type GanttBar, ganttChart } from './gantt.js';
export {
  type BoundsOptions,
  type BoundsPoint,
  boundsPlot,
  type SeedDrawingInput,
  seedDrawing,
} from './influence-plots.js';
export { type Curves, learningCurve } from './learning-curve.js';
export { type NetworkDrawingOptions, networkDrawing } from './network/drawing/network-drawing.js';
export { type LayoutInput, type LayoutOptions, layoutGraph } from './network/layout/layout-graph.js';
export type { Network, NetworkRelation } from './network/network.js';
export { type NetworkPageOptions, networkPage } from './network/page/network-page.js';
export { type GraphPicture, type GraphPictureOptions, graphPicture } from './network/picture/graph-picture.js';
export type { ByType } from './network/picture/lists-by-type.js';
export { type PngOptions, toPng } from './node/to-png.js';
export { errorPlot, type PredictedNumbers, predictedPlot } from './number-plots.js';
export { popularityPlot, type ShownItems } from './popularity-plot.js';
export { type PlaneVectors, type PrincipalPlane, principalPlane } from './principal-plane.js';
export { precisionRecallPlot, type RankedClass, rocPlot } from './ranking-plots.js';
export { type RecommenderFigure, type RecommenderPlotOptions, recommenderPlot } from './recommender-plot.js';
export { type RelationImportance, relationPlot } from './relation-plot.js';
export { type ReportContent, type ReportTable, reportHtml } from './report-html.js';
export { type NamedShare, restsOnPlot } from './rests-on-plot.js';
export { type SchemaCounts, schemaDrawing } from './schema-drawing.js';
export { labelSharePlot, type SharedScores, type SharePlotOptions } from './share-plot.js';
export { showInNotebook } from './show-in-notebook.js';
export { type ValuesPlotOptions, valuesPlot } from './values-plot.js';
