// Texts around the chapters, in English.

import { NO_WEBGPU } from '../../core/protocol'
import { sentence } from '../../core/words'

export const en = {
  title: 'How a GAN becomes compute shaders',
  intro:
    'A GAN is two networks: the generator G draws images from random numbers z, and the discriminator D says how real an image looks. This is a short, hands-on book about how both run on a GPU: each chapter runs, on this page, the kernels that train them, and ends with a question.',
  minutes: (minutes: number, done: boolean) => `${minutes} minutes${done ? ', done ✓' : ''}`,
  all: 'All lessons',
  chapters: 'Chapters',
  yourAnswer: 'Your answer',
  check: 'Check',
  right: 'Yes.',
  wrong: 'Not quite.',
  ofFormula: 'Formula; arrow keys explain its symbols',
  noGpu: sentence(NO_WEBGPU),
  showIt: 'Show it:',
  question: 'Question',
  inSteps: 'Step by step',
  steps: {
    name: 'Steps of the chapter; arrow keys turn the pages',
    back: 'Back',
    next: 'Next',
    all: 'All on one page',
    place: (step: number, of: number, title: string) => `Step ${step} of ${of}: ${title}`,
  },
}
