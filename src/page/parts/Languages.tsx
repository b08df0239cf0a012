// Switch of the language of the page.

import { chooseLanguage, type Language, languages, missing, spoken } from '../core/language'
import { text } from './text'

const names = Object.keys(languages) as Language[]

export function Languages() {
  return (
    <fieldset class="languages" aria-label={text.value.language}>
      {missing.value && <span role="alert">{text.value.koreanMissing}</span>}
      {names.map((name) => (
        <button
          key={name}
          type="button"
          lang={name}
          aria-pressed={spoken.value === name}
          onClick={() => void chooseLanguage(name)}
        >
          {languages[name]}
        </button>
      ))}
    </fieldset>
  )
}
