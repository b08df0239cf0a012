// The user's images for one set, or as pairs: how to add them, progress of reading, and the result.

import { keptSets } from '../core/kept'
import type { Place } from '../core/translation'
import { count, sizeOf } from '../core/words'
import { Bitmap } from '../parts/Bitmap'
import { chosenFiles } from '../parts/dropped'
import { CheckField } from '../parts/Field'
import { bring, keepOwn, problem, reading, stopReading, takeKept } from './ownFiles'
import { own, ownKept, phase } from './state'

const HINTS: Record<Place, string> = {
  a: 'Drop images, a folder or a zip here, or choose them: some hundred.',
  b: 'Drop images, a folder or a zip here, or choose them: some hundred.',
  pairs:
    'Drop a folder or a zip with A and B here, in which partners have one name; or pictures of two images side by side.',
}

export function Own({ place }: { place: Place }) {
  const about = own.value[place]
  const so = reading.value
  const kept = keptSets.value.flatMap((set) => (set.place === place ? [set] : []))[0]
  const open = phase.value === 'idle' || phase.value === 'fault'
  return (
    <div class="sheet own-images">
      {about ? (
        <>
          <p id={`translate-own-${place}`} class="note" role="status">
            {count(about.count)} {place === 'pairs' ? 'pairs' : 'images'}
            {about.skipped.length > 0 && `; ${count(about.skipped.length)} left out`}.
          </p>
          <Bitmap
            label={
              place === 'pairs'
                ? 'Some of your pairs, partners below each other'
                : 'Some of your images'
            }
            picture={about.picture}
            width={256}
            height={64}
          />
          <CheckField
            id={`translate-keep-${place}`}
            title={`Keep them in this browser, ${sizeOf(about.bytes)}: then the run can go on after a reload`}
            value={ownKept.value[place] ?? false}
            changed={(wanted) => void keepOwn(place, wanted)}
          />
          {about.skipped.length > 0 && (
            <details>
              <summary>Left out</summary>
              <ul class="note">
                {about.skipped.slice(0, 20).map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </details>
          )}
        </>
      ) : (
        <p class="note">{HINTS[place]} Nothing is uploaded.</p>
      )}
      {so?.place === place ? (
        <div class="buttons">
          <progress aria-label="Reading" max={Math.max(1, so.total)} value={so.done} />
          <button type="button" id={`translate-stop-${place}`} onClick={stopReading}>
            Stop reading
          </button>
        </div>
      ) : (
        open && (
          <div class="buttons">
            <Picker place={place} title="Files…" />
            <Picker place={place} title="Folder…" folder />
            {!about && kept && (
              <button
                type="button"
                id={`translate-take-${place}`}
                onClick={() => void takeKept(kept.id)}
              >
                Your {count(kept.about.count)} kept {place === 'pairs' ? 'pairs' : 'images'}
              </button>
            )}
          </div>
        )
      )}
      <p id={`translate-problem-${place}`} class="note fault" role="status" aria-live="polite">
        {problem.value?.place === place ? problem.value.why : ''}
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
      <span class="unseen">Your own images: </span>
      {title}
    </label>
  )
}
