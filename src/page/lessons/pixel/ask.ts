import { asker } from '../../core/client'
import type { pixelJobs } from './jobs'

export const ask = asker<typeof pixelJobs>()
