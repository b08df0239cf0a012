// The places of a tool, each with what was picked for it. Pressing one makes it the next to be filled.

import type { Signal } from '@preact/signals'
import { stack } from '../../gan/latent'
import { ask } from '../client'
import { Bitmap } from '../parts/Bitmap'
import type { Drawings } from '../worker/latentJobs'
import { useLive } from './live'
import { pictureAt } from './pictures'
import { clear, letters, picks, setTurn, type ToolName, turnOf } from './slots'
import { contrast, from, space } from './state'

/** Draws what stands on the places, one after the other. */
export function usePlaces(of: ToolName, drawings: Signal<Drawings | undefined>): void {
  useLive(drawings, () => {
    const { value } = from
    const vectors = picks(of).flatMap((pick) => (pick ? [pick.z] : []))
    if (vectors.length === 0 || !space.value) return undefined
    return () => ask('latentDraw', value, stack(vectors))
  })
}

export interface SlotsProps {
  of: ToolName
  drawings: Signal<Drawings | undefined>
  /** Only the places of this letter. */
  letter?: string
}

export function Slots({ of, drawings, letter: only }: SlotsProps) {
  const all = picks(of)
  const side = space.value?.imageSize ?? 32
  return (
    <div class="slots">
      {letters[of].map((letter, i) => {
        if (only !== undefined && letter !== only) return null
        const pick = all[i]
        const before = all.slice(0, i).filter((each) => each !== undefined).length
        const picture = pick && pictureAt(drawings.value?.pixels, side, before)
        const isNext = turnOf(of) === i
        return (
          <button
            key={i}
            type="button"
            id={`${of}-slot-${i}`}
            class="cell slot"
            aria-label={`${letter}: ${pick ? `image ${pick.name}` : 'empty'}`}
            aria-pressed={isNext}
            title={isNext ? 'The next image that you pick comes here' : 'Pick for this place next'}
            onClick={() => setTurn(of, i)}
          >
            <Bitmap picture={picture} width={32} height={32} contrast={contrast.value} />
            <b aria-hidden="true">{letter}</b>
          </button>
        )
      })}
    </div>
  )
}

export function Clear({ of }: { of: ToolName }) {
  return (
    <button type="button" id={`${of}-clear`} onClick={() => clear(of)}>
      Clear
    </button>
  )
}
