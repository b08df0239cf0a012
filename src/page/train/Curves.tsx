import { signal } from '@preact/signals'
import { recipes } from '../../gan/model/recipes'
import { curves, figures, opened } from '../core/store'
import { figure } from '../core/words'
import { Chart } from '../parts/Chart'
import { Fact } from '../parts/Fact'
import { smoothed } from '../parts/smooth'
import { text } from './text'

const logarithmic = signal(false)
/** Share of the average so far that each step keeps. */
const smoothing = signal(0)

const columns = (first: number) => () => {
  const [steps = [], ...all] = curves.history.columns
  return [steps, ...all.slice(first, first + 2).map((values) => smoothed(values, smoothing.value))]
}
const [lossColumns, scoreColumns] = [columns(0), columns(2)]

const COLOURS = ['--d', '--g']

/** Are D's scores probabilities, from 0 to 1? A critic's may be any number. */
function areShares(): boolean {
  const { about } = opened.value ?? {}
  if (!about) return true
  return recipes[about.kind === 'images' ? about.config.objective : about.toy.objective]
    .probabilities
}

export function Curves() {
  const { lossD, lossG, dReal, dFake } = figures.value ?? {}
  const shares = areShares()
  // Read here, so that the charts are redrawn when it changes.
  void smoothing.value
  const words = text.value.curves
  return (
    <section class="curves" aria-label={words.label}>
      <figure class="card">
        <figcaption>
          <h2>{words.loss}</h2>
          <dl class="legend">
            <Fact id="lossD" title={words.discriminator} class="d" value={figure(lossD)} />
            <Fact id="lossG" title={words.generator} class="g" value={figure(lossG)} />
          </dl>
        </figcaption>
        <Chart
          label={words.losses}
          colours={COLOURS}
          columns={lossColumns}
          grown={curves.grown}
          logarithmic={logarithmic.value}
          range={(least, most) => [Math.min(0, least ?? 0), Math.max(2, most ?? 0)]}
        />
      </figure>
      <figure class="card">
        <figcaption>
          <h2 id="scores-title">{shares ? words.probability : words.scores}</h2>
          <dl class="legend">
            <Fact id="dReal" title={words.real} class="d" value={figure(dReal)} />
            <Fact id="dFake" title={words.fake} class="g" value={figure(dFake)} />
          </dl>
        </figcaption>
        <Chart
          label={words.scoresByStep}
          colours={COLOURS}
          columns={scoreColumns}
          grown={curves.grown}
          logarithmic={logarithmic.value && !shares}
          range={(least, most) =>
            shares ? [0, 1] : [Math.min(0, least ?? 0), Math.max(1, most ?? 0)]
          }
        />
      </figure>
      <div class="tuning">
        <label class="check">
          <input
            id="logarithmic"
            type="checkbox"
            checked={logarithmic.value}
            onChange={({ currentTarget }) => {
              logarithmic.value = currentTarget.checked
            }}
          />
          {words.logarithmic}
        </label>
        <label class="slider">
          {words.smooth}
          <input
            id="smoothing"
            type="range"
            min={0}
            max={0.99}
            step={0.01}
            value={smoothing.value}
            onInput={({ currentTarget }) => {
              smoothing.value = currentTarget.valueAsNumber
            }}
          />
        </label>
      </div>
    </section>
  )
}
