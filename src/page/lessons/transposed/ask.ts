import { asker } from '../../core/client'
import type { transposedJobs } from './jobs'

export const ask = asker<typeof transposedJobs>()
