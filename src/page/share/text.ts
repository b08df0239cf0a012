// Words of the shared page, in the reader's language.

const english = {
  images: 'Images',
  choose: 'Choose two: the way leads from one to the other.',
  image: (n: number) => `image ${n}`,
  others: 'Other images',
  between: 'Between two images',
  way: 'way',
  direction: (n: number) => `direction ${n}`,
  class: 'class',
  reset: 'Reset',
  gpu: (name: string) => `Drawn with WebGPU on ${name}.`,
  cpu: 'This browser offers no WebGPU, so the page computes the images on the CPU.',
  failed: (reason: string) => `The images cannot be drawn: ${reason}`,
}

const korean: typeof english = {
  images: '이미지',
  choose: '두 장을 고르면 하나에서 다른 하나로 이어집니다.',
  image: (n) => `이미지 ${n}`,
  others: '다른 이미지',
  between: '두 이미지 사이',
  way: '경로',
  direction: (n) => `방향 ${n}`,
  class: '클래스',
  reset: '처음으로',
  gpu: (name) => `${name}에서 WebGPU로 그렸습니다.`,
  cpu: '이 브라우저에는 WebGPU가 없어 CPU로 이미지를 계산합니다.',
  failed: (reason) => `이미지를 그릴 수 없습니다: ${reason}`,
}

export const isKorean = navigator.language.startsWith('ko')

export const text = isKorean ? korean : english
