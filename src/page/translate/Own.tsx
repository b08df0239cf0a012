// The user's images for one set, or as pairs: how to add them, progress of reading, and the result.

import { keptSets } from '../core/kept'
import { text as core } from '../core/text'
import type { Place } from '../core/translation'
import { Bitmap } from '../parts/Bitmap'
import { chosenFiles } from '../parts/dropped'
import { CheckField } from '../parts/Field'
import { bring, keepOwn, problem, reading, stopReading, takeKept } from './ownFiles'
import { own, ownKept, phase } from './state'
import { text } from './text'

export function Own({ place }: { place: Place }) {
  const about = own.value[place]
  const so = reading.value
  const kept = keptSets.value.flatMap((set) => (set.place === place ? [set] : []))[0]
  const words = text.value.own
  const open = phase.value === 'idle' || phase.value === 'fault'
  return (
    <div class="sheet own-images">
      {about ? (
        <>
          <p id={`translate-own-${place}`} class="note" role="status">
            {words.said(about.count, about.skipped.length, place)}
          </p>
          <Bitmap label={words.some(place)} picture={about.picture} width={256} height={64} />
          <CheckField
            id={`translate-keep-${place}`}
            title={words.keep(about.bytes)}
            value={ownKept.value[place] ?? false}
            changed={(wanted) => void keepOwn(place, wanted)}
          />
          {about.skipped.length > 0 && (
            <details>
              <summary>{words.skipped}</summary>
              <ul class="note">
                {about.skipped.slice(0, 20).map((line) => (
                  <li key={line}>{core.value.reason(line)}</li>
                ))}
              </ul>
            </details>
          )}
        </>
      ) : (
        <p class="note">
          {words.hints[place]} {words.private}
        </p>
      )}
      {so?.place === place ? (
        <div class="buttons">
          <progress aria-label={words.reading} max={Math.max(1, so.total)} value={so.done} />
          <button type="button" id={`translate-stop-${place}`} onClick={stopReading}>
            {words.stop}
          </button>
        </div>
      ) : (
        open && (
          <div class="buttons">
            <Picker place={place} title={words.files} />
            <Picker place={place} title={words.folder} folder />
            {!about && kept && (
              <button
                type="button"
                id={`translate-take-${place}`}
                onClick={() => void takeKept(kept.id)}
              >
                {words.kept(kept.about.count, place)}
              </button>
            )}
          </div>
        )
      )}
      <p id={`translate-problem-${place}`} class="note fault" role="status" aria-live="polite">
        {problem.value?.place === place ? core.value.sentence(problem.value.why) : ''}
      </p>
    </div>
  )
}

function Picker({
  place,
  title,
  folder = false,
}: {
  place: Place
  title: string
  folder?: boolean
}) {
  return (
    <label class="button pick">
      <input
        id={`translate-${folder ? 'folder' : 'files'}-${place}`}
        class="unseen"
        type="file"
        multiple
        {...(folder && { webkitdirectory: true })}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          // Allows the same files to be chosen again.
          currentTarget.value = ''
          if (files.length > 0) void bring(place, chosenFiles(files))
        }}
      />
      <span class="unseen">{text.value.own.ofOwn}</span>
      {title}
    </label>
  )
}
