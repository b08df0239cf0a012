// The chapter's words on its times and on the third sum, in Korean.

import { Formula } from '../parts/Formula'
import type { enTimes } from './enTimes'

const faster = (ratio: number): string => `${(ratio >= 1 ? ratio : 1 / ratio).toFixed(1)}배`

export const koTimes: typeof enTimes = {
  times: {
    label: '여기서 얻는 이득',
    caption:
      'DCGAN에서 D의 두 번째 블록, 16 × 16 × 64 → 8 × 8 × 128: 곱 하나에 전역 메모리와 작업 그룹 메모리에서 적재하는 값의 수',
    kernel: '커널',
    global: '전역',
    workgroup: '작업 그룹',
    ms: '여기서 잰 ms',
    kernels: {
      plain: () => '단순 커널, 타일 없음',
      tiles: (size) => `작업 그룹의 타일 ${size}, 위에서 정한 것`,
      large: (size) => `작업 그룹의 타일 ${size}`,
      register: (size) => `레지스터 타일 ${size}, 공유 없음`,
    },
    take: '여기서 시간 재기',
    taking: '컴파일하고 시간을 재고 있습니다.',
    failed: (fault) => `시간을 재지 못했습니다: ${fault}`,
    none: '아직 재지 않았습니다.',
    verdict: ({ images, clock, rows, columns, alone, shared, turnsBack, isSlowCpu }) => {
      const by = clock === 'timestamps' ? 'GPU 타임스탬프로' : '벽시계(wall clock)로'
      const first = `${faster(alone)} ${alone >= 1 ? '빠르' : '느리'}${turnsBack ? '지만' : '고'}`
      const then = `${turnsBack ? '도로' : '거기서 더'} ${faster(shared)} ${shared >= 1 ? '빨라집니다' : '느려집니다'}`
      const why = isSlowCpu
        ? ' 여기서는 CPU가 GPU 노릇을 합니다. 작업 그룹 메모리도 같은 캐시 뒤에 있는 여느 메모리와 다르지 않고, 배리어에서는 호출을 하나하나 내려놓았다가 다시 집어 들어야 합니다. 그래서 이런 어댑터에는 레지스터 타일을 씁니다.'
        : ''
      return `이미지 ${images}장을 ${by} 쟀습니다. 마지막 두 커널은 모두 호출당 합이 ${rows} × ${columns}개입니다. 그것만으로 단순 커널보다 ${first}, 메모리까지 공유하면 ${then}.${why}`
    },
  },
  machine: {
    title: 'GPU가 실행하는 것',
    twice: '두 가지로 쓴 같은 타일',
    text: (
      <>
        드라이버는 WGSL을 GPU의 명령어로 컴파일합니다. 여기 보이는 것은 탭 <code>DEPTH</code>개를
        처리하는 반복문의 한 차례를 Mesa가 AMD Radeon RX 7900용으로 컴파일한 것입니다. 64 × 64
        DCGAN에서 D의 두 번째 블록을 64 × 64 타일로 계산합니다. 네모 하나가 명령어 하나입니다. 두
        커널 모두 레인마다 곱셈-덧셈을 512번 합니다. 반복문의 나머지 명령어는 주소 계산, 조건 검사,
        값의 이동입니다. 벡터 연산 장치는 명령어를 하나씩 차례로 실행하므로, 벡터 명령어 가운데
        곱셈-덧셈이 차지하는 비율이 곧 커널이 낼 수 있는 최고 성능의 비율입니다.
      </>
    ),
    lean: (
      <>
        <code>convShared.wgsl</code>은 읽기 쉽게 쓴 커널입니다. <code>convLean.wgsl</code>은 GPU에서
        학습할 때 쓰며 같은 타일을 계산합니다. 작업 그룹 메모리를 중첩 배열로 선언해 인덱스를 범위
        안으로 자르는 계산이 필요 없고, 2의 거듭제곱으로 나눈 나머지는 비트 마스크로 구하며, 채널 네
        개가 탭 하나의 계산을 나누어 쓰고, 변하지 않는 값은 반복문 앞에서 미리 구합니다.
      </>
    ),
    label: '두 커널의 기계어',
    failed: (fault) => `기록해 둔 기계어를 불러오지 못했습니다: ${fault}`,
    caption: '반복 한 차례의 명령어. 미리 기록한 것으로, 여기서는 컴파일하지 않습니다.',
    instructions: '명령어',
    kinds: {
      fma: '곱셈-덧셈',
      vector: '그 밖의 벡터 명령어',
      shared: '작업 그룹 메모리',
      memory: '전역 메모리',
      scalar: '스칼라, 분기',
      wait: '대기, 배리어',
    },
    share: '벡터 명령어 중 곱셈-덧셈의 비율',
    registers: '레인당 레지스터',
    waves: 'SIMD 하나에 동시에 들어가는 웨이브',
    kernel: '기계어를 볼 커널',
    strip: (name, instructions) => `${name}: 명령어 ${instructions}개`,
    drawn: (name, counts) => `${name}의 명령어: ${counts}`,
    source: (name) => `${name}의 multiply`,
    code: '같은 반복문의 GPU 명령어(RDNA3)',
  },
  third: {
    title: '셋째 합',
    three: (
      <>
        학습하는 합성곱은 합 세 가지로 이루어집니다. 결과, x의 그래디언트(gradient), 그리고 가중치의
        그래디언트입니다. (그래디언트는 숫자 하나하나에 따라 손실이 어떻게 변하는지를 말합니다.) 셋
        다 만드는 곱의 수는 같지만, 어려운 것은 셋째입니다. 출력 하나는 곱 <Formula tex="RSC" />
        개를 더하고, 출력은 <Formula tex="NPQK" />
        개입니다. 가중치 하나의 그래디언트는 모든 이미지의 모든 창에 걸쳐 곱 <Formula tex="NPQ" />
        개를 더하는데, 가중치는 <Formula tex="RSCK" />
        개뿐입니다.
      </>
    ),
    few: (
      <>
        호출 하나가 결과 하나를 맡으면 호출은 적고 합은 아주 길어집니다. GPU에는 호출 수만 개가
        한꺼번에 들어갈 자리가 있으므로 그 대부분이 놀고, 몇 안 되는 호출은 저마다 적재 수천 번을
        하나씩 차례로 기다립니다. 다른 두 합에서는 가중치라는 작은 인수가 캐시에 머물지만, 여기에는
        그런 것도 없습니다. x와 ∂y는 둘 다 배치만큼 큽니다.
      </>
    ),
    cure: (
      <>
        해결책은 <b>합을 창에 따라 나누는 것</b>입니다. 호출 <code>SPLITS</code>개가 가중치 하나의
        그래디언트를 나누어 맡아 저마다 자기 창들을 더하고, 두 번째 디스패치 <code>sum_splits</code>
        가 그 조각들을 합칩니다. 더하는 순서가 정해져 있어서, 같은 값에서는 언제나 같은 비트가
        나옵니다.
      </>
    ),
    label: '한 층의 세 가지 합',
    layer: 'DCGAN의 판별자 D, 이미지 64장',
    layers: [(shapes) => `첫 번째 블록: ${shapes}`, (shapes) => `두 번째 블록: ${shapes}`],
    symbols: {
      N: '이미지 수',
      P: '결과의 행 수',
      Q: '결과의 열 수',
      K: '결과의 채널 수',
      C: 'x의 채널 수',
      R: '창의 행 수',
      S: '창의 열 수',
      stride: '스트라이드',
    },
    sum: '합',
    results: '결과의 수',
    terms: '각각의 항 수',
    sums: { forward: '결과 y', input: '그래디언트 ∂x', weight: '그래디언트 ∂w' },
  },
  split: {
    label: '나누어 구하는 가중치 그래디언트',
    splits: 'SPLITS, 합의 조각 수',
    invocations: '호출 수',
    terms: '호출마다 더하는 항',
    parts: '가중치마다 합칠 조각',
    none: '없음',
    bytes: '조각의 바이트 수',
    note: (parts) =>
      `조각이 많다고 늘 좋은 것은 아닙니다. 조각은 모두 메모리에 썼다가 다시 읽어야 합니다. 재 본 값이 없을 때 Ganvas는 GPU에서 이 층을 조각 ${parts}개로 나눕니다. Ganvas의 커널은 위에서 본 것처럼 호출마다 합의 타일을 맡습니다. 그래서 호출이 여기 보이는 것보다 적고, 그만큼 더 나눌 필요가 있습니다.`,
    ask: '직접 풀어 보기: 이 층에서 호출 하나가 항 128개를 더하게 하려면 조각은 몇 개여야 할까요?',
    answer: ({ terms, parts, weights, invocations }) =>
      `${terms} / 128 = 조각 ${parts}개: ${weights} × ${parts} = 호출 ${invocations}개.`,
  },
}
