import './latent.css'
import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { phase } from '../core/store'
import { count, sentence } from '../core/words'
import { ChoiceField, into } from '../parts/Field'
import { Arithmetic } from './Arithmetic'
import { Draw } from './Draw'
import type { Source } from './jobs'
import { LatentMap } from './LatentMap'
import type { Compared } from './looks'
import { Palette } from './Palette'
import { type ToolName, tool } from './places'
import { Shelf } from './Shelf'
import { Slide } from './Slide'
import { chosenSource, lookForRun, palette, problem, source, sources, space } from './state'
import { Tabs } from './Tabs'

const tools: Record<ToolName, { title: string; Tool: () => preact.JSX.Element }> = {
  slide: { title: 'Slide', Tool: Slide },
  arithmetic: { title: 'Arithmetic', Tool: Arithmetic },
  map: { title: 'Map', Tool: LatentMap },
  draw: { title: 'Draw', Tool: Draw },
}

/** Text on the search for the nearest training image. */
const comparisons: Record<Compared, string> = {
  judge:
    'The nearest training image is the one with the nearest features: 64 numbers per image, computed by the judge, a small classifier of digits. Pixels are not compared.',
  pixels:
    'The nearest training image is the one with the least sum of squared differences of pixels.',
}

const sourceTitles: Record<Source, string> = {
  run: 'this run',
  example: 'a trained example',
}

export function LatentLab() {
  useMemo(lookForRun, [])
  const { Tool } = tools[tool.value]
  return (
    <main class="latent">
      <section class="source" aria-label="Whose drawings">
        <ChoiceField
          id="source"
          title="Drawn by"
          value={source.value}
          options={sources.value.map((name) => ({ value: name, title: sourceTitles[name] }))}
          changed={into(chosenSource)}
        />
        <p id="latent-status" role="status" class={problem.value ? 'fault' : 'note'}>
          {problem.value ? sentence(problem.value) : said()}
        </p>
      </section>
      <div class="picks">
        <Palette />
        <Shelf />
      </div>
      <section class="tool card">
        <Tabs
          label="Tools"
          tabs={Object.entries(tools).map(([name, { title }]) => ({
            name: name as ToolName,
            title,
          }))}
          chosen={tool.value}
          choose={(name) => {
            tool.value = name
          }}
        />
        <div id="tool-panel" role="tabpanel" aria-labelledby={`tab-${tool.value}`} class="panel">
          <Tool />
          <p class="note">{comparisons[space.value?.compared ?? 'judge']}</p>
        </div>
      </section>
    </main>
  )
}

/** The source of the drawings, and whether it changes. */
function said(): ComponentChildren {
  const step = palette.value?.step
  if (step === undefined) return phase.value === 'fault' ? '' : 'Drawing…'
  if (source.value === 'example') {
    return (
      <>
        Trained beforehand, on a CPU: a DCGAN with hinge loss, 1,000 steps on digits, by{' '}
        <code>npx ganvas train --objective hinge --ema 0</code>. Train your own run to explore that
        instead.
      </>
    )
  }
  return phase.value === 'training'
    ? `G as it was at step ${count(step)}. Training goes on, and the drawings follow.`
    : `G as it is at step ${count(step)}.`
}
