import { asker } from '../../core/client'
import type { cycleJobs } from './jobs'

export const ask = asker<typeof cycleJobs>()
