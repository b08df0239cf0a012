// The thunks that were never called, and how many of all they are.

import { dimensions } from '../../parts/words'
import { nameOf, neverRun, thunksOf, titleOf } from './say'
import { step } from './state'

const were = (count: number): string => (count === 1 ? 'was' : 'were')

export function Never() {
  const { value: shown } = step
  if (!shown) return <section class="card tape-never">–</section>
  const { made, unreached } = neverRun(shown)
  const all = thunksOf(shown)
  const ran = all.filter(({ fate }) => fate === 'ran').length
  return (
    <section class="card tape-never" aria-label="Thunks that never ran">
      <p
        id="tape-never-said"
        data-made={made.length}
        data-ran={ran}
        data-unreached={unreached.length}
      >
        <b>{ran}</b> thunks were called, <b>{made.length}</b> {were(made.length)} made and never
        called, and <b>{unreached.length}</b> {unreached.length === 1 ? 'op was' : 'ops were'} not
        reached at all.
      </p>
      <h4>Made, never called</h4>
      <ul id="tape-made">
        {made.map(({ op, thunk }) => (
          <li key={`${titleOf(op)} ${thunk.input}`} class={thunk.owner?.toLowerCase() ?? ''}>
            <code>{nameOf(thunk)}</code>
            <span class="note">
              {dimensions(thunk.shape)}, of {titleOf(op)}
            </span>
          </li>
        ))}
      </ul>
      <h4>Not reached</h4>
      <p class="note" id="tape-unreached">
        {unreached.map(titleOf).join(', ') || 'None: a gradient flowed through every op.'}
      </p>
    </section>
  )
}
