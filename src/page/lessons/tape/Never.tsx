// The thunks that were never called, and their number.

import { dimensions } from '../../core/words'
import { nameOf, neverRun, thunksOf, titleOf } from './say'
import { step } from './state'
import { text } from './text'

export function Never() {
  const { value: shown } = step
  if (!shown) return <section class="card stack tape-never">–</section>
  const { made, unreached } = neverRun(shown)
  const words = text.value.never
  const all = thunksOf(shown)
  const ran = all.filter(({ fate }) => fate === 'ran').length
  return (
    <section class="card stack tape-never" aria-label={words.name}>
      <p
        id="tape-never-said"
        data-made={made.length}
        data-ran={ran}
        data-unreached={unreached.length}
      >
        {words.said({ ran, made: made.length, unreached: unreached.length })}
      </p>
      <h4>{words.made}</h4>
      <ul id="tape-made">
        {made.map(({ op, thunk }) => (
          <li key={`${titleOf(op)} ${thunk.input}`} class={thunk.owner?.toLowerCase() ?? ''}>
            <code>{nameOf(thunk)}</code>
            <span class="note">{words.of(dimensions(thunk.shape), titleOf(op))}</span>
          </li>
        ))}
      </ul>
      <h4>{words.unreached}</h4>
      <p class="note" id="tape-unreached">
        {unreached.map(titleOf).join(', ') || words.none}
      </p>
    </section>
  )
}
