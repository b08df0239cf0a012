// A workgroup's walk, step by step: the numbers touched, by which invocation, and the loads in total.

import { count } from '../../core/words'
import { Fact } from '../../parts/Fact'
import { ChoiceField, optionsOf } from '../../parts/Field'
import { faultOf } from '../parts/fault'
import { Slider } from '../parts/Slider'
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
import { text } from './text'

/** The tile, and the step, workgroup and invocation that are shown. */
export function WalkControls() {
  const { walk: words, of } = text.value
  const isTiled = rung.value === 'tiles'
  const last = steps.value.length - 1
  return (
    <div class="stack">
      <div class="controls tiles-controls">
        <ChoiceField
          id="tiles-rung"
          title={words.kernel}
          value={rung.value}
          options={optionsOf(['plain', 'tiles'], words.kernels)}
          changed={take}
        />
        {(Object.keys(RANGES) as (keyof Tile)[]).map((name) => (
          <Power key={name} name={name} disabled={!isTiled} />
        ))}
      </div>
      {isTiled && <p class="note">{words.rows(WIDE)}</p>}
      <div class="controls tiles-steps">
        <div class="buttons">
          <button
            type="button"
            id="tiles-back"
            onClick={() => go({ at: Math.max(0, at.value - 1) })}
          >
            {words.back}
          </button>
          <button
            type="button"
            id="tiles-next"
            class="primary"
            onClick={() => go({ at: at.value < last ? at.value + 1 : 0 })}
          >
            {at.value < last ? words.next : words.again}
          </button>
        </div>
        <Slider
          id="tiles-step"
          title={words.step}
          value={at.value}
          least={0}
          most={last}
          show={(value) => {
            const phase = steps.value[value]?.phase
            return words.stepOf(value, last, phase ? words.phases[phase] : '')
          }}
          changed={(value) => go({ at: value })}
        />
        <Slider
          id="tiles-group"
          title={words.group}
          value={group.value}
          least={0}
          most={groups.value - 1}
          show={(value) => of(value, groups.value - 1)}
          changed={(value) => go({ group: value })}
        />
        <Slider
          id="tiles-lane"
          title={words.lane}
          value={lane.value}
          least={0}
          most={lanes.value - 1}
          show={(value) => of(value, lanes.value - 1)}
          changed={(value) => go({ lane: value })}
        />
      </div>
    </div>
  )
}

export function Walk() {
  const { value: now } = step
  const { walk: words, say: sentences } = text.value
  const said = now && say(sentences, now, lane.value)
  const isTiled = rung.value === 'tiles'
  return (
    <section class="card stack tiles-walk" aria-label={words.label}>
      <p id="tiles-said" role="status" aria-live="polite" data-phase={now?.phase}>
        <b>{said?.what}</b> {said?.all} {said?.one}
      </p>
      <div class="tiles-figures">
        <Matrices />
        <div class="stack tiles-memory">
          <h3>{words.memory}</h3>
          {isTiled ? <Halves /> : <p class="tiles-halves note">{words.noMemory}</p>}
          <Memory />
          <Moved />
        </div>
      </div>
      <p class="note tiles-source" id="tiles-source">
        {accounts.value
          ? words.written(adapter.value?.name ?? '')
          : fault.value
            ? words.failed(faultOf(fault.value))
            : words.running}
      </p>
    </section>
  )
}

function Power({ name, disabled }: { name: keyof Tile; disabled: boolean }) {
  const [least, most] = RANGES[name]
  return (
    <Slider
      id={`tiles-${name}`}
      title={text.value.walk.tile[name]}
      value={Math.log2(tile.value[name])}
      least={Math.log2(least)}
      most={Math.log2(most)}
      disabled={disabled}
      show={(power) => (name === 'high' ? `${2 ** power} × ${WIDE}` : String(2 ** power))}
      changed={(power) => change({ [name]: 2 ** power })}
    />
  )
}

/** Share of workgroup memory that the tile takes. */
function Memory() {
  const bytes = rung.value === 'tiles' ? bytesOf(tile.value) : 0
  const most = adapter.value?.memory
  return (
    <p class="note tiles-bytes">
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect width={most ? (100 * bytes) / most : 0} height={4} />
      </svg>
      <span id="tiles-bytes" data-bytes={bytes} data-most={most}>
        {text.value.walk.bytes(count(bytes), most ? count(most) : '?')}
      </span>
    </p>
  )
}

/** Loads of this workgroup up to this step. */
function Moved() {
  const { global, fills, shared } = moved.value
  const words = text.value.walk
  return (
    <dl class="figures">
      <Fact id="tiles-global" title={words.global} value={count(global)} />
      <Fact id="tiles-fills" title={words.fills} value={count(fills)} />
      <Fact id="tiles-shared" title={words.shared} value={count(shared)} />
    </dl>
  )
}
