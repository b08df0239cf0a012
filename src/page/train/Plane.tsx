// The plane of a GAN of points, in GAN Lab's layers: D's scores, the grid of noise as G warps
// it, real and generated points, and the gradients that push generated points.

import { signal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Layers } from '../../gan/toy/toyLayers'
import { planes } from '../core/frames'
import { slow } from '../core/store'
import { count } from '../core/words'
import { CheckField } from '../parts/Field'
import { type LayerName, paintPlane } from '../parts/paintPlane'
import { useScheme } from '../parts/scheme'
import { Scrubber } from './Scrubber'

const titles: Record<LayerName, string> = {
  judged: "D's judgement",
  mesh: 'warped noise',
  real: 'real points',
  fake: 'generated points',
  pushes: 'pushes',
}

const names = Object.keys(titles) as LayerName[]

const hidden = signal<ReadonlySet<LayerName>>(new Set())

const SIDE = 704

export function Plane() {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scheme = useScheme()
  const shown = planes.shown.value
  const layers = withBatch(shown?.layers)
  const without = hidden.value
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (context && layers) paintPlane(context, layers, { without })
  }, [layers, without, scheme])
  const { modes, good } = layers?.count ?? {}
  return (
    <div class="pictures">
      <figure>
        <canvas
          ref={canvas}
          id="plane"
          class="bitmap plane"
          role="img"
          aria-label="The plane: real points, generated points, and how real D thinks each place is"
          width={SIDE}
          height={SIDE}
        />
        <figcaption>
          <span id="modes">
            {modes === undefined || good === undefined
              ? '\u00a0'
              : `${modes} modes found, ${Math.round(100 * good)} % of the points good`}
          </span>
          <span>
            step <span id="picture-step">{shown ? count(shown.step) : '–'}</span>
          </span>
        </figcaption>
      </figure>
      <Scrubber film={planes} />
      <div class="layers">
        {names.map((name) => (
          <CheckField
            key={name}
            id={`layer-${name}`}
            title={titles[name]}
            value={!without.has(name)}
            changed={(shown) => {
              const next = new Set(without)
              if (shown) next.delete(name)
              else next.add(name)
              hidden.value = next
            }}
          />
        ))}
      </div>
    </div>
  )
}

/** In slow motion, the points of the iteration's batches. */
function withBatch(layers: Layers | undefined): Layers | undefined {
  const { real, fake } = slow.value?.points ?? {}
  if (!layers) return undefined
  // The pushes belong to other points.
  const pushes = fake ? new Float32Array() : layers.pushes
  return { ...layers, real: real ?? layers.real, fake: fake ?? layers.fake, pushes }
}
