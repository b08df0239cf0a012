// The user's images: how to add them, progress of reading, and the result.

import './own.css'
import { augmentFor, batchFor, usualBatch } from '../../gan/model/presets'
import { type Rule, ruleOf } from '../../gan/model/row'
import { runSettings } from '../../gan/run/runConfig'
import { choose, next } from '../core/choice'
import { chooseData } from '../core/dataChoice'
import { keptSets, ownKept } from '../core/kept'
import type { OwnSummary } from '../core/protocol'
import { chosen, own, ownTaken, step } from '../core/store'
import { reset } from '../core/studio'
import { count, sizeOf } from '../core/words'
import { Bitmap } from '../parts/Bitmap'
import { chosenFiles } from '../parts/dropped'
import { CheckField, into, NumberField } from '../parts/Field'
import { keepOwn, takeSet } from './kept'
import { OwnFit } from './OwnFit'
import { OwnLines } from './OwnLines'
import { OwnPick } from './OwnPick'
import { bring, cell, problem, reading, stopReading, unusable } from './ownImages'
import { images, sayClasses, sayOwn, sayReading, saySkipped } from './sayOwn'

export function Own() {
  const { data } = chosen.value
  const so = reading.value
  return (
    <section id="own" class="own" aria-label="Your own images">
      {data === 'own' && own.value && <About summary={own.value} />}
      {so ? (
        <div class="own-reading">
          <progress
            aria-label="Reading"
            max={Math.max(1, so.total)}
            value={so.total > 0 ? so.done : 0}
          />
          <p id="own-progress" class="note">
            {sayReading(so)}
          </p>
          <button type="button" id="own-stop" onClick={stopReading}>
            Stop reading
          </button>
        </div>
      ) : (
        <Bring />
      )}
      <p id="own-problem" class="note fault" role="status" aria-live="polite">
        {problem.value}
      </p>
      {unusable.value.length > 2 && (
        <OwnLines
          id="own-unusable"
          title={saySkipped(unusable.value.length)}
          lines={unusable.value}
        />
      )}
    </section>
  )
}

function Bring() {
  const { data } = chosen.value
  const has = own.value !== undefined
  const [keptSet] = keptSets.value.flatMap((set) => (set.place === undefined ? [set] : []))
  const lead = data !== 'own' ? 'Or drop your own' : has ? 'Or drop others' : 'Drop your own'
  return (
    <>
      <p class="note">
        {lead} onto the page: images, a folder, a zip, IDX or .npy files. Nothing is uploaded.
      </p>
      <div class="buttons">
        <Picker id="own-files" title="Files…" />
        <Picker id="own-folder" title="Folder…" folder />
        {!has && keptSet && (
          <button type="button" id="own-kept" onClick={() => void takeSet(keptSet.id)}>
            Your {count(keptSet.summary.count)} kept{' '}
            {keptSet.summary.count === 1 ? 'image' : 'images'}
          </button>
        )}
      </div>
      <details id="own-sheets">
        <summary>Sprite sheets</summary>
        <NumberField
          id="own-cell"
          title="Side of each square in pixels; 0 for no sheets"
          value={cell.value}
          least={0}
          rule={cellRule}
          changed={into(cell)}
        />
      </details>
    </>
  )
}

/** Range of `--cell` in the terminal. */
const cellRule: Rule = {
  must: '0, or a whole number from 8 to 4096',
  holds: (value) => value === 0 || ruleOf(runSettings.cell).holds(value),
}

function Picker({ id, title, folder = false }: { id: string; title: string; folder?: boolean }) {
  return (
    <label class="button pick">
      <input
        id={id}
        class="unseen"
        type="file"
        multiple
        {...(folder && { webkitdirectory: true })}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          // Allows the same files to be chosen again.
          currentTarget.value = ''
          if (files.length > 0) void bring(chosenFiles(files))
        }}
      />
      <span class="unseen">Your own images: </span>
      {title}
    </label>
  )
}

function About({ summary }: { summary: OwnSummary }) {
  const { sheet, classes, count: many, height, width, channels, smaller } = summary
  const policy = augmentFor(summary)
  return (
    <>
      <p id="own-said" class="note" role="status">
        {sayOwn(summary)}
      </p>
      <OwnLines
        id="own-skipped"
        title={saySkipped(summary.skipped.length)}
        lines={summary.skipped}
      />
      <OwnLines
        id="own-notes"
        title={`${count(summary.notes.length)} ${summary.notes.length === 1 ? 'note' : 'notes'}`}
        lines={summary.notes}
      />
      <Bitmap id="own-sheet" label="Some of your images" picture={sheet} width={256} height={96} />
      <OwnFit summary={summary} />
      <OwnPick summary={summary} />
      {many < usualBatch && next.value?.batchSize === batchFor(many) && (
        <p id="own-batch" class="note">
          Batch size: {next.value.batchSize}, since there {many === 1 ? 'is' : 'are'} {images(many)}
          .
        </p>
      )}
      {classes.length > 1 && (
        <>
          <p id="own-classes" class="note">
            {sayClasses(summary)}
          </p>
          <CheckField
            id="own-told"
            title="Class labels: G draws a row of each class"
            value={(chosen.value.classes ?? 0) > 0}
            changed={(told) => choose('classes', told ? classes.length : 0)}
          />
        </>
      )}
      {smaller && next.value?.imageSize === summary.imageSize && (
        <p class="note">
          Trained at {summary.imageSize} × {summary.imageSize}: on a CPU the next size takes four
          times as long. Change it with Image size, under More settings.
        </p>
      )}
      {policy !== undefined && !chosen.value.augment && (
        <div id="own-few" class="note">
          Overfitting: D memorises so few images. Augmentation changes them a little each time.
          <button type="button" id="own-augment" onClick={() => choose('augment', policy)}>
            Turn on augmentation
          </button>
        </div>
      )}
      <CheckField
        id="own-keep"
        title={`Keep them in this browser, ${sizeOf(many * height * width * channels)}: then the run can go on after a reload`}
        value={ownKept.value}
        changed={(wanted) => void keepOwn(wanted)}
      />
      <div class="buttons">
        {!ownTaken.value && step.value > 0 && (
          <button type="button" id="own-begin" onClick={reset}>
            Begin with these
          </button>
        )}
        <button
          type="button"
          id="own-leave"
          onClick={() => {
            chooseData('mnist')
            if (step.value === 0) reset()
          }}
        >
          Use digits again
        </button>
      </div>
    </>
  )
}
