/** Settings under which a recommender learns the small problems of the contract well and in little time; by default its own. */
export const quickSettings: Readonly<Record<string, object>> = {};
