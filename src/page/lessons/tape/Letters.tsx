// What the letters of the chain rule are, for the op of the dispatch that is looked at.

import { count, dimensions } from '../../parts/words'
import { Formula } from '../Formula'
import { Named, Symbols } from '../Symbols'
import { nameOf, short, titleOf, valuesAt } from './say'
import type { TapeStep } from './shapes'
import { at, step, values } from './state'

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

export function Letters() {
  const { value: shown } = step
  const op = shown && (shown.ops[shown.dispatches[at.value]?.op ?? -1] ?? shown.ops.at(-1))
  // The input whose gradient is computed, where one is.
  const input = op?.thunks.find(({ fate }) => fate === 'ran') ?? op?.thunks[0]
  const [x, y] = [input && sizeOf(input.shape), op && sizeOf(op.shape)].map(
    (size) => size && count(size),
  )
  const by = input?.dispatches.join(', ')
  return (
    <div class="tape-letters">
      <p>
        <Formula
          tex={String.raw`\displaystyle \frac{\partial L}{\partial x} = J^\top\, \frac{\partial L}{\partial y}, \qquad \frac{\partial L}{\partial L} = 1`}
        />
      </p>
      <Symbols>
        <Named tex="L" meaning="the loss, which the last op gives" now={lossOf(shown)} />
        <Named
          tex="y"
          meaning="output of the op that is looked at"
          now={op ? `${titleOf(op)}, ${dimensions(op.shape)}` : '–'}
        />
        <Named
          tex="x"
          meaning="one of its inputs"
          now={input ? `${nameOf(input)}, ${dimensions(input.shape)}` : '–'}
        />
        <Named
          tex={String.raw`\frac{\partial L}{\partial y}`}
          meaning="gradient of the loss by the output, which the thunk takes"
          now={`${y ?? '–'} numbers`}
        />
        <Named
          tex={String.raw`\frac{\partial L}{\partial x}`}
          meaning="gradient by the input, which it computes"
          now={`${x ?? '–'} numbers, by ${by ? `dispatch ${by}` : 'no dispatch of its own'}`}
        />
        <Named
          tex={String.raw`J^\top`}
          meaning="how y changes with x, transposed; a kernel multiplies by it, and nobody writes it down"
          now={`it would have ${y ?? '–'} × ${x ?? '–'} numbers`}
        />
      </Symbols>
    </div>
  )
}

function lossOf(shown: TapeStep | undefined): string {
  const dispatch = shown?.ops.at(-1)?.forward.at(-1)
  const [loss] =
    shown && values.value && dispatch !== undefined
      ? valuesAt(shown, { dispatch, output: 0 }, values.value)
      : []
  return loss === undefined ? '–' : short(loss)
}
