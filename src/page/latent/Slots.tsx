// The slots of a tool, each with its image. Pressing one makes it the next to be filled.

import type { Signal } from '@preact/signals'
import { stack } from '../../gan/latent/latent'
import type { Picture } from '../core/protocol'
import { Bitmap } from '../parts/Bitmap'
import { useLive } from '../parts/live'
import { ask } from './ask'
import type { Drawings } from './jobs'
import type { ToolName } from './names'
import { pictureAt } from './pictures'
import { clear, letters, picks, setTurn, turnOf } from './places'
import { contrast, from, type Pick, problem, space } from './state'
import { text } from './text'

/** Drawings of vectors by name; vectors picked since then have none yet. */
export interface Named extends Drawings {
  names: readonly string[]
}

/** Draws the images in a tool's slots. */
export function usePlaces(of: ToolName, drawings: Signal<Named | undefined>): void {
  useNamed(drawings, () => picks(of).flatMap((pick) => pick ?? []))
}

export function useNamed(drawings: Signal<Named | undefined>, wanted: () => readonly Pick[]): void {
  useLive(
    drawings,
    () => {
      const { value } = from
      const all = wanted()
      if (all.length === 0 || !space.value) return undefined
      const names = all.map(({ name }) => name)
      return async () => ({
        ...(await ask('latentDraw', value, stack(all.map(({ z }) => z)))),
        names,
      })
    },
    problem,
  )
}

/** The drawing of that name, if there is one. */
export const namedPicture = (drawings: Named | undefined, name: string): Picture | undefined =>
  pictureAt(drawings?.pixels, space.value?.imageSize ?? 32, drawings?.names.indexOf(name) ?? -1)

export interface SlotsProps {
  of: ToolName
  drawings: Signal<Named | undefined>
  letter?: string
}

export function Slots({ of, drawings, letter: only }: SlotsProps) {
  const all = picks(of)
  const words = text.value.slots
  return (
    <div class="slots">
      {letters[of].map((letter, i) => {
        if (only !== undefined && letter !== only) return null
        const pick = all[i]
        const picture = pick && namedPicture(drawings.value, pick.name)
        const isNext = turnOf(of) === i
        return (
          <button
            key={i}
            type="button"
            id={`${of}-slot-${i}`}
            class="cell slot"
            aria-label={words.label(letter, pick?.name)}
            aria-pressed={isNext}
            title={isNext ? words.next : words.fill}
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
      {text.value.clear}
    </button>
  )
}
