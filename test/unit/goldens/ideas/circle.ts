import { circle } from '../../../../src/lab/losses/circle';
import type { GoldenCase } from '../../../support/goldenIdea';

export const goldens: Record<string, GoldenCase> = {
  circle: (x, y, p) => circle(x, y, { margin: p['m'], gamma: p['gamma'], reduction: 'nonzero' }),
  circle_face: (x, y, p) => circle(x, y, { margin: p['m'], gamma: p['gamma'], reduction: 'nonzero' }),
  paper_circle_batch: (x, y, p) => circle(x, y, { margin: p['m'], gamma: p['gamma'], reduction: 'batch' }),
};
