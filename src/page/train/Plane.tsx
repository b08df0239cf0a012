// The plane of a GAN of points, in GAN Lab's layers: D's scores, the grid of noise as G warps
// it, real and generated points, and the gradients that push generated points.

import { signal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Layers } from '../../gan/toy/toyLayers'
import { planes } from '../core/frames'
import { slow } from '../core/store'
import { count } from '../core/words'
import { CheckField } from '../parts/Field'
import { usePainted } from '../parts/painted'
import { type LayerName, paintPlane } from '../parts/paintPlane'
import { useScheme } from '../parts/scheme'
import { Scrubber } from './Scrubber'
import { text } from './text'

const names: readonly LayerName[] = ['judged', 'mesh', 'real', 'fake', 'pushes']

const hidden = signal<ReadonlySet<LayerName>>(new Set())

const SIDE = 704

export function Plane() {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scheme = useScheme()
  const shown = planes.shown.value
  const layers = withBatch(shown?.layers)
  const without = hidden.value
  const paint = (context: CanvasRenderingContext2D) => {
    if (layers) paintPlane(context, layers, { without })
  }
  usePainted(canvas, paint, [layers, without, scheme])
  const { modes, good } = layers?.count ?? {}
  return (
    <div class="pictures">
      <figure>
        <canvas
          ref={canvas}
          id="plane"
          class="bitmap plane"
          role="img"
          aria-label={text.value.plane.label}
          width={SIDE}
          height={SIDE}
        />
        <figcaption>
          <span id="modes">
            {modes === undefined || good === undefined
              ? '\u00a0'
              : text.value.plane.modes(modes, Math.round(100 * good))}
          </span>
          <span>
            {text.value.graph.step} <span id="picture-step">{shown ? count(shown.step) : '–'}</span>
          </span>
        </figcaption>
      </figure>
      <Scrubber film={planes} />
      <div class="layers">
        {names.map((name) => (
          <CheckField
            key={name}
            id={`layer-${name}`}
            title={text.value.plane.layers[name]}
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
