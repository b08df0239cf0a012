import { figure } from '../core/words'
import { Chart } from '../parts/Chart'
import { Fact } from '../parts/Fact'
import { began, curves, losses, opened } from './state'
import { text } from './text'
import { missed } from './wanted'

const COLOURS = ['--d', '--g', '--ink']
const DASHES = [[], [], [6, 4]]

export function Losses() {
  if (!opened.value) return null
  const { weights } = opened.value
  const line = losses.value
  const words = text.value.losses
  const difference = words.difference(began.value?.paired === true)
  return (
    <figure class="card" id="translate-losses">
      <figcaption>
        <h2>{words.title}</h2>
        <dl class="legend">
          <Fact
            id="translate-lossD"
            title={words.discriminators}
            class="d"
            value={figure(line?.['lossD'])}
          />
          <Fact
            id="translate-lossG"
            title={words.translators}
            class="g"
            value={figure(line?.['lossG'])}
          />
          <Fact
            id="translate-missed"
            title={difference}
            class="rest"
            value={figure(line && weights && missed(line, weights))}
          />
        </dl>
      </figcaption>
      <Chart
        label={words.label(difference)}
        colours={COLOURS}
        dashes={DASHES}
        columns={() => curves.history.columns}
        grown={curves.grown}
        logarithmic="positive"
        range={(least, most) => [
          Math.min(0.01, least ?? 1) || 1e-3,
          Math.max(10, 1.2 * (most ?? 1)),
        ]}
      />
    </figure>
  )
}
