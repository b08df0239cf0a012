import { asker } from '../../core/client'
import type { tapeJobs } from './jobs'

export const ask = asker<typeof tapeJobs>()
