// All rivals in one chart: distance from real images, by step and by time.

import { computed } from '@preact/signals'
import { clock, count } from '../core/words'
import { Chart, type Columns } from '../parts/Chart'
import { looks, titleOf } from './choice'
import { aboutScores, type Rival, rivals, type ScorePoint } from './rivals'
import { Sample } from './Sample'
import { text } from './text'

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
  const words = text.value.overview
  const title = words.measures[measure]
  return (
    <section class="overview sheet" aria-label={words.label}>
      <figure class="card">
        <figcaption>
          <h2>{words.byStep(title)}</h2>
          <span>{words.lower}</span>
        </figcaption>
        <Chart {...chart} label={words.chartBySteps(title)} columns={bySteps} />
      </figure>
      <figure class="card">
        <figcaption>
          <h2>{words.bySeconds}</h2>
          <span>{words.lower}</span>
        </figcaption>
        <Chart
          {...chart}
          label={words.chartBySeconds(title)}
          columns={bySeconds}
          leastAcross={10}
        />
      </figure>
      <figure class="card scores">
        <table>
          <caption class="unseen">{words.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.gan}</th>
              <th scope="col">{title}</th>
              {measure === 'frechet' && <th scope="col">{words.hit}</th>}
              <th scope="col">{words.step}</th>
              <th scope="col">{words.time}</th>
            </tr>
          </thead>
          <tbody>
            {all.map((rival, i) => (
              <Row key={i} rival={rival} index={i} judged={measure === 'frechet'} />
            ))}
            <tr>
              <th scope="row">
                <Sample look={REAL} />
                {words.floor[measure]}
              </th>
              <td id="score-floor">{distance(floor)}</td>
              {measure === 'frechet' && <td>10</td>}
              <td />
              <td />
            </tr>
          </tbody>
        </table>
        <figcaption id="score-about">{words.about[measure](of(images))}</figcaption>
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
