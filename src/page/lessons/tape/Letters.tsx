// Letters of the chain rule, for the op of the chosen dispatch.

import { count, dimensions } from '../../core/words'
import { Formula } from '../parts/Formula'
import { Named, Symbols } from '../parts/Symbols'
import { nameOf, short, titleOf, valuesAt } from './say'
import type { TapeStep } from './shapes'
import { at, step, values } from './state'
import { text } from './text'

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

export function Letters() {
  const { value: shown } = step
  const op = shown && (shown.ops[shown.dispatches[at.value]?.op ?? -1] ?? shown.ops.at(-1))
  // The input whose gradient is computed, if there is one.
  const input = op?.thunks.find(({ fate }) => fate === 'ran') ?? op?.thunks[0]
  const [x = '–', y = '–'] = [input, op].map((of) => of && count(sizeOf(of.shape)))
  const by = input?.dispatches.join(', ')
  const words = text.value.letters
  return (
    <div class="tape-letters stack">
      <p>
        <Formula
          tex={String.raw`\displaystyle \frac{\partial L}{\partial x} = J^\top\, \frac{\partial L}{\partial y}, \qquad \frac{\partial L}{\partial L} = 1`}
        />
      </p>
      <Symbols>
        <Named tex="L" meaning={words.L} now={lossOf(shown)} />
        <Named
          tex="y"
          meaning={words.y}
          now={op ? `${titleOf(op)}, ${dimensions(op.shape)}` : '–'}
        />
        <Named
          tex="x"
          meaning={words.x}
          now={input ? `${nameOf(input)}, ${dimensions(input.shape)}` : '–'}
        />
        <Named
          tex={String.raw`\frac{\partial L}{\partial y}`}
          meaning={words.byY}
          now={words.numbers(y)}
        />
        <Named
          tex={String.raw`\frac{\partial L}{\partial x}`}
          meaning={words.byX}
          now={by ? words.dispatched(x, by) : words.notDispatched(x)}
        />
        <Named tex={String.raw`J^\top`} meaning={words.J} now={words.wouldHave(y, x)} />
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
