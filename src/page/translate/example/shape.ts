import type { Shape } from '../../../gan/translate/players'

/** The translator in translator.safetensors (see NOTICE.md): line art of emoji to colour. */
export const exampleShape: Shape = {
  model: 'unet',
  imageSize: 32,
  width: 12,
  blocks: 3,
  channels: 3,
}
