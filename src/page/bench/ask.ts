import { asker } from '../core/client'
import type { benchJobs } from './jobs'

export const ask = asker<typeof benchJobs>()
