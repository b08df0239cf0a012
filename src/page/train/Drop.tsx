// Files may be dropped anywhere on the page, in any view: otherwise the browser would leave the page to open
// them, and the run would be lost.

import { useEffect } from 'preact/hooks'
import { dragging, dropTaker } from '../core/drops'
import type { Brought } from '../lab/ownSource'
import { droppedFiles, isCheckpoint } from '../parts/dropped'
import { load } from './keeping'
import { bring } from './ownImages'
import { text } from './text'

const hasFiles = ({ dataTransfer }: DragEvent): boolean =>
  dataTransfer?.types.includes('Files') ?? false

/** Continues a saved run; takes all other files as images. */
async function take(files: AsyncGenerator<Brought[]>): Promise<void> {
  const { value: first = [] } = await files.next()
  if (await isCheckpoint(first)) return load(first.map(({ file }: Brought) => file))
  return bring(
    (async function* () {
      yield first
      yield* files
    })(),
  )
}

export function Drop() {
  useEffect(() => {
    const drag = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      dragging.value = true
    }
    // relatedTarget is an element unless the pointer leaves the window.
    const leave = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) dragging.value = false
    }
    const drop = (event: DragEvent) => {
      dragging.value = false
      if (!hasFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      // A field that is still being edited commits its value now.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
      const taker = dropTaker.value
      if (taker) return taker(event.dataTransfer, event.target)
      void take(droppedFiles(event.dataTransfer))
      location.hash = '#train'
    }
    addEventListener('dragenter', drag)
    addEventListener('dragover', drag)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragenter', drag)
      removeEventListener('dragover', drag)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [])
  if (!dragging.value || dropTaker.value) return null
  return (
    <div id="drop" class="drop" aria-hidden="true">
      <p>
        <b>{text.value.drop.title}</b>
        {text.value.drop.what}
      </p>
    </div>
  )
}
