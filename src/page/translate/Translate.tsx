// Translate: images of one set become images of another. A translator trains here, and translates drawings.

import './translate.css'
import { useEffect } from 'preact/hooks'
import { dropTaker } from '../core/drops'
import type { Place } from '../core/translation'
import type { Brought } from '../lab/ownSource'
import { droppedFiles, isCheckpoint } from '../parts/dropped'
import { GaveWay } from '../parts/GaveWay'
import { Bar } from './Bar'
import { Choose } from './Choose'
import { takePicture } from './drawing'
import { KeptRuns, More } from './KeptRuns'
import { Losses } from './Losses'
import { bring } from './ownFiles'
import { Rows } from './Rows'
import { load } from './saved'
import { openPlace } from './session'
import * as state from './state'
import { Try } from './Try'

const isPlace = (name: string | undefined): name is Place =>
  name === 'a' || name === 'b' || name === 'pairs'

/** Files dropped on a set become its images; other files are a saved run, or a picture to translate. */
function take(dropped: DataTransfer, target: EventTarget | null): void {
  const zone = target instanceof Element ? target.closest<HTMLElement>('[data-drop]') : null
  const place = zone?.dataset['drop']
  const [first] = dropped.files
  if (isPlace(place)) {
    state.choose(place === 'pairs' ? { pairs: 'own' } : { [place === 'a' ? 'from' : 'to']: 'own' })
    void bring(place, droppedFiles(dropped))
  } else if (first) void takeOther(first, droppedFiles(dropped))
}

async function takeOther(first: File, files: AsyncGenerator<Brought[]>): Promise<void> {
  const { value: brought = [] } = await files.next()
  if (await isCheckpoint(brought)) return load(brought.map(({ file }: Brought) => file))
  return takePicture(first)
}

export function Translate() {
  useEffect(() => {
    void openPlace()
    dropTaker.value = take
    return () => {
      dropTaker.value = undefined
    }
  }, [])
  return (
    <main>
      <Bar />
      <More />
      <div class="translate">
        <div class="sheet">
          <Choose />
          <GaveWay id="translate-note" />
        </div>
        <div class="sheet">
          <Try />
          <Rows />
          <Losses />
          <KeptRuns />
        </div>
      </div>
    </main>
  )
}
