// A formula, which was set when the page was built.

import { formulas } from 'virtual:formulas'

/** @param tex  as it stands in a card, or here between quotes or in String.raw */
export function Formula({ tex }: { tex: string }) {
  return <span class="formula" dangerouslySetInnerHTML={{ __html: formulas[tex] ?? tex }} />
}
