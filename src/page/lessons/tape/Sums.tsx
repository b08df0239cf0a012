// Tensors that receive a gradient from two places: both parts, and their sum.

import { Fragment } from 'preact'
import { Formula } from '../parts/Formula'
import { Named, Symbols } from '../parts/Symbols'
import { peak, short, valuesAt } from './say'
import type { Place, Sum, TapeStep } from './shapes'
import { runs, tape } from './state'
import { text } from './text'

export function Sums() {
  const { value: both } = tape
  const { apart, D } = runs.value
  if (!both || !apart || !D) return <section class="card stack tape-sums">–</section>
  const rows = both.apart.sums.map((sum) => rowOf({ sum, step: both.apart, values: apart }))
  const [first] = rows
  const words = text.value.sums
  return (
    <section class="card stack tape-sums" aria-label={words.name}>
      <table id="tape-sums">
        <caption>{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.parameter}</th>
            <th scope="col">{words.fake}</th>
            <th scope="col">{words.real}</th>
            <th scope="col">{words.sum}</th>
            <th scope="col">{words.together}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ of, index, fake, real, sum }) => (
            <tr key={of} data-of={of} data-parts={`${fake} ${real} ${sum}`}>
              <th scope="row">
                <Broken name={of} /> [{index}]
              </th>
              <td>{short(fake, 3)}</td>
              <td>{short(real, 3)}</td>
              <td>{short(sum, 3)}</td>
              <td>{short(inOnePass(both.D, { of, index }, D), 3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <Formula tex={String.raw`\displaystyle \nabla_w L = \nabla_w L_r + \nabla_w L_f`} />
      </p>
      <Symbols>
        <Named tex="w" meaning={words.w} now={first?.of ?? '–'} />
        <Named
          tex={String.raw`\nabla_w L_r`}
          meaning={words.byReal}
          now={first ? short(first.real) : '–'}
        />
        <Named
          tex={String.raw`\nabla_w L_f`}
          meaning={words.byFake}
          now={first ? short(first.fake) : '–'}
        />
        <Named
          tex={String.raw`\nabla_w L`}
          meaning={words.byBoth}
          now={first ? short(first.sum) : '–'}
        />
      </Symbols>
    </section>
  )
}

/** A name with line breaks allowed only after its dots. */
function Broken({ name }: { name: string }) {
  const parts = name.split('.')
  return parts.map((part, i) => (
    <Fragment key={part}>
      {part}
      {i < parts.length - 1 && (
        <>
          .<wbr />
        </>
      )}
    </Fragment>
  ))
}

function rowOf({ sum, step, values }: { sum: Sum; step: TapeStep; values: Float32Array }) {
  const read = (place: Place) => valuesAt(step, place, values)
  const index = peak(read(sum.sum))
  // The tape is walked backwards, so the fake half, which was recorded last, comes first.
  const [fake, real] = sum.parts.map((part) => read(part)[index] ?? Number.NaN)
  return { of: sum.of, index, fake: fake ?? 0, real: real ?? 0, sum: read(sum.sum)[index] ?? 0 }
}

/** The same gradient when both halves go through D as one batch. */
function inOnePass(
  step: TapeStep,
  { of, index }: { of: string; index: number },
  values: Float32Array,
): number {
  const thunk = step.ops
    .flatMap(({ thunks }) => thunks)
    .find((each) => each.owner === 'D' && each.of === of)
  return (thunk?.gradient && valuesAt(step, thunk.gradient, values)[index]) ?? Number.NaN
}
