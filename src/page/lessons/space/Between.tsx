// Interpolation: straight, along the arc, or by a memory that only knows some pictures.

import { signal } from '@preact/signals'
import { smoothness } from '../../../gan/judge/metrics/smoothness'
import { between, lengthOf, stack, type Way } from '../../../gan/latent/latent'
import { into } from '../../parts/Field'
import { useLive } from '../../parts/live'
import { Formula } from '../parts/Formula'
import { Slider } from '../parts/Slider'
import { Axes, type Box } from '../plot/Axes'
import { Drawing, useWidth } from '../plot/Drawing'
import { Readings } from '../plot/Readings'
import { line, marks, type Place, scale } from '../plot/scale'
import { cornerOf, lengthOnWay, remembered } from './geometry'
import { Shot, Strip } from './Shot'
import {
  draw,
  drawn,
  EVERY,
  ends,
  FRAMES,
  latent,
  nextPair,
  pair,
  problem,
  share,
  WAYS,
} from './state'
import { text } from './text'

interface Film {
  images: readonly Float32Array[]
  /** Length of z in each frame, computed from its numbers. */
  lengths: readonly number[]
  /** Largest step divided by the mean step. */
  figure: number
}

type Films = Readonly<Record<Way | 'memory', Film>>

const films = signal<Films | undefined>(undefined)

const shares = Array.from({ length: FRAMES }, (_, i) => i / (FRAMES - 1))

const SHOWN = (FRAMES - 1) / EVERY + 1

export function Between() {
  useLive(films, wanted, problem)
  const { titles, says, ...words } = text.value.between
  const { value: t } = share
  const frame = Math.round(t * (FRAMES - 1))
  const corner = ends.value && cornerOf(...ends.value)
  const at = (way: Way) => (corner ? lengthOnWay(corner, t, way).toFixed(2) : '–')
  return (
    <section class="card stack" aria-label={words.label}>
      <div class="controls space-controls">
        <Slider
          id="space-share"
          title={words.share}
          value={t}
          least={0}
          most={1}
          step={1 / (FRAMES - 1)}
          show={(value) => value.toFixed(2)}
          changed={into(share)}
        />
        <div class="buttons">
          <button type="button" id="space-pair" onClick={nextPair}>
            {words.another}
          </button>
        </div>
      </div>
      <div class="space-pair sheet">
        <div class="space-shots">
          {([...WAYS, 'memory'] as const).map((way) => (
            <Shot
              key={way}
              id={`space-at-${way}`}
              label={words.at(titles[way])}
              image={films.value?.[way].images[frame]}
            >
              {titles[way]}
            </Shot>
          ))}
        </div>
        <Lengths />
      </div>
      <Readings
        rows={[
          {
            id: 'space-a',
            name: <Formula tex={String.raw`\lVert a \rVert, \lVert b \rVert`} />,
            value: corner ? `${corner.a.toFixed(2)}, ${corner.b.toFixed(2)}` : '–',
            says: says.ends(...pair.value),
          },
          {
            id: 'space-angle',
            tex: String.raw`\Omega`,
            value: corner ? `${((180 / Math.PI) * Math.acos(corner.cosine)).toFixed(0)}°` : '–',
            says: says.angle,
          },
          {
            id: 'space-linear',
            name: <Formula tex={String.raw`\lVert (1 - t)\, a + t\, b \rVert`} />,
            value: at('linear'),
            says: says.linear,
          },
          {
            id: 'space-spherical',
            name: words.onArc,
            value: at('spherical'),
            says: says.spherical,
          },
        ]}
      />
    </section>
  )
}

/** Pictures of each way, and how even its steps are. */
export function FilmStrips() {
  const { titles, figure, film } = text.value.between
  return (
    <section class="card space-films" aria-label={figure}>
      {([...WAYS, 'memory'] as const).map((way) => (
        <figure key={way}>
          <figcaption>
            <span>{titles[way]}</span>
            <span>
              {figure}{' '}
              <b id={`space-figure-${way}`}>{films.value?.[way].figure.toFixed(2) ?? '–'}</b>
            </span>
          </figcaption>
          <Strip
            id={`space-film-${way}`}
            label={film(SHOWN, FRAMES, titles[way])}
            images={films.value?.[way].images.filter((_, i) => i % EVERY === 0)}
            count={SHOWN}
          />
        </figure>
      ))}
    </section>
  )
}

function wanted(): (() => Promise<Films>) | undefined {
  const { value: stops } = ends
  const known = drawn.value?.images
  if (!stops || !known) return undefined
  const vectors = WAYS.map((way) => shares.map((t) => between(...stops, t, way)))
  return async () => {
    const images = await draw(stack(vectors.flat()))
    const [straight, arc] = [images.slice(0, FRAMES), images.slice(FRAMES)]
    const [onLine = [], onArc = []] = vectors.map((way) => way.map(lengthOf))
    const memory = remembered(arc, known).flatMap((i) => known[i] ?? [])
    return {
      linear: { images: straight, lengths: onLine, figure: figureOf(straight) },
      spherical: { images: arc, lengths: onArc, figure: figureOf(arc) },
      memory: { images: memory, lengths: [], figure: figureOf(memory) },
    }
  }
}

const figureOf = (images: readonly Float32Array[]): number =>
  smoothness(stack(images), images[0]?.length ?? 1).figure

const HEIGHT = 220

function Lengths() {
  const [width, host] = useWidth(400)
  const box: Box = { left: 32, top: 8, right: width - 12, bottom: HEIGHT - 38 }
  const x = scale([0, 1], [box.left, box.right])
  const y = scale([6, 12], [box.bottom, box.top])
  const root = Math.sqrt(latent.value)
  const deviation = Math.SQRT1_2
  const { value: all } = films
  return (
    <Drawing
      {...{ host, width }}
      id="space-lengths"
      height={HEIGHT}
      label={text.value.between.plot}
    >
      <rect
        class="shell"
        x={box.left}
        y={y(root + 2 * deviation)}
        width={box.right - box.left}
        height={y(root - 2 * deviation) - y(root + 2 * deviation)}
      />
      <Axes
        {...{ x, y, box }}
        across={[0, 0.25, 0.5, 0.75, 1]}
        up={marks(6, 12, 2)}
        name={text.value.between.axis}
      />
      {all &&
        WAYS.map((way) => (
          <path
            key={way}
            class={`space-line ${way}`}
            data-way={way}
            d={line(all[way].lengths.map((length, i): Place => [x(shares[i] ?? 0), y(length)]))}
          />
        ))}
      {all &&
        WAYS.map((way) => (
          <circle
            key={way}
            class={`space-dot ${way}`}
            cx={x(share.value)}
            cy={y(all[way].lengths[Math.round(share.value * (FRAMES - 1))] ?? root)}
            r={6}
          />
        ))}
    </Drawing>
  )
}
