// All rivals in one chart: distance from real images, by step and by time.

import { computed } from '@preact/signals'
import { clock, count } from '../core/words'
import { Chart, type Columns } from '../parts/Chart'
import { looks, titleOf } from './choice'
import { aboutScores, type Rival, rivals, type ScorePoint } from './rivals'
import { Sample } from './Sample'

const TITLES = { frechet: 'Fréchet distance', sliced: 'Distance in pixels' } as const

const REAL = { colour: '--muted', dash: [1, 3] } as const

const grown = computed(() => [rivals.value.map(({ scores }) => scores.value), aboutScores.value])

/** Points of several lines on a common axis; null where only other lines have a value. */
function columnsBy(across: (point: ScorePoint) => number): Columns {
  const lines = rivals.value.map(
    ({ scores }) => new Map(scores.value.map((p) => [across(p), p.distance])),
  )
  const all = [...new Set([0, ...lines.flatMap((line) => [...line.keys()])])].sort((a, b) => a - b)
  const { floor = null } = aboutScores.value ?? {}
  return [all, ...lines.map((line) => all.map((x) => line.get(x) ?? null)), all.map(() => floor)]
}

const bySteps = () => columnsBy(({ step }) => step)
const bySeconds = () => columnsBy(({ seconds }) => seconds)

export function Overview() {
  const all = rivals.value
  const { measure = 'frechet', count: images, floor } = aboutScores.value ?? {}
  const used = [...looks.slice(0, all.length), REAL]
  const chart = {
    colours: used.map(({ colour }) => colour),
    dashes: used.map(({ dash }) => dash),
    grown,
    spanGaps: true,
    logarithmic: 'positive' as const,
    marked: true,
    range: (least: number | null, most: number | null): [number, number] => [
      Math.min(1, (least ?? 1) / 1.5),
      Math.max(10, (most ?? 0) * 1.5),
    ],
  }
  return (
    <section class="overview sheet" aria-label="Scores">
      <figure class="card">
        <figcaption>
          <h2>{TITLES[measure]}, by step</h2>
          <span>lower is better</span>
        </figcaption>
        <Chart {...chart} label={`${TITLES[measure]} of each, by step`} columns={bySteps} />
      </figure>
      <figure class="card">
        <figcaption>
          <h2>… by its own seconds</h2>
          <span>lower is better</span>
        </figcaption>
        <Chart
          {...chart}
          label={`${TITLES[measure]} of each, by its seconds of training`}
          columns={bySeconds}
          leastAcross={10}
        />
      </figure>
      <figure class="card scores">
        <table>
          <caption class="unseen">The newest scores</caption>
          <thead>
            <tr>
              <th scope="col">GAN</th>
              <th scope="col">{TITLES[measure]}</th>
              {measure === 'frechet' && <th scope="col">Digits hit</th>}
              <th scope="col">Step</th>
              <th scope="col">Own time</th>
            </tr>
          </thead>
          <tbody>
            {all.map((rival, i) => (
              <Row key={i} rival={rival} index={i} judged={measure === 'frechet'} />
            ))}
            <tr>
              <th scope="row">
                <Sample look={REAL} />
                {measure === 'frechet' ? 'held-out digits' : 'other real images'}
              </th>
              <td id="score-floor">{distance(floor)}</td>
              {measure === 'frechet' && <td>10</td>}
              <td />
              <td />
            </tr>
          </tbody>
        </table>
        <figcaption id="score-about">
          {measure === 'frechet'
            ? `Between the features of ${of(images)} drawings and of 9,000 digits in a small classifier. A digit is hit if at least 4 % of the drawings show it.`
            : `Sliced Wasserstein distance between ${of(images)} drawings and as many images, in pixels.`}
        </figcaption>
      </figure>
    </section>
  )
}

function Row({ rival, index, judged }: { rival: Rival; index: number; judged: boolean }) {
  const newest = rival.scores.value.at(-1)
  return (
    <tr>
      <th scope="row">
        <Sample look={looks[index] ?? looks[0]} />
        {titleOf(rival.choice)}
      </th>
      <td id={`rival-${index}-distance`}>{distance(newest?.distance)}</td>
      {judged && <td id={`rival-${index}-hit`}>{newest?.hit ?? '–'}</td>}
      <td id={`rival-${index}-score-step`}>{newest ? count(newest.step) : '–'}</td>
      <td>{newest ? clock(newest.seconds) : '–'}</td>
    </tr>
  )
}

const of = (images: number | undefined) => (images === undefined ? '…' : count(images))

const distance = (value: number | undefined) => value?.toPrecision(3) ?? '–'
