// A workgroup's walk, step by step: which numbers are touched, by whom, and how many loads that makes.

import { ChoiceField } from '../../parts/Field'
import { count } from '../../parts/words'
import { Slider } from '../Slider'
import { Halves } from './Halves'
import { Matrices } from './Matrices'
import { say } from './say'
import { bytesOf, RANGES, type Tile, WIDE } from './shape'
import {
  accounts,
  adapter,
  at,
  change,
  fault,
  go,
  group,
  groups,
  lane,
  lanes,
  moved,
  rung,
  step,
  steps,
  take,
  tile,
} from './state'

const TITLES: Record<keyof Tile, string> = {
  rows: 'Tile, rows',
  columns: 'Tile, columns',
  depth: 'DEPTH, taps per chunk',
  high: 'Sums per invocation',
}

export function Walk() {
  const { value: now } = step
  const said = now && say(now, lane.value)
  const isTiled = rung.value === 'tiles'
  const last = steps.value.length - 1
  return (
    <section class="card tiles-walk" aria-label="A workgroup, step by step">
      <div class="tiles-controls">
        <ChoiceField
          id="tiles-rung"
          title="Kernel"
          value={rung.value}
          options={[
            { value: 'plain', title: 'conv.wgsl: plain' },
            { value: 'tiles', title: 'convShared.wgsl: tiles' },
          ]}
          changed={take}
        />
        {(Object.keys(RANGES) as (keyof Tile)[]).map((name) => (
          <Power key={name} name={name} disabled={!isTiled} />
        ))}
      </div>
      <div class="tiles-steps">
        <div class="buttons">
          <button
            type="button"
            id="tiles-back"
            onClick={() => go({ at: Math.max(0, at.value - 1) })}
          >
            ← Back
          </button>
          <button
            type="button"
            id="tiles-next"
            class="primary"
            onClick={() => go({ at: at.value < last ? at.value + 1 : 0 })}
          >
            {at.value < last ? 'Next →' : 'Again ↺'}
          </button>
        </div>
        <Slider
          id="tiles-step"
          title="Step"
          value={at.value}
          least={0}
          most={last}
          show={(value) => `${value} (of 0 to ${last}): ${steps.value[value]?.phase}`}
          changed={(value) => go({ at: value })}
        />
        <Slider
          id="tiles-group"
          title="Workgroup"
          value={group.value}
          least={0}
          most={groups.value - 1}
          show={(value) => `${value} (of 0 to ${groups.value - 1})`}
          changed={(value) => go({ group: value })}
        />
        <Slider
          id="tiles-lane"
          title="Invocation"
          value={lane.value}
          least={0}
          most={lanes.value - 1}
          show={(value) => `${value} (of 0 to ${lanes.value - 1})`}
          changed={(value) => go({ lane: value })}
        />
      </div>
      <p id="tiles-said" role="status" aria-live="polite" data-phase={now?.phase}>
        <b>{said?.what}</b> {said?.all} {said?.one}
      </p>
      {isTiled && (
        <p class="note">
          The rows that one invocation sums are not side by side: that way, invocations that are
          side by side read rows that are, all at the same time. Its {WIDE} columns are one vec4.
        </p>
      )}
      <div class="tiles-figures">
        <Matrices />
        <div class="tiles-memory">
          <h3>Workgroup memory</h3>
          {isTiled ? <Halves /> : <p class="tiles-halves note">The plain kernel has none.</p>}
          <Memory />
          <Moved />
        </div>
      </div>
      <p class="note tiles-source" id="tiles-source">
        {accounts.value
          ? `As the invocations wrote it down on this GPU (${adapter.value?.name}). Filled: touched in this step. Orange: by the chosen invocation. Framed: the workgroup’s tile.`
          : fault.value
            ? `By the formulas, since the kernel did not run: ${fault.value}`
            : 'By the formulas; the kernels are still running.'}
      </p>
    </section>
  )
}

function Power({ name, disabled }: { name: keyof Tile; disabled: boolean }) {
  const [least, most] = RANGES[name]
  return (
    <Slider
      id={`tiles-${name}`}
      title={TITLES[name]}
      value={Math.log2(tile.value[name])}
      least={Math.log2(least)}
      most={Math.log2(most)}
      disabled={disabled}
      show={(power) => (name === 'high' ? `${2 ** power} × ${WIDE}` : String(2 ** power))}
      changed={(power) => change({ [name]: 2 ** power })}
    />
  )
}

/** How much of a workgroup's memory the tile takes. */
function Memory() {
  const bytes = rung.value === 'tiles' ? bytesOf(tile.value) : 0
  const most = adapter.value?.memory
  return (
    <p class="note tiles-bytes">
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect width={most ? (100 * bytes) / most : 0} height={4} />
      </svg>
      <span id="tiles-bytes" data-bytes={bytes} data-most={most}>
        {count(bytes)} of {most ? count(most) : '?'} bytes (
        <code>maxComputeWorkgroupStorageSize</code>)
      </span>
    </p>
  )
}

/** Of this workgroup, up to this step. */
function Moved() {
  const { global, fills, shared } = moved.value
  return (
    <dl class="figures">
      <div>
        <dt>global loads so far</dt>
        <dd id="tiles-global">{count(global)}</dd>
      </div>
      <div>
        <dt>written to the workgroup</dt>
        <dd id="tiles-fills">{count(fills)}</dd>
      </div>
      <div>
        <dt>read from it</dt>
        <dd id="tiles-shared">{count(shared)}</dd>
      </div>
    </dl>
  )
}
