// Texts around the chapters, in Korean.

import type { en } from './en'

export const ko: typeof en = {
  title: 'GAN은 어떻게 컴퓨트 셰이더가 되는가',
  intro:
    'GAN은 신경망 두 개로 이루어집니다. 생성자(generator) G는 난수 z에서 이미지를 그리고, 판별자(discriminator) D는 이미지가 얼마나 진짜 같은지 말합니다. 이 책은 둘이 GPU에서 어떻게 실행되는지 직접 만져 보며 배우는 짧은 책입니다. 장마다 둘을 학습시키는 커널을 이 페이지에서 실행하고, 끝에는 질문이 하나 있습니다.',
  minutes: (minutes, done) => `${minutes}분${done ? ', 완료 ✓' : ''}`,
  all: '전체 목차',
  chapters: '앞 장과 다음 장',
  yourAnswer: '내 답',
  check: '확인',
  right: '맞습니다.',
  wrong: '아닙니다.',
  ofFormula: '수식: 화살표 키를 누르면 기호의 뜻을 알려 줍니다',
  noGpu:
    '이 브라우저에서는 GPU를 쓸 수 없습니다. WebGPU를 켠 최신 Chrome, Edge, Firefox, Safari를 쓰세요.',
  showIt: '그림에서 보기:',
  question: '질문',
  inSteps: '한 단계씩 보기',
  steps: {
    name: '이 장의 단계: 화살표 키로 넘깁니다',
    back: '이전',
    next: '다음',
    all: '한 번에 모두 보기',
    place: (step, of, title) => `${of}단계 중 ${step}단계: ${title}`,
  },
}
