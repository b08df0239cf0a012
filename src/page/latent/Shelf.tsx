// Vectors that somebody kept, to pick from as from the palette.

import { signal } from '@preact/signals'
import { stack } from '../../gan/latent'
import { ask } from '../client'
import type { Drawings } from '../worker/latentJobs'
import { Cell } from './Cell'
import { useLive } from './live'
import { pictureAt } from './pictures'
import { from, SHELF, shelf, space } from './state'
import { take } from './take'

const drawings = signal<Drawings | undefined>(undefined)

export function Shelf() {
  useLive(drawings, () => {
    const { latent } = space.value ?? {}
    const { value } = from
    const kept = shelf.value.filter(({ z }) => z.length === latent)
    if (kept.length === 0) return undefined
    return () => ask('latentDraw', value, stack(kept.map(({ z }) => z)))
  })
  const { latent, imageSize = 32 } = space.value ?? {}
  const kept = shelf.value.filter(({ z }) => z.length === latent)
  return (
    <section class="shelf" aria-labelledby="shelf-title">
      <h2 id="shelf-title">Kept</h2>
      <div id="shelf" class="cells">
        {Array.from({ length: SHELF }, (_, i) => {
          const pick = kept[i]
          const picture = pick && pictureAt(drawings.value?.pixels, imageSize, i)
          return (
            <Cell
              key={i}
              id={`shelf-${i}`}
              name={pick?.name}
              label={pick ? pick.name : 'Nothing kept yet'}
              picture={picture}
              picked={() => {
                if (pick && picture) take(pick, picture)
              }}
            />
          )
        })}
      </div>
    </section>
  )
}
