// Curves of several kept or saved runs in one chart.

import { useSignal } from '@preact/signals'
import { sentenceOf } from '../core/text'
import { messageOf } from '../core/words'
import { Chart } from '../parts/Chart'
import { CheckField, ChoiceField, into, optionsOf } from '../parts/Field'
import { looks } from './choice'
import { added, joined, lineOf, lines, names, quantity, shown, shownLines } from './keptCurves'
import { Sample } from './Sample'
import { text } from './text'

/** Nine looks, of three colours and three dashes. */
function lookOf(i: number) {
  const { colour } = looks[i % looks.length] ?? looks[0]
  const { dash } = looks[(i + Math.floor(i / looks.length)) % looks.length] ?? looks[0]
  return { colour, dash }
}

export function Kept() {
  const problem = useSignal('')
  const all = shownLines.value
  const add = async (files: readonly File[]) => {
    problem.value = ''
    for (const file of files) {
      try {
        const line = lineOf(await file.text(), file.name)
        added.value = [...added.value.filter(({ id }) => id !== line.id), line]
        if (!shown.value.includes(line.id)) shown.value = [...shown.value, line.id]
      } catch (error) {
        problem.value = messageOf(error)
      }
    }
  }
  const { label, title: heading, quantities, ...words } = text.value.kept
  return (
    <section class="kept-curves sheet" aria-label={label}>
      <figure class="card">
        <figcaption>
          <h2>{heading}</h2>
          <ChoiceField
            id="kept-quantity"
            title={words.curve}
            value={quantity.value}
            options={optionsOf(names, quantities)}
            changed={into(quantity)}
          />
        </figcaption>
        <Chart
          label={words.chart(quantities[quantity.value])}
          colours={all.map((_, i) => lookOf(i).colour)}
          dashes={all.map((_, i) => lookOf(i).dash)}
          columns={() => joined(shownLines.value, quantity.value)}
          grown={shownLines}
          spanGaps
          range={(least, most) => [Math.min(0, least ?? 0), Math.max(1, most ?? 0)]}
        />
        {lines.value.length === 0 && <p class="note">{words.empty}</p>}
        {lines.value.map(({ id, title }) => {
          const place = shown.value.indexOf(id)
          return (
            <div key={id} class="kept-line">
              <CheckField
                id={`kept-line-${id}`}
                title={title}
                value={place >= 0}
                changed={(wanted) => {
                  const rest = shown.value.filter((each) => each !== id)
                  shown.value = wanted ? [...rest, id] : rest
                }}
              />
              {place >= 0 && <Sample look={lookOf(place)} />}
            </div>
          )
        })}
        <label class="button pick">
          {words.add}
          <input
            id="kept-add"
            class="unseen"
            type="file"
            accept=".json"
            multiple
            onChange={({ currentTarget }) => {
              const files = [...(currentTarget.files ?? [])]
              currentTarget.value = ''
              void add(files)
            }}
          />
        </label>
        <p class="note fault" role="status" aria-live="polite">
          {sentenceOf(problem.value)}
        </p>
      </figure>
    </section>
  )
}
