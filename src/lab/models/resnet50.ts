import { withDefaults } from '../core/options';
import type { Model } from './model';
import { bottleneck, defaults, resnet } from './resnet';

/**
 * The residual network with 50 layers: 3, 4, 6 and 3 bottlenecks; what comes of the last stage is 32 times `width` channels. For images of
 * about 32 x 32 keep the small stem; `stem: 'imagenet'` is the network as published, for images of 224 x 224.
 * @paper he2016deep, table 1
 * @throws LabError where a setting is out of range
 */
export function resnet50(options: Partial<typeof defaults> = {}): Model {
  return resnet('resnet50', withDefaults('resnet50', defaults, options), bottleneck, [3, 4, 6, 3]);
}
