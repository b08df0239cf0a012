// Length of the longest task on the page's main thread, during which it cannot respond.

import type { Page } from 'puppeteer'

interface TraceEvent {
  ph: string
  name: string
  pid: number
  tid: number
  /** Microseconds of CPU time of the thread, without other processes. */
  tdur?: number
  args?: { name?: string }
}

/** Milliseconds of the longest task while something is done: a long task is one of more than 50. */
export async function longestTask(page: Page, act: () => Promise<void>): Promise<number> {
  await page.tracing.start({ categories: ['-*', 'toplevel', '__metadata'] })
  await act()
  const bytes = await page.tracing.stop()
  if (!bytes) throw new Error('Chrome wrote no trace')
  const { traceEvents } = JSON.parse(new TextDecoder().decode(bytes)) as {
    traceEvents: TraceEvent[]
  }
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(thread),
  )
  const tasks = traceEvents.filter((event) => event.ph === 'X' && mains.has(thread(event)))
  if (tasks.length === 0) throw new Error('the trace has no tasks of a page')
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000
}
