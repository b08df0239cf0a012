// The gradient of one y, and the gradients that batch norm passes on to every x of its channel.

import { minus } from '../../core/words'
import { Fact } from '../../parts/Fact'
import { signed } from './Channel'
import { standardised, total } from './onPaper'
import { picked, shown, values } from './state'
import { text } from './text'

const [WIDTH, HEIGHT] = [320, 120]

export function Backward() {
  const { name, caption, bars, bias, weight } = text.value.backward
  const { channel, row } = picked.value
  const { gradX, gradWeight, gradBias } = shown.value[channel] ?? {
    gradX: [],
    gradWeight: 0,
    gradBias: 0,
  }
  const most = Math.max(...gradX.map(Math.abs), 1e-9)
  const normal = standardised(values.value[channel] ?? [])
  const along = total(gradX.map((g, n) => g * (normal[n] ?? 0)))
  const width = WIDTH / Math.max(1, gradX.length)
  return (
    <section class="card stack norm-backward" aria-label={name}>
      <figure>
        <figcaption>{caption(row + 1, channel)}</figcaption>
        <svg
          id="norm-gradient"
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label={bars(gradX.map(two).join(', '))}
        >
          <line class="axis" x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
          {gradX.map((g, n) => {
            const height = (Math.abs(g) / most) * (HEIGHT / 2 - 18)
            const top = g > 0 ? HEIGHT / 2 - height : HEIGHT / 2
            return (
              <g key={n} class={n === row ? 'picked' : ''} data-gradient={g}>
                <rect x={n * width + 4} y={top} width={width - 8} height={height} />
                <text x={(n + 0.5) * width} y={g > 0 ? top - 4 : top + height + 12}>
                  {two(g)}
                </text>
              </g>
            )
          })}
        </svg>
      </figure>
      <dl class="figures">
        <Fact id="norm-grad-bias" title={bias} value={signed(gradBias)} />
        <Fact id="norm-grad-weight" title={weight} value={signed(gradWeight)} />
        <Fact id="norm-sum" title="Σ ∂x" value={two(total(gradX))} />
        <Fact id="norm-along" title="Σ ∂x · x̂" value={two(along)} />
      </dl>
    </section>
  )
}

const two = (value: number): string => minus(value.toFixed(2))
