/** A tensor's values on the host. */
export type HostTensor =
  | { readonly dtype: 'float32'; readonly shape: readonly number[]; readonly values: Float32Array }
  | { readonly dtype: 'int32'; readonly shape: readonly number[]; readonly values: Int32Array }
  | { readonly dtype: 'bool'; readonly shape: readonly number[]; readonly values: Uint8Array };

/** Tensors on the host by name. */
export type HostTensors = Readonly<Record<string, HostTensor>>;
