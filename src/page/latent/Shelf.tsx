import { signal } from '@preact/signals'
import { Cell } from './Cell'
import { type Named, namedPicture, useNamed } from './Slots'
import { SHELF, shelf, space } from './state'
import { take } from './take'
import { text } from './text'

const drawings = signal<Named | undefined>(undefined)

/** Kept vectors of the generator's length. */
const fitting = () => shelf.value.filter(({ z }) => z.length === space.value?.latent)

export function Shelf() {
  useNamed(drawings, fitting)
  const kept = fitting()
  return (
    <section class="shelf" aria-labelledby="shelf-title">
      <h2 id="shelf-title">{text.value.shelf.title}</h2>
      <div id="shelf" class="cells">
        {Array.from({ length: SHELF }, (_, i) => {
          const pick = kept[i]
          const picture = pick && namedPicture(drawings.value, pick.name)
          return (
            <Cell
              key={i}
              id={`shelf-${i}`}
              name={pick?.name}
              label={pick ? pick.name : text.value.shelf.empty}
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
