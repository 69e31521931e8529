import { withDefaults } from '../core/options';
import type { Model } from './model';
import { basicBlock, defaults, resnet } from './resnet';

/**
 * The residual network with 18 layers: two blocks of two 3 x 3 convolutions in each of four stages. For images of
 * about 32 x 32 keep the small stem; `stem: 'imagenet'` is the network as published, for images of 224 x 224.
 * @paper he2016deep, table 1
 * @throws LabError where a setting is out of range
 */
export function resnet18(options: Partial<typeof defaults> = {}): Model {
  return resnet('resnet18', withDefaults('resnet18', defaults, options), basicBlock, [2, 2, 2, 2]);
}
