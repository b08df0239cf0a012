// An image that can be picked, and the letters of the places that it was picked for.

import type { Picture } from '../core/protocol'
import { Bitmap } from '../parts/Bitmap'
import { marks } from './places'
import { contrast } from './state'

export interface CellProps {
  id: string
  /** Of the vector, by which it is known whether it was picked. */
  name: string | undefined
  label: string
  picture: Picture | undefined
  /** Does Tab stop here? */
  tabbable?: boolean
  picked: () => void
}

export function Cell({ id, name, label, picture, tabbable = true, picked }: CellProps) {
  const mark = (name && marks.value.get(name)) || ''
  return (
    <button
      type="button"
      id={id}
      class="cell"
      tabIndex={tabbable ? 0 : -1}
      aria-label={mark ? `${label}, picked as ${[...mark].join(' and ')}` : label}
      disabled={!picture}
      onClick={picked}
    >
      <Bitmap picture={picture} width={32} height={32} contrast={contrast.value} />
      {mark && <b aria-hidden="true">{mark}</b>}
    </button>
  )
}
