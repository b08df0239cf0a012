import { asker } from '../core/client'
import type { compareJobs } from './jobs'

export const ask = asker<typeof compareJobs>()
