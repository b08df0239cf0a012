// The GAN as a picture: G turns noise into fakes, D scores fakes and real images, and
// both losses come from D's scores. Gradients go the other way.

import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import type { GanConfig } from '../../gan/model/config'
import { recipes } from '../../gan/model/recipes'
import type { LayerSketch } from '../../gan/model/sketch'
import { isToy } from '../core/choice'
import { pictures } from '../core/frames'
import type { Picture, ToyAbout } from '../core/protocol'
import {
  chosen,
  classNames,
  figures,
  opened,
  planned,
  real,
  config as settings,
  slow,
} from '../core/store'
import { count, dimensions, figure } from '../core/words'
import { Bitmap } from '../parts/Bitmap'
import { contrastFor } from '../parts/contrast'
import { titles } from '../parts/titles'
import { Plane } from './Plane'
import { Scrubber } from './Scrubber'
import { text } from './text'

export function Graph() {
  const { about, settings: began, layers, parameters } = opened.value ?? planned.value ?? {}
  const points = isToy(began ?? chosen.value)
  const config = about?.kind === 'images' ? (settings.value ?? about.config) : undefined
  const toy = about?.kind === 'points' ? about.toy : undefined
  const { batchSize, latent, classes } = points
    ? { ...OF_POINTS, ...toy }
    : { ...OF_IMAGES, ...(config ?? chosen.value) }
  const { label, andClass } = text.value.graph
  return (
    <section class="graph" aria-label={label} data-part={slow.value?.substep.name}>
      <div class="node noise">
        <h3>z</h3>
        <p>{dimensions([batchSize, latent])}</p>
        <p>N(0, 1)</p>
        {classes > 0 && <p>{andClass}</p>}
      </div>
      <Arrow name="z-g" />
      <Net name="generator" letter="g" layers={layers?.generator} parameters={parameters?.[0]} />
      <Arrow name="g-fake" />
      {points ? <Plane /> : <Pictures />}
      <Arrow name="images-d" />
      <Net
        name="discriminator"
        letter="d"
        layers={layers?.discriminator}
        parameters={parameters?.[1]}
      />
      <Arrow name="d-loss" />
      <Losses />
      <p id="networks" class="note">
        {about
          ? summary(
              about.kind === 'images' ? (config ?? about.config) : about.toy,
              parameters,
              began?.seed,
            )
          : '\u00a0'}
      </p>
    </section>
  )
}

/** Drawings in a row, and most classes that have a row. */
const COLUMNS = 8
const CLASSES = 16

const OF_IMAGES = { batchSize: 64, latent: 100, classes: 0 }
const OF_POINTS = { batchSize: 256, latent: 2, classes: 0 }

/** One line about the networks and the objective. */
function summary(
  run: GanConfig | ToyAbout,
  [g = 0, d = 0]: readonly number[] = [],
  seed = 1,
): string {
  const { objective, batchSize: batch } = run
  const { kind } = recipes[objective].optimiser
  const { models, objectives } = titles.value
  const words = text.value.graph
  const nets =
    'model' in run ? words.images(models[run.model], run.imageSize, run.width) : words.points
  return words.summary(nets, [g, d], {
    ...{ objective: objectives[objective], batch, seed },
    optimiser: kind === 'adam' ? 'Adam' : 'RMSprop',
  })
}

