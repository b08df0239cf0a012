import { readReport } from '../../../bench/compare'
import { writeReport } from '../../../bench/report'
import { text as core } from '../core/text'
import { messageOf } from '../core/words'
import { download as handOut } from '../parts/download'
import { earlier, report, unreadable } from './state'
import { text } from './text'

/** Far above the size of any report. */
const MOST_BYTES = 16 * 2 ** 20

/** The report as a file, as `ganvas bench --json` writes it. */
export function download(): void {
  if (!report.value) return
  const file = new Blob([writeReport(report.value)], { type: 'application/json' })
  // 2026-11-25T13-40
  handOut(file, `bench-${report.value.date.slice(0, 16).replace(':', '-')}.json`)
}

/** Takes a file to compare with; keeps the current one if it cannot be read. */
export async function compareWith(file: File): Promise<void> {
  try {
    if (file.size > MOST_BYTES) throw new Error('it is too long to be a report')
    earlier.value = { name: file.name, report: readReport(await file.text()) }
    unreadable.value = undefined
  } catch (error) {
    const message = messageOf(error)
    unreadable.value = () => text.value.earlier.unreadable(file.name, core.value.reason(message))
  }
}
