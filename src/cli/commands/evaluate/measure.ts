// Measuring, with its progress on standard error: first how much there is to do, then how long that takes.

import { blocksFor } from '../../../gan/judge/evaluate'
import type { Report } from '../../../gan/judge/report'
import type { AskGpu } from '../../gpu/jobs'
import type { Measuring } from '../../gpu/judging'
import { Counter } from '../../terminal/counter'
import { duration } from '../../terminal/duration'

/** Milliseconds of work between two looks at its progress. */
const MOMENT = 500
/** Seconds that need no announcement. */
const SHORT = 5
/** Seconds between two lines where there is no progress bar. */
const EVERY = 30

export async function measure(ask: AskGpu, options: Measuring): Promise<Report> {
  const { generated, known, train } = options
  const { blocks: total, size } = blocksFor(options, { judged: known !== undefined })
  const blocks = total === 1 ? '1 block' : `${number(total)} blocks of ${number(size)}`
  console.error(
    `measuring: ${number(generated.count)} images in ${blocks}, against ${number(train.count)}`,
  )
  const counter = new Counter()
  await ask('beginEvaluation', options)
  let begun: { blocks: number; at: number } | undefined
  let said = Number.NEGATIVE_INFINITY
  try {
    for (;;) {
      const so = await ask('continueEvaluation', MOMENT)
      if ('report' in so) return so.report
      const { blocks: done } = so
      const now = performance.now()
      counter.show({ doing: 'measuring', done, total })
      if (begun) {
        const left = ((now - begun.at) / (done - begun.blocks)) * ((total - done) / 1000)
        const first = said < 0
        if (first ? left > SHORT : !process.stderr.isTTY && now - said > 1000 * EVERY) {
          console.error(
            `measuring: ${number(done)} of ${number(total)} blocks, about ${duration(left)} left`,
          )
          said = now
        }
      }
      // The first blocks wait for their kernels to be compiled.
      begun ??= { blocks: done, at: now }
    }
  } finally {
    counter.end()
  }
}

const number = (value: number): string => value.toLocaleString('en')
