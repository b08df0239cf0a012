import { Line } from '../core/client'
import type { kernelJobs } from './jobs'

/** A worker beside the one that trains: a kernel that never ends is ended with it. */
const line = new Line()

export const ask = line.asker<typeof kernelJobs>()

/** Ends what the worker does; the next question opens another. */
export function endWorker(why: string): void {
  line.end(why)
}
