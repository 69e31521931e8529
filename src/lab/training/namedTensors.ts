/**
 * What training keeps, in one record: each tensor under the part it belongs to, such as `network/linear.bias`.
 * network: the model's weights; statistics: the model's; loss: the loss's own weights; optimizer: its state;
 * memory: the loss's; sampler: its state, on the host. What enters one step goes by batch, extra, noise (the loss's)
 * and dropout (the model's noise).
 */
export type Part =
  | 'network'
  | 'statistics'
  | 'loss'
  | 'optimizer'
  | 'memory'
  | 'sampler'
  | 'batch'
  | 'extra'
  | 'noise'
  | 'dropout';

/** The tensors with the part's name before their own. */
export function withPart<T>(part: Part, tensors: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${part}/${name}`, tensor]));
}

/** The tensors of one part, under their own names. */
export function partOf<T>(part: Part, tensors: Readonly<Record<string, T>>): Record<string, T> {
  const own = Object.entries(tensors).filter(([name]) => isOf(part, name));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(part.length + 1), tensor]));
}

export function isOf(part: Part, name: string): boolean {
  return name.startsWith(`${part}/`);
}

const givenParts = ['batch', 'extra', 'noise', 'dropout'] as const;

/** Whether a tensor enters one step alone; all others are the state, and go from step to step. */
export function isGiven(name: string): boolean {
  return givenParts.some((part) => isOf(part, name));
}
