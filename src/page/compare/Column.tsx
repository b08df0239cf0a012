import { recipes } from '../../gan/model/recipes'
import { text as core } from '../core/text'
import { clock, count, figure } from '../core/words'
import { Bitmap } from '../parts/Bitmap'
import { Chart } from '../parts/Chart'
import { contrastFor } from '../parts/contrast'
import { Fact } from '../parts/Fact'
import { looks, titleOf } from './choice'
import type { Rival } from './rivals'
import { Sample } from './Sample'
import { text } from './text'

const COLOURS = ['--d', '--g']

interface ColumnProps {
  rival: Rival
  index: number
}

export function Column({ rival, index }: ColumnProps) {
  const { step, picture } = rival.drawn.value ?? {}
  const { imagesPerSecond = 0 } = rival.seen.value ?? {}
  const title = titleOf(rival.choice)
  const contrast = picture ? contrastFor(picture) : 1
  const id = `rival-${index}`
  const words = text.value.column
  return (
    <article class={`card stack column ${id}`} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        <Sample look={looks[index] ?? looks[0]} />
        {title}
      </h2>
      <figure>
        <Bitmap
          id={`${id}-samples`}
          label={words.drawings(title)}
          picture={picture}
          width={256}
          height={256}
          contrast={contrast}
        />
        <figcaption>
          <span>{contrast >= 1.5 ? words.contrast(Math.round(contrast)) : '\u00a0'}</span>
          <span>
            {words.step}{' '}
            <span id={`${id}-picture-step`}>{step === undefined ? '–' : count(step)}</span>
          </span>
        </figcaption>
      </figure>
      <dl class="figures">
        <Fact id={`${id}-step`} title={words.steps} value={count(rival.step.value)} />
        <Fact
          id={`${id}-speed`}
          title={words.speed}
          value={imagesPerSecond > 0 ? count(Math.round(imagesPerSecond)) : '–'}
        />
        <Fact id={`${id}-time`} title={words.time} value={clock(rival.seconds.value)} />
      </dl>
      <Curves rival={rival} id={id} />
      <Health rival={rival} id={id} />
    </article>
  )
}

function Curves({ rival, id }: { rival: Rival; id: string }) {
  const { lossD, lossG, dReal, dFake } = rival.seen.value?.figures ?? {}
  const { grown, history } = rival.curves
  const shares = recipes[rival.choice.objective].probabilities
  const words = text.value.column
  // A critic's scores may be far from 1.
  const top = (most: number | null, usual: number) =>
    Math.max(shares || most === null ? usual : 0.01, 1.1 * (most ?? 0))
  const columns = (first: number) => () => {
    const [steps = [], ...all] = history.columns
    return [steps, ...all.slice(first, first + 2)]
  }
  return (
    <>
      <figure>
        <figcaption>
          <h3>{words.loss}</h3>
          <dl class="legend">
            <Fact id={`${id}-lossD`} title="D" class="d" value={figure(lossD)} />
            <Fact id={`${id}-lossG`} title="G" class="g" value={figure(lossG)} />
          </dl>
        </figcaption>
        <Chart
          class="small"
          label={words.losses}
          colours={COLOURS}
          columns={columns(0)}
          grown={grown}
          range={(least, most) => [Math.min(0, least ?? 0), top(most, 2)]}
        />
      </figure>
      <figure>
        <figcaption>
          <h3>{shares ? words.probability : words.scores}</h3>
          <dl class="legend">
            <Fact id={`${id}-dReal`} title="D(x)" class="d" value={figure(dReal)} />
            <Fact id={`${id}-dFake`} title="D(G(z))" class="g" value={figure(dFake)} />
          </dl>
        </figcaption>
        <Chart
          class="small"
          label={words.scoresByStep}
          colours={COLOURS}
          columns={columns(2)}
          grown={grown}
          range={(least, most) => (shares ? [0, 1] : [Math.min(0, least ?? 0), top(most, 1)])}
        />
      </figure>
    </>
  )
}

/** Health warning with the usual fix, or why it has stopped. */
function Health({ rival, id }: { rival: Rival; id: string }) {
  const { step = 0, finding } = rival.finding.value ?? {}
  const out = rival.out.value
  const well = rival.seen.value ? text.value.column.well : ''
  const said = finding ? core.value.finding(step, finding) : well
  return (
    <p
      id={`${id}-health`}
      class={`note health ${out === undefined ? '' : 'fault'}`}
      role="status"
      aria-live="polite"
    >
      {out === undefined ? said : core.value.sentence(out)}
    </p>
  )
}
