import './pixel.css'
import { useEffect } from 'preact/hooks'
import { ChoiceField } from '../../parts/Field'
import { Formula } from '../parts/Formula'
import { faultOf } from '../parts/fault'
import { Means } from '../parts/Legend'
import type { Lesson } from '../parts/lesson'
import { Steps } from '../parts/Steps'
import { Code } from './Code'
import { cardWords } from './cardWords'
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
import { text } from './text'
import type { Look, PixelOp, Rung } from './tools'

function Pixel() {
  useEffect(() => void (looks.value.plain ?? open()), [])
  const shown = look.value
  const { rungs = ['plain'] as const } = looks.value.plain ?? {}
  const about = ops.value.find((each) => each.op === op.value)
  const words = text.value
  return (
    <Steps
      all={[
        {
          title: words.parts.kernels,
          wide: true,
          text: <p class="prose">{words.intro}</p>,
          figure: (
            <>
              <div class="pixel-choice">
                <OpChoice />
                <ChoiceField
                  id="pixel-rung"
                  title={words.rungs.choice}
                  value={rungs.includes(wanted.value) ? wanted.value : 'plain'}
                  options={rungs.map((value) => {
                    return {
                      value,
                      title: rungs.length === 1 ? words.rungs.one : words.rungs.titles[value],
                    }
                  })}
                  disabled={rungs.length === 1}
                  changed={(value) => choose({ rung: value })}
                />
              </div>
              {fault.value && (
                <p class="fault" role="alert">
                  {faultOf(fault.value)}
                </p>
              )}
              {shown ? <Stage look={shown} /> : <p class="note">{words.running}</p>}
            </>
          ),
        },
        { title: words.parts.point, text: <p class="prose">{words.point}</p> },
        { title: words.parts.formula, text: about && <About about={about} look={shown} /> },
        {
          title: words.parts.numbers,
          text: (
            <>
              <p class="prose">{words.numbering}</p>
              <p class="prose">{words.kernel.constants}</p>
            </>
          ),
        },
        { title: words.parts.known, text: <p class="prose">{words.known}</p> },
      ]}
    />
  )
}

/** The op's formula, with its letters explained, and its purpose. */
function About({ about, look: shown }: { about: PixelOp; look: Look | undefined }) {
  const words = text.value
  const card = cardWords(about)
  return (
    <div class="pixel-about">
      {shown?.op === about.op && <Letters look={shown} formula={about.formula} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
      <section class="pixel-formula" tabIndex={0} aria-label={words.formula.label}>
        <Formula tex={about.formula} />
      </section>
      <p class="note">{words.formula.hint}</p>
      <p class="prose" lang={card?.lang}>
        {card?.summary}
      </p>
    </div>
  )
}

/** Meanings of the formula's letters at the current element. */
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
  // The result stands beside the first input.
  const [first, ...others] = look.inputs.map((tensor, i) => (
    <Tensor key={tensor.name} number={i} lit={now?.inputs[i]} {...{ tensor, op, formula }} />
  ))
  return (
    <div class="pixel sheet" data-op={look.op} data-rung={look.rung}>
      <div class="card tensors">
        {first}
        <Tensor number={OUTPUT} lit={now?.outputs} tensor={look.output} {...{ op, formula }} />
        {others}
        <p id="pixel-said" role="status" aria-live="polite">
          <b>{said?.what}</b> <span>{said?.depends}</span> <span>{said?.stored}</span>
        </p>
        {look.kernels[kernel.value] && (
          <Invocations
            look={look}
            kernel={kernel.value}
            lit={here ? now.invocations : new Set<number>()}
          />
        )}
      </div>
      <div class="card text">
        <p class="note legend-lines">{text.value.kernel.legend}</p>
        <div class="pixel-texts sheet">
          {look.rungs.map((which) => (
            <Text key={which} rung={which} />
          ))}
        </div>
      </div>
    </div>
  )
}

/** The kernels of a rung, one of which is shown. */
function Text({ rung }: { rung: Rung }) {
  const { [rung]: look } = looks.value
  const at = kernels.value[rung]
  const shown = look?.kernels[at]
  const { rungs, kernel: says } = text.value
  if (!look) return <p class="note pixel-text">{rungs.running[rung]}</p>
  return (
    <div class="pixel-text" data-rung={rung}>
      <h3>
        {shown?.file}
        {look.rungs.length > 1 && `, ${rungs.titles[rung]}`}
      </h3>
      {look.kernels.length > 1 && (
        <ChoiceField
          id={`pixel-kernel-${rung}`}
          title={says.dispatches(look.kernels.length)}
          value={at}
          options={look.kernels.map(({ entry, file }, value) => {
            return { value, title: `${value + 1}. ${says.named(entry, file)}` }
          })}
          changed={(value) => turn(rung, value)}
        />
      )}
      {shown ? (
        <Code text={shown} lit={linesIn(lits.value[rung], at)} />
      ) : (
        <p class="note">{says.none}</p>
      )}
    </div>
  )
}

export const lesson: Lesson = { minutes: 6, View: Pixel, text }
