// Compare: two or three GANs from one seed, side by side, with curves and scores.

import './compare.css'
import { GaveWay } from '../parts/GaveWay'
import { RunBar } from '../parts/RunBar'
import { Choose } from './Choose'
import { Column } from './Column'
import { Kept } from './Kept'
import { Overview } from './Overview'
import { rivals } from './rivals'
import { phase, reset, status, toggle } from './session'
import { text } from './text'

export function Compare() {
  return (
    <main>
      <RunBar
        name="compare"
        label={text.value.label}
        phase={phase.value}
        status={status.value}
        toggle={toggle}
        reset={reset}
      >
        <GaveWay id="compare-note" />
      </RunBar>
      <div class="compare sheet">
        <Choose />
        <section class="columns" aria-label={text.value.columns}>
          {rivals.value.map((rival, i) => (
            <Column key={i} rival={rival} index={i} />
          ))}
        </section>
        <Overview />
        <Kept />
      </div>
    </main>
  )
}
