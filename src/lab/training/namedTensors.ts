import type { Tensor } from '../core/tf';
import type { Tensors } from '../models/model';

/**
 * What training keeps, in one record: each tensor under the part it belongs to, such as `network/linear.bias`.
 * network: the model's weights; statistics: the model's; loss: the loss's own weights; optimizer: its state;
 * memory: the loss's. What enters one step goes by batch and noise.
 */
export type Part = 'network' | 'statistics' | 'loss' | 'optimizer' | 'memory' | 'batch' | 'noise';

/** The tensors with the part's name before their own. */
export function withPart(part: Part, tensors: Tensors): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${part}/${name}`, tensor]));
}

/** The tensors of one part, under their own names. */
export function partOf(part: Part, tensors: Tensors): Record<string, Tensor> {
  const own = Object.entries(tensors).filter(([name]) => isOf(part, name));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(part.length + 1), tensor]));
}

export function isOf(part: Part, name: string): boolean {
  return name.startsWith(`${part}/`);
}
