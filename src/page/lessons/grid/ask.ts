import { asker } from '../../core/client'
import type { gridJobs } from './jobs'

export const ask = asker<typeof gridJobs>()
