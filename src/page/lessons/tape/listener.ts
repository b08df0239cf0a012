// Watches a walk along the tape: the ops it meets, the gradients of their thunks, and the dispatches of each.

import type { Watcher } from '../../../autograd/gradients'
import type { Lazy, TapeNode } from '../../../autograd/tape'
import type { Tensor } from '../../../autograd/tensor'
import { type Dispatch, recorded } from '../../../gpu/trace'

/** An op in a walk, and the fate of its thunks. */
export interface Heard {
  node: TapeNode
  thunks: Readonly<Record<string, Lazy>> | undefined
  calls: Map<string, Call>
}

export interface Call {
  gradient: Tensor
  dispatches: readonly Dispatch[]
  sum?: { parts: readonly [Tensor, Tensor]; sum: Tensor; dispatches: readonly Dispatch[] }
}

/** Watches a walk; the last op comes first. */
export function listener(): { watcher: Watcher; heard: Heard[] } {
  const heard: Heard[] = []
  let from = 0
  const since = () => {
    const dispatches = recorded().slice(from)
    from += dispatches.length
    return dispatches
  }
  const watcher: Watcher = {
    met(node, thunks) {
      since()
      heard.push({ node, thunks, calls: new Map() })
    },
    gave(_, input, gradient) {
      heard.at(-1)?.calls.set(input, { gradient, dispatches: since() })
    },
    added(_, input, parts, sum) {
      const call = heard.at(-1)?.calls.get(input)
      if (call) call.sum = { parts, sum, dispatches: since() }
    },
  }
  return { watcher, heard }
}
