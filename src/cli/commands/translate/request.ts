import type { TranslationSettings } from '../../../gan/translate/settings'
import type { RuntimeOptions } from '../../runtime/runtime'
import type { Given } from './origin'

/** Options of `ganvas translate` as it learns. */
export interface TranslateOptions extends RuntimeOptions, Partial<TranslationSettings>, Given {
  out?: string
  resume?: string
  /** May a resumed run go on with other images? */
  changedData?: boolean
}
