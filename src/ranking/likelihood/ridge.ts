import type { UnitLikelihood } from './likelihood.js';

/** The same less `ridge` / 2 times the sum of the squared strengths: each is pulled to 0 as by a normal prior of variance 1 / `ridge`. */
export function withRidge(likelihood: UnitLikelihood, ridge: number): UnitLikelihood {
  if (ridge === 0) return likelihood;
  const { size, numStrengths, numUnits, numChoices } = likelihood;
  return {
    ...{ size, numStrengths, numUnits, numChoices },
    moveTo(point, gradient) {
      let value = likelihood.moveTo(point, gradient);
      for (let i = 0; i < numStrengths; i++) {
        value -= (ridge / 2) * point[i]! ** 2;
        gradient[i]! -= ridge * point[i]!;
      }
      return value;
    },
    curvature(v, out) {
      likelihood.curvature(v, out);
      for (let i = 0; i < numStrengths; i++) out[i]! += ridge * v[i]!;
    },
    diagonal(out) {
      likelihood.diagonal(out);
      for (let i = 0; i < numStrengths; i++) out[i]! += ridge;
    },
    addInformation(out) {
      likelihood.addInformation(out);
      for (let i = 0; i < numStrengths; i++) out[i * size + i]! += ridge;
    },
    eachScore: (call) => likelihood.eachScore(call),
  };
}
