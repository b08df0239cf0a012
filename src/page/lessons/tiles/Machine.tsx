// Machine code of a GPU, an instruction a square, and beside the WGSL that it came from.

import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { ChoiceField, into } from '../../parts/Field'
import {
  type Compiled,
  compiled,
  compiledFault,
  countOf,
  fetchCompiled,
  KINDS,
  type Kind,
  shareOf,
} from './compiled'
import { text } from './text'

/** An instruction a square, and how many there are of each kind. */
export function Machine() {
  useEffect(() => void fetchCompiled(), [])
  const { machine: words } = text.value
  return (
    <section class="card stack tiles-machine" aria-label={words.label}>
      {compiledFault.value ? <p role="alert">{words.failed(compiledFault.value)}</p> : <Counts />}
    </section>
  )
}

/** A kernel's loop in WGSL, and in the GPU's instructions. */
export function Instructions() {
  const chosen = useSignal(1)
  const { machine: words } = text.value
  const kernels = compiled.value
  const kernel = kernels[chosen.value]
  return (
    <section class="card stack tiles-machine" aria-label={words.kernel}>
      <ChoiceField
        id="machine-kernel"
        title={words.kernel}
        value={chosen.value}
        options={kernels.map(({ name }, value) => ({ value, title: name }))}
        changed={into(chosen)}
      />
      {kernel && <Listing kernel={kernel} />}
    </section>
  )
}

function Counts() {
  const { machine: words } = text.value
  const kernels = compiled.value
  return (
    <>
      <div class="tiles-strips">
        {kernels.map((each) => (
          <Strip key={each.name} kernel={each} />
        ))}
      </div>
      <table id="machine-counts">
        <caption>{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.instructions}</th>
            {kernels.map(({ name }) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {KINDS.map((kind) => (
            <Row
              key={kind}
              kind={kind}
              title={words.kinds[kind]}
              of={(each) => countOf(each, kind)}
            />
          ))}
          <Row title={words.share} of={(each) => `${shareOf(each).toFixed(0)} %`} />
          <Row title={words.registers} of={({ registers }) => registers} />
          <Row title={words.waves} of={({ waves }) => waves} />
        </tbody>
      </table>
    </>
  )
}

interface RowProps {
  kind?: Kind
  title: string
  of: (kernel: Compiled) => number | string
}

function Row({ kind, title, of }: RowProps) {
  return (
    <tr>
      <th scope="row">
        {kind && <i class={kind} />}
        {title}
      </th>
      {compiled.value.map((kernel) => (
        <td key={kernel.name}>{of(kernel)}</td>
      ))}
    </tr>
  )
}

/** Squares in a line of the figure. */
const WIDE = 48

function Strip({ kernel }: { kernel: Compiled }) {
  const { code, name } = kernel
  const { machine: words } = text.value
  const squares = (kind: Kind) =>
    code
      .map(([each], i) => (each === kind ? `M${i % WIDE} ${Math.floor(i / WIDE)}h.8v.8h-.8z` : ''))
      .join('')
  const high = Math.ceil(code.length / WIDE)
  return (
    <figure>
      <figcaption>{words.strip(name, code.length)}</figcaption>
      <svg
        viewBox={`0 0 ${WIDE} ${high}`}
        role="img"
        aria-label={words.drawn(
          name,
          KINDS.map((kind) => `${countOf(kernel, kind)} ${words.kinds[kind]}`).join(', '),
        )}
      >
        {KINDS.map((kind) => (
          <path key={kind} class={kind} d={squares(kind)} />
        ))}
      </svg>
    </figure>
  )
}

function Listing({ kernel: { name, wgsl, code } }: { kernel: Compiled }) {
  const { machine: words } = text.value
  return (
    <div class="tiles-listing">
      <div>
        <p class="note">{words.source(name)}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
        <pre tabIndex={0}>{wgsl}</pre>
      </div>
      <div>
        <p class="note">{words.code}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
        <pre id="machine-code" tabIndex={0}>
          {code.map(([kind, line], i) => (
            <span key={i} class={kind}>
              {`${line}\n`}
            </span>
          ))}
        </pre>
      </div>
    </div>
  )
}