function Pictures() {
  const { step, picture: drawings } = pictures.shown.value ?? {}
  const { real: realBatch, fake } = slow.value?.pictures ?? {}
  const shown = fake ?? drawings
  const contrast = useMemo(() => (shown ? contrastFor(shown) : 1), [shown])
  // As high as the drawings: nothing moves when a batch replaces them.
  const picture = fake ? withHeight(fake, drawings?.height ?? fake.width) : drawings
  const { classes = 0 } = settings.value ?? chosen.value
  const rows = classes > 0 ? Math.min(classes, CLASSES) : COLUMNS
  const drawn = drawings ? (64 * drawings.height) / drawings.width : 64
  const words = text.value.graph
  return (
    <div class="pictures">
      <figure>
        <Bitmap
          id="samples"
          label={words.drawings(drawn)}
          picture={picture}
          width={256}
          height={(256 * rows) / COLUMNS}
          contrast={contrast}
        />
        <figcaption>
          <span>
            {fake ? words.fakeBatch : classes > 0 ? words.fakeRows(classNames.value) : words.fake}
            <span id="contrast">{contrast >= 1.5 ? words.contrast(Math.round(contrast)) : ''}</span>
          </span>
          <span>
            {words.step}{' '}
            <span id="picture-step">
              {step === undefined ? '–' : count(fake ? (slow.value?.substep.step ?? step) : step)}
            </span>
          </span>
        </figcaption>
      </figure>
      <Scrubber film={pictures} />
      <figure>
        <Bitmap
          id="real"
          label={words.sixteen}
          picture={realBatch ? withHeight(realBatch, realBatch.width / 4) : real.value}
          width={256}
          height={64}
        />
        <figcaption>
          <span>{realBatch ? words.realBatch : words.real}</span>
          <RealCount />
        </figcaption>
      </figure>
    </div>
  )
}

/** Rows of a batch from the top, as many as fit. */
function withHeight({ width, height, pixels }: Picture, room: number): Picture {
  const all = new Uint8ClampedArray(4 * width * room)
  all.set(pixels.subarray(0, 4 * width * Math.min(height, room)))
  return { width, height: room, pixels: all }
}

function RealCount() {
  const { about } = opened.value ?? {}
  return <span>{about?.kind === 'images' ? text.value.graph.ofThese(about.images) : '\u00a0'}</span>
}

interface NetProps {
  name: 'generator' | 'discriminator'
  letter: 'g' | 'd'
  layers: readonly LayerSketch[] | undefined
  parameters: number | undefined
}

function Net({ name, letter, layers = [], parameters }: NetProps) {
  return (
    <div id={name} class={`node net ${letter}`}>
      <h3>{text.value.graph.nets[name]}</h3>
      <ol class={layers.some(({ links }) => links) ? 'linked' : undefined}>
        {layers.map(({ title, followers, shape, links = [] }, i) => (
          <li key={i} class={links.map((link) => link.replace(' ', '-')).join(' ')}>
            <Block shape={shape} />
            <span>
              <b>{dimensions(shape)}</b>
              <small>{[title, ...followers].join(', ')}</small>
              {links.map((link) => (
                <i key={link}>{text.value.graph.links[link]}</i>
              ))}
            </span>
          </li>
        ))}
      </ol>
      <p class="note">
        {parameters === undefined ? '\u00a0' : text.value.graph.parameters(parameters)}
      </p>
    </div>
  )
}

/** Output shape of a layer: height of the image by number of channels, both on a log₂ scale. */
function Block({ shape }: { shape: readonly number[] }) {
  const [height = 1, , channels = height] = shape
  const side = (value: number) => 3 + 2.5 * Math.log2(Math.max(1, value))
  const size = shape.length === 3 ? [side(channels), side(height)] : [side(height), 3]
  const [w = 3, h = 3] = size
  return (
    <svg class="block" viewBox="0 0 28 22" aria-hidden="true">
      <rect x={(28 - w) / 2} y={(22 - h) / 2} width={w} height={h} rx="1" />
    </svg>
  )
}

function Losses() {
  const { lossD, lossG } = figures.value ?? {}
  return (
    <div class="node loss">
      <h3>{text.value.graph.loss}</h3>
      <p class="d">
        D <b>{figure(lossD)}</b>
      </p>
      <p class="g">
        G <b>{figure(lossG)}</b>
      </p>
    </div>
  )
}

/** Forward pass above, gradients below. */
function Arrow({ name }: { name: string }): ComponentChildren {
  return (
    <svg class={`arrow ${name}`} viewBox="0 0 28 28" aria-hidden="true">
      <path class="forward" d="M2 9h22m-5 -4.5l5 4.5l-5 4.5" />
      <path class="back" d="M26 20h-22m5 -4.5l-5 4.5l5 4.5" />
    </svg>
  )
}
