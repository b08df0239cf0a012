// Held-out images of each set on their way.

import { count } from '../core/words'
import { Bitmap } from '../parts/Bitmap'
import type { Direction } from './names'
import type { Row } from './run'
import { began, directionTitle, opened, rows } from './state'
import { text } from './text'

export function Rows() {
  const shown = rows.value
  if (!shown || !began.value) return null
  const { step } = shown
  return (
    <section class="translate-rows" aria-label={text.value.rows.label}>
      {(['toB', 'toA'] as const).flatMap((direction) => {
        const all = shown.rows[direction]
        return all ? [<Way key={direction} direction={direction} rows={all} step={step} />] : []
      })}
    </section>
  )
}

function Way({ direction, rows, step }: { direction: Direction; rows: Row[]; step: number }) {
  const { imageSize = 32 } = opened.value ?? {}
  if (!began.value) return null
  const title = directionTitle(began.value, direction)
  const { titles, heldOut, strip } = text.value.rows
  return (
    <figure class="card route">
      <figcaption>
        <h2>{title}</h2>
        <span>
          {heldOut} <span id={`translate-${direction}-step`}>{count(step)}</span>
        </span>
      </figcaption>
      {rows.map(({ name, picture }) => (
        <div class="strip" key={name}>
          <span>{titles[name]}</span>
          <Bitmap
            id={`translate-${direction}-${name}`}
            label={strip(titles[name], title, step)}
            picture={picture}
            width={8 * imageSize}
            height={imageSize}
          />
        </div>
      ))}
    </figure>
  )
}
