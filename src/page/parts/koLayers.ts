// Names of layers and of passes that a kernel is measured at, in Korean: the names of the cards, part by part.

const whole: Readonly<Record<string, string>> = {
  forward: '순전파',
  step: '한 단계',
  critic: '비평자',
  'G image': 'G의 이미지 층',
  'G projection': 'G의 투영 층',
  'D head': 'D의 마지막 층',
  'latent noise': '잠재 잡음',
  'dropout in an MLP': 'MLP의 드롭아웃',
  'ten digits': '숫자 열 가지',
  'ten digits in 50 numbers': '숫자 열 가지를 값 50개로',
  'its first layer': '그 첫째 층',
  'first layer of a CycleGAN': 'CycleGAN의 첫째 층',
  'real and fake': '진짜와 생성된 이미지',
  images: '이미지',
  'a batch of images': '이미지 배치',
  'pixels of a batch': '배치의 픽셀',
  'augmented images': '증강한 이미지',
  'the gradient of a batch of images': '이미지 배치의 그래디언트',
  'bias gradient of a feature map': '특징 맵의 편향 그래디언트',
  'a label plane beside images': '이미지에 붙인 레이블 평면',
  'images without their label plane': '레이블 평면을 뺀 이미지',
  'PyTorch images to ours': 'PyTorch 이미지를 Ganvas 형식으로',
  'a residual block of a generator': '생성자의 잔차 블록',
  'a residual block of a critic': '비평자의 잔차 블록',
  'a blur of a critic': '비평자의 흐리기 필터',
  'images of a style-based G': '스타일 기반 G의 이미지',
  'the last layers of a style-based D': '스타일 기반 D의 마지막 층들',
}

type Rule = readonly [RegExp, (...found: string[]) => string]

const rules: readonly Rule[] = [
  [/^batch (\d+)$/, (many) => `배치 ${many}`],
  [/^batch (\d+) and (\d+)$/, (one, other) => `배치 ${one}과 ${other}`],
  [/^a batch of (\d+)$/, (many) => `배치 ${many}`],
  [/^([GD]) block (\d)$/, (net, place) => `${net} 블록 ${place}`],
  [/^([GD]) layer (\d)$/, (net, place) => `${net}의 층 ${place}`],
  [/^block (\d)$/, (place) => `블록 ${place}`],
  [/^critic (\d+²)$/, (size) => `비평자 ${size}`],
  [/^a style-based G at (\d+²)$/, (size) => `스타일 기반 G, ${size}`],
  [/^a feature map of (.+)$/, (net) => `${net}의 특징 맵`],
  [/^weights of (.+)$/, (net) => `${net}의 가중치`],
  [/^images of (\d+²)$/, (size) => `${size} 이미지`],
  [/^(\d+²) in colour$/, (size) => `컬러 ${size}`],
  [/^(\w+) to (\d+²)$/, (data, size) => `${data}를 ${size}로`],
  [/^(\d+²) to (\d+²)$/, (from, to) => `${from}에서 ${to}로`],
  [/^ring of (\d+)$/, (many) => `점 ${many}개의 고리`],
  [/^pool of (\d+)$/, (many) => `풀 ${many}장`],
  [/^ten logits of a batch of (\d+)$/, (many) => `배치 ${many}의 로짓 10개씩`],
  [/^ten probabilities of a batch of (\d+)$/, (many) => `배치 ${many}의 확률 10개씩`],
  [/^scores of a batch of (\d+)$/, (many) => `배치 ${many}의 점수`],
  [/^gradient norms of a batch of (\d+)$/, (many) => `배치 ${many}의 그래디언트 노름`],
  [/^demodulation of a batch of (\d+)$/, (many) => `배치 ${many}의 복조`],
  [/^D\(x\) of a batch of (\d+)$/, (many) => `배치 ${many}의 D(x)`],
  [/^([\d.]+ M) parameters$/, (many) => `매개변수 ${many}`],
  [/^([\d.]+ M) numbers$/, (many) => `숫자 ${many}`],
]

function partInKorean(part: string): string {
  const known = whole[part]
  if (known !== undefined) return known
  for (const [pattern, said] of rules) {
    const [, ...found] = pattern.exec(part) ?? []
    if (found.length > 0) return said(...found)
  }
  return part
}

/** `DCGAN 32², D block 1, batch 64` → `DCGAN 32², D 블록 1, 배치 64` */
export const layerInKorean = (name: string): string => name.split(', ').map(partInKorean).join(', ')
