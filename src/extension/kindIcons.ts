/** A picture for each kind of idea, and for what else a paper may be about. */
export const kindIcons: Readonly<Record<string, string>> = {
  loss: 'symbol-operator',
  sampler: 'group-by-ref-type',
  miner: 'filter',
  distance: 'arrow-both',
  regularizer: 'settings',
  metric: 'graph',
  statistic: 'law',
  method: 'mortar-board',
  evaluation: 'beaker',
  dataset: 'database',
  architecture: 'circuit-board',
  'training-method': 'mortar-board',
};
