// Lesson: from an element of an op's result to what it depends on, who stored it, and which lines ran.

import './pixel.css'
import { useEffect } from 'preact/hooks'
import { ChoiceField } from '../../parts/Field'
import type { Look, Rung } from '../../worker/pixelTools'
import { Formula } from '../Formula'
import { Means } from '../Legend'
import type { Lesson } from '../lesson'
import { Code } from './Code'
import { Invocations } from './Invocations'
import { meanings } from './letters'
import { linesIn, OUTPUT } from './lit'
import { OpChoice } from './OpChoice'
import { say } from './say'
import {
  choose,
  fault,
  kernel,
  kernels,
  lit,
  lits,
  look,
  looks,
  op,
  open,
  ops,
  pointed,
  turn,
  wanted,
} from './state'
import { Tensor } from './Tensor'

const rungTitles: Record<Rung, string> = {
  plain: 'plain: to be read',
  fast: 'fast: used in training',
}

function Pixel() {
  useEffect(() => void (looks.value.plain ?? open()), [])
  const shown = look.value
  const { rungs = ['plain'] as const } = looks.value.plain ?? {}
  const about = ops.value.find((each) => each.op === op.value)
  return (
    <>
      <p class="prose">
        An op is a compute shader: one WGSL function that the GPU runs many times at once. Each run
        is an <b>invocation</b>; a fixed number of them forms a <b>workgroup</b>. Many ops have two
        kernels: a plain one to read, and a fast one that trains. Point at a number of the result
        below: what it depends on lights up, and so do the invocation that stored it and the lines
        that this invocation ran, in each kernel. Point at an input: everything that depends on it
        lights up, and the lines that load it.
      </p>
      <div class="pixel-choice">
        <OpChoice />
        <ChoiceField
          id="pixel-rung"
          title="Show invocations of"
          value={rungs.includes(wanted.value) ? wanted.value : 'plain'}
          options={rungs.map((value) => {
            return { value, title: rungs.length === 1 ? 'one for all' : rungTitles[value] }
          })}
          disabled={rungs.length === 1}
          changed={(value) => choose({ rung: value })}
        />
      </div>
      {about && (
        <div class="pixel-about">
          {shown?.op === about.op && <Letters look={shown} formula={about.formula} />}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
          <section class="pixel-formula" tabIndex={0} aria-label="Formula">
            <Formula tex={about.formula} />
          </section>
          <p class="note">
            Point at a letter: it says what it stands for. By keys: Tab to the formula, then the
            arrows.
          </p>
          <p class="prose">{about.summary}</p>
        </div>
      )}
      {fault.value && <p class="fault">{fault.value}</p>}
      {shown ? <Stage look={shown} /> : <p class="note">Running the kernel…</p>}
      <p class="note prose">
        How this is known: each input of a slow reference in double precision is changed, one after
        the other, to see which results change. The shader is run a second time in a copy in which
        every store also writes down who makes it, and every line counts; we trust the copy because
        its results are bit-identical. In another copy every load is written down: a fast kernel may
        load a number that it then multiplies by zero.
      </p>
      <p class="prose">
        Invocations are numbered along the last axis first. For a result of shape [N, P, Q, K] that
        is <code>i = ((n · P + p) · Q + q) · K + k</code>; the plain kernel of conv2d undoes it in
        the lines from <code>let k = i % K</code> on.
      </p>
    </>
  )
}

/** What the formula's letters are, by where somebody points. */
function Letters({ look, formula }: { look: Look; formula: string }) {
  const found = meanings({ look, formula, pointed: pointed.value })
  return (
    <>
      {[...found].map(([tex, said]) => (
        <Means key={tex} tex={tex} {...said} />
      ))}
    </>
  )
}

function Stage({ look }: { look: Look }) {
  const now = lit.value
  const element = pointed.value
  const said = now && element && say(look, element, now)
  const here = now?.kernel === kernel.value
  const { op } = look
  const formula = ops.value.find((each) => each.op === op)?.formula ?? ''
  return (
    <div class="pixel" data-op={look.op} data-rung={look.rung}>
      <div class="card tensors">
        {look.inputs.map((tensor, i) => (
          <Tensor
            key={tensor.name}
            number={i}
            lit={now?.inputs[i]}
            says="read"
            {...{ tensor, op, formula }}
          />
        ))}
        <Tensor
          number={OUTPUT}
          lit={now?.outputs}
          says="written"
          tensor={look.output}
          {...{ op, formula }}
        />
        {look.kernels[kernel.value] && (
          <Invocations
            look={look}
            kernel={kernel.value}
            lit={here ? now.invocations : new Set<number>()}
          />
        )}
        <p id="pixel-said" role="status" aria-live="polite">
          <b>{said?.what}</b> <span>{said?.depends}</span> <span>{said?.stored}</span>
        </p>
      </div>
      <div class="card text">
        <p class="note legend-lines">
          <span class="ran">ran</span> <span class="loads">loads an input</span>{' '}
          <span class="stores">stored this number</span> N×: how often this invocation ran the line;
          when you point at an input, how often the line loaded it. Constants were filled in, and
          some loops unrolled, by <code>specialise()</code>.
        </p>
        <div class="pixel-texts">
          {look.rungs.map((which) => (
            <Text key={which} rung={which} />
          ))}
        </div>
      </div>
    </div>
  )
}

/** A rung's kernels, one of which is shown. */
function Text({ rung }: { rung: Rung }) {
  const { [rung]: look } = looks.value
  const at = kernels.value[rung]
  const text = look?.kernels[at]
  if (!look) return <p class="note pixel-text">Running the {rung} kernel.</p>
  return (
    <div class="pixel-text" data-rung={rung}>
      <h3>
        {text?.file}
        {look.rungs.length > 1 && `, ${rungTitles[rung]}`}
      </h3>
      {look.kernels.length > 1 && (
        <ChoiceField
          id={`pixel-kernel-${rung}`}
          title={`One of ${look.kernels.length} dispatches, in order`}
          value={at}
          options={look.kernels.map(({ entry, file }, value) => {
            return { value, title: `${value + 1}. ${entry} in ${file}` }
          })}
          changed={(value) => turn(rung, value)}
        />
      )}
      {text ? (
        <Code text={text} lit={linesIn(lits.value[rung], at)} />
      ) : (
        <p class="note">No kernel runs: the result is another view of the same numbers.</p>
      )}
    </div>
  )
}

export const pixel: Lesson = {
  name: 'pixel',
  title: 'Pixel, window, invocation, line',
  aim: 'Say which invocation computes which pixel, from which numbers, by which line.',
  minutes: 6,
  View: Pixel,
  question: {
    ask: 'The plain kernel of a convolution writes a result of shape [1, 6, 6, 2] (images, rows, columns, channels), and one invocation stores one number. Which invocation, counted from 0, stores row 3, column 4, channel 1?',
    answer: 45,
    because:
      'Invocation i stores the number at flat index i, and the channel varies fastest: (3 · 6 + 4) · 2 + 1 = 45. It is in workgroup 0, whose invocations are 0 to 63.',
  },
}
