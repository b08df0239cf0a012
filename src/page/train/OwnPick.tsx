// The user's pictures, to leave some of them out before a run begins.

import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { OwnSummary } from '../core/protocol'
import { text as core } from '../core/text'
import { messageOf } from '../core/words'
import { Bitmap } from '../parts/Bitmap'
import { ask } from './ask'
import { files, leaveOut, showProblem } from './ownImages'
import type { Thumbs } from './ownSet'
import { text } from './text'

/** Pictures shown at a time. */
const MOST = 24

export function OwnPick({ summary: { all, without } }: { summary: OwnSummary }) {
  const isOpen = useSignal(false)
  if (files.value.length === 0 || all < 2) return null
  return (
    <details
      id="own-pick"
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open
      }}
    >
      <summary>{text.value.own.pick.choose(without.length, all)}</summary>
      {isOpen.value && <Choice all={all} without={without} />}
    </details>
  )
}

function Choice({ all, without }: Pick<OwnSummary, 'all' | 'without'>) {
  const first = useSignal(0)
  const shown = useSignal<Thumbs['pictures']>([])
  const brought = files.value
  useEffect(() => {
    first.value = 0
  }, [brought, all])
  const from = first.value
  useEffect(() => {
    let isLatest = true
    ask('ownThumbs', { first: from, most: MOST }).then(
      ({ pictures }) => {
        if (isLatest) shown.value = pictures
      },
      (error) => showProblem(messageOf(error)),
    )
    return () => {
      isLatest = false
    }
  }, [brought, all, from])
  const out = new Set(without)
  const words = text.value.own.pick
  const turn = (place: number, wanted: boolean) => {
    const places = wanted ? without.filter((each) => each !== place) : [...without, place]
    void leaveOut(places)
  }
  return (
    <>
      <ul id="own-thumbs" class="own-thumbs">
        {shown.value.map(({ name, picture }, i) => (
          <li key={from + i}>
            <label title={core.value.reason(name)}>
              <input
                type="checkbox"
                aria-label={core.value.reason(name)}
                checked={!out.has(from + i)}
                onChange={({ currentTarget }) => turn(from + i, currentTarget.checked)}
              />
              <Bitmap picture={picture} width={32} height={32} />
            </label>
          </li>
        ))}
      </ul>
      <div class="buttons">
        {all > MOST && (
          <>
            <button
              type="button"
              id="own-before"
              disabled={from === 0}
              onClick={() => {
                first.value -= MOST
              }}
            >
              {words.previous}
            </button>
            <button
              type="button"
              id="own-after"
              disabled={from + MOST >= all}
              onClick={() => {
                first.value += MOST
              }}
            >
              {words.next}
            </button>
          </>
        )}
        <button
          type="button"
          id="own-all"
          disabled={without.length === 0}
          onClick={() => void leaveOut([])}
        >
          {words.all}
        </button>
      </div>
      {all > MOST && <p class="note">{words.range(from + 1, Math.min(all, from + MOST), all)}</p>}
    </>
  )
}
