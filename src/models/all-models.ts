import { autoOf } from './auto/model.js';
import type { ModelDefinition } from './core/definition.js';
import { ensembleOf } from './ensemble/model.js';
import { gat } from './gat/model.js';
import { gcn } from './gcn/model.js';
import { graphNetworkOf } from './graph-network/model.js';
import { han } from './han/model.js';
import { hgt } from './hgt/model.js';
import { higpt } from './higpt/model.js';
import { hinormer } from './hinormer/model.js';
import { complex, distmult, rotate, transe } from './knowledge-graph/models.js';
import { labelPropagation } from './label-propagation/model.js';
import { latte } from './latte/model.js';
import { commonNeighbours, popularity, preferentialAttachment } from './link-heuristics/models.js';
import { withLinks } from './link-network/with-links.js';
import { linkPaths } from './link-paths/model.js';
import { logistic, logisticAggregated, logisticGraph, logisticPropagated } from './logistic/model.js';
import { majority } from './majority/model.js';
import { mean } from './mean/model.js';
import { metapath2vec } from './metapath2vec/model.js';
import { mlp, mlpAggregated, mlpGraph, mlpPropagated } from './mlp/model.js';
import { nars } from './nars/model.js';
import { gbdt, gbdtAggregated, gbdtGraph, gbdtPropagated } from './node-trees/model.js';
import { polarization } from './polarization/model.js';
import { rgat } from './rgat/model.js';
import { rgcn } from './rgcn/model.js';
import { ridge, ridgeAggregated, ridgeGraph, ridgePropagated } from './ridge/model.js';
import { rphgnn } from './rphgnn/model.js';
import { sage } from './sage/model.js';
import { sehgnn } from './sehgnn/model.js';
import { simpleHgn } from './simple-hgn/model.js';

const modelsAlone: readonly ModelDefinition[] = [
  majority,
  mean,
  labelPropagation,
  ridge,
  logistic,
  mlp,
  gbdt,
  ridgePropagated,
  mlpPropagated,
  logisticPropagated,
  gbdtPropagated,
  ridgeAggregated,
  mlpAggregated,
  logisticAggregated,
  gbdtAggregated,
  ridgeGraph,
  mlpGraph,
  logisticGraph,
  gbdtGraph,
  rphgnn,
  sehgnn,
  nars,
  metapath2vec,
  withLinks(gcn),
  withLinks(gat),
  withLinks(sage),
  withLinks(rgcn),
  withLinks(rgat),
  withLinks(han),
  withLinks(hgt),
  withLinks(simpleHgn),
  hinormer,
  withLinks(latte),
  higpt,
];

const nodeModels = [...modelsAlone, polarization as ModelDefinition, graphNetworkOf(modelsAlone) as ModelDefinition];

const nodeModelsAndEnsemble = [...nodeModels, ensembleOf(nodeModels) as ModelDefinition];

/** Every model of the library, in the order of its tables. A new model is a folder of its own and a line here. */
export const allModels: readonly ModelDefinition[] = [
  ...nodeModelsAndEnsemble,
  autoOf(nodeModelsAndEnsemble) as ModelDefinition,
  popularity,
  preferentialAttachment,
  commonNeighbours,
  linkPaths,
  distmult,
  complex,
  transe,
  rotate,
];
