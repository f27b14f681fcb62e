const vectors = { width: 16, batchSize: 100, negatives: 16, learningRate: 0.03 };

/** Settings under which a recommender learns the small problems of the contract well and in little time; by default its own. */
export const quickSettings: Readonly<Record<string, object>> = {
  bpr: { ...vectors, negatives: 1, epochs: 40 },
  lightgcn: { ...vectors, epochs: 20 },
  simgcl: { ...vectors, epochs: 20, temperature: 0.5 },
  hetero: { ...vectors, epochs: 20 },
  'two-tower': { ...vectors, epochs: 20 },
  'rating-factors': { width: 8, learningRate: 0.05, missing: 2, epochs: 40 },
};
