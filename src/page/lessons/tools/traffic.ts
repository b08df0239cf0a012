// Memory traffic of a dispatch, by the sizes of its bindings.

import type { Dispatch } from '../../../gpu/trace'

/** Bytes read or written if each is touched once. */
export const bytesBound = ({ bindings }: Dispatch, access: 'read' | 'read_write'): number =>
  bindings.reduce((sum, { binding, slice }) => {
    return binding.access === access ? sum + slice.bytes : sum
  }, 0)
