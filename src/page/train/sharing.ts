// A page of its own that draws with the run's generator, as `ganvas export --to html` writes it: in English.

import { script } from 'virtual:share'
import { htmlOf } from '../../gan/export/html'
import { opened } from '../core/store'
import { count } from '../core/words'
import { en } from '../parts/en'
import { ask } from './ask'

/** The page as one HTML file, and the step of its generator. */
export async function sharedPage(): Promise<{ step: number; html: string }> {
  const { about, settings } = opened.value ?? {}
  if (about?.kind !== 'images' || !settings) throw new Error('there is no run of images to share')
  const { step, bytes } = await ask('saveGenerator')
  const { model, objective, imageSize } = about.config
  const html = htmlOf({
    title: `Images of ${en.titles.data[settings.data]}, drawn by a generator`,
    about: `${model}, ${objective}, ${imageSize} × ${imageSize} pixels, ${count(step)} steps`,
    ...{ script, weights: bytes, classNames: about.classNames },
  })
  return { step, html }
}
