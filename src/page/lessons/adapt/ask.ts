import { asker } from '../../core/client'
import type { adaptJobs } from './jobs'

export const ask = asker<typeof adaptJobs>()
