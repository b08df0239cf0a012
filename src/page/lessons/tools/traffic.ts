// What a dispatch moves, by the sizes of what it binds.

import type { Dispatch } from '../../../gpu/trace'

/** Bytes that it reads, or that it writes, if it touches each once. */
export const bytesBound = ({ bindings }: Dispatch, access: 'read' | 'read_write'): number =>
  bindings.reduce((sum, { binding, slice }) => {
    return binding.access === access ? sum + slice.bytes : sum
  }, 0)
