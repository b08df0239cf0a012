// An image to pick, with the letters of the slots that hold it.

import type { Picture } from '../core/protocol'
import { Bitmap } from '../parts/Bitmap'
import { marks } from './places'
import { contrast } from './state'
import { text } from './text'

export interface CellProps {
  id: string
  /** Name of the vector, which tells whether it was picked. */
  name: string | undefined
  label: string
  picture: Picture | undefined
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
      aria-label={mark ? text.value.palette.pickedAs(label, [...mark]) : label}
      disabled={!picture}
      onClick={picked}
    >
      <Bitmap picture={picture} width={32} height={32} contrast={contrast.value} />
      {mark && <b aria-hidden="true">{mark}</b>}
    </button>
  )
}
