// The user's images: how to add them, progress of reading, and the result.

import './own.css'
import { augmentFor, batchFor, usualBatch } from '../../gan/model/presets'
import { type Rule, ruleOf } from '../../gan/model/row'
import { runSettings } from '../../gan/run/runSettings'
import { choose, next } from '../core/choice'
import { chooseData } from '../core/dataChoice'
import { keptSets, ownKept } from '../core/kept'
import type { OwnSummary } from '../core/protocol'
import { chosen, own, ownTaken, step } from '../core/store'
import { reset } from '../core/studio'
import { sentenceOf } from '../core/text'
import { Bitmap } from '../parts/Bitmap'
import { chosenFiles } from '../parts/dropped'
import { CheckField, into, NumberField } from '../parts/Field'
import { keepOwn, takeSet } from './kept'
import { OwnFit } from './OwnFit'
import { OwnLines } from './OwnLines'
import { OwnPick } from './OwnPick'
import { bring, cell, problem, reading, stopReading, unusable } from './ownImages'
import { text } from './text'

export function Own() {
  const { data } = chosen.value
  const so = reading.value
  const words = text.value.own
  return (
    <section id="own" class="own" aria-label={words.label}>
      {data === 'own' && own.value && <About summary={own.value} />}
      {so ? (
        <div class="own-reading">
          <progress
            aria-label={words.reading}
            max={Math.max(1, so.total)}
            value={so.total > 0 ? so.done : 0}
          />
          <p id="own-progress" class="note">
            {words.progress(so)}
          </p>
          <button type="button" id="own-stop" onClick={stopReading}>
            {words.stop}
          </button>
        </div>
      ) : (
        <Bring />
      )}
      <p id="own-problem" class="note fault" role="status" aria-live="polite">
        {sentenceOf(problem.value)}
      </p>
      {unusable.value.length > 2 && (
        <OwnLines
          id="own-unusable"
          title={words.skipped(unusable.value.length)}
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
  const words = text.value.own
  return (
    <>
      <p class="note">{words.bring({ data: data === 'own', images: has })}</p>
      <div class="buttons">
        <Picker id="own-files" title={words.files} />
        <Picker id="own-folder" title={words.folder} folder />
        {!has && keptSet && (
          <button type="button" id="own-kept" onClick={() => void takeSet(keptSet.id)}>
            {words.kept(keptSet.summary.count)}
          </button>
        )}
      </div>
      <details id="own-sheets">
        <summary>{words.sheets}</summary>
        <NumberField
          id="own-cell"
          title={words.side}
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
      <span class="unseen">{text.value.own.ofOwn}</span>
      {title}
    </label>
  )
}

function About({ summary }: { summary: OwnSummary }) {
  const { sheet, classes, count: many, height, width, channels, smaller } = summary
  const policy = augmentFor({ count: summary.count, objective: next.value?.objective })
  const words = text.value.own
  return (
    <>
      <p id="own-said" class="note" role="status">
        {words.said(summary)}
      </p>
      <OwnLines
        id="own-skipped"
        title={words.skipped(summary.skipped.length)}
        lines={summary.skipped}
      />
      <OwnLines id="own-notes" title={words.notes(summary.notes.length)} lines={summary.notes} />
      <Bitmap id="own-sheet" label={words.some} picture={sheet} width={256} height={96} />
      <OwnFit summary={summary} />
      <OwnPick summary={summary} />
      {many < usualBatch && next.value?.batchSize === batchFor(many) && (
        <p id="own-batch" class="note">
          {words.batch(next.value.batchSize, many)}
        </p>
      )}
      {classes.length > 1 && (
        <>
          <p id="own-classes" class="note">
            {words.classes(summary)}
          </p>
          <CheckField
            id="own-told"
            title={words.labels}
            value={(chosen.value.classes ?? 0) > 0}
            changed={(told) => choose('classes', told ? classes.length : 0)}
          />
        </>
      )}
      {smaller && next.value?.imageSize === summary.imageSize && (
        <p class="note">{words.smaller(summary.imageSize)}</p>
      )}
      {policy !== undefined && !chosen.value.augment && (
        <div id="own-few" class="note">
          {words.few}
          <button type="button" id="own-augment" onClick={() => choose('augment', policy)}>
            {words.augment}
          </button>
        </div>
      )}
      <CheckField
        id="own-keep"
        title={words.keep(many * height * width * channels)}
        value={ownKept.value}
        changed={(wanted) => void keepOwn(wanted)}
      />
      <div class="buttons">
        {!ownTaken.value && step.value > 0 && (
          <button type="button" id="own-begin" onClick={reset}>
            {words.begin}
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
          {words.digits}
        </button>
      </div>
    </>
  )
}
