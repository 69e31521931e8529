import type { Tensor2D } from '../../../../src/lab/core/tf';
import { arcFace } from '../../../../src/lab/losses/arcFace';
import type { GoldenCase } from '../../../support/goldenIdea';

const compute: GoldenCase = (x, y, p, w) =>
  arcFace(x, y, w['W']!.transpose<Tensor2D>(), {
    margin: (p['margin_deg']! * Math.PI) / 180,
    scale: p['scale'],
    centres: p['sub_centers'] ?? 1,
  });

export const goldens: Record<string, GoldenCase> = { arcface: compute, subcenter_arcface: compute };
