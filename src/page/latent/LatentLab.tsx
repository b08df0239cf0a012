import './latent.css'
import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { phase } from '../core/store'
import { sentenceOf } from '../core/text'
import { ChoiceField, into } from '../parts/Field'
import { Arithmetic } from './Arithmetic'
import { Draw } from './Draw'
import { LatentMap } from './LatentMap'
import type { ToolName } from './names'
import { Palette } from './Palette'
import { tool } from './places'
import { Shelf } from './Shelf'
import { Slide } from './Slide'
import { Sliders } from './Sliders'
import { chosenSource, lookForRun, palette, problem, source, sources, space } from './state'
import { Tabs } from './Tabs'
import { text } from './text'

const tools: Record<ToolName, () => preact.JSX.Element> = {
  slide: Slide,
  sliders: Sliders,
  arithmetic: Arithmetic,
  map: LatentMap,
  draw: Draw,
}

export function LatentLab() {
  useMemo(lookForRun, [])
  const Tool = tools[tool.value]
  const words = text.value
  return (
    <main class="latent">
      <section class="source" aria-label={words.sourceLabel}>
        <ChoiceField
          id="source"
          title={words.drawnBy}
          value={source.value}
          options={sources.value.map((name) => ({ value: name, title: words.sources[name] }))}
          changed={into(chosenSource)}
        />
        <p id="latent-status" role="status" class={problem.value ? 'fault' : 'note'}>
          {problem.value ? sentenceOf(problem.value) : said()}
        </p>
      </section>
      <div class="picks">
        <Palette />
        <Shelf />
      </div>
      <section class="tool card">
        <Tabs
          label={words.toolsLabel}
          tabs={(Object.keys(tools) as ToolName[]).map((name) => ({
            name,
            title: words.tools[name],
          }))}
          chosen={tool.value}
          choose={(name) => {
            tool.value = name
          }}
        />
        <div id="tool-panel" role="tabpanel" aria-labelledby={`tab-${tool.value}`} class="panel">
          <Tool />
          <p class="note">{words.comparisons[space.value?.compared ?? 'judge']}</p>
        </div>
      </section>
    </main>
  )
}

/** The source of the drawings, and whether it changes. */
function said(): ComponentChildren {
  const step = palette.value?.step
  const { drawing, example, training, still } = text.value.status
  if (step === undefined) return phase.value === 'fault' ? '' : drawing
  if (source.value === 'example') return example
  return phase.value === 'training' ? training(step) : still(step)
}
