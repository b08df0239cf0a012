// Texts of the chapter, in Korean.

import type { en } from './en'
import type { By } from './jobs'

const byWhom = (by: By): string =>
  by === 'GPU' ? '이 GPU에서' : '여기에는 GPU가 없어서 카드의 참조 구현으로'

/** Measured ripple of an even grey, and the ripple predicted by the numbers of products. */
function measured(found: string | undefined, expected: string): string {
  if (found === undefined) return `균일한 회색에서 예측되는 값은 ${expected}입니다`
  return found === expected
    ? `잰 값은 ${found}, 예측한 그대로입니다`
    : `잰 값은 ${found}, 예측한 값은 ${expected}입니다`
}

export const ko: typeof en = {
  parts: {
    stamps: '겹쳐 찍는 도장',
    gather: '출력 픽셀마다 모으기',
    zeros: '0과 위상',
    kernels: '커널이 하는 일',
    uneven: '체커보드 무늬',
  },
  title: '전치 합성곱',
  aim: '출력 픽셀마다 어느 호출이 쓰는지, 그 호출이 무엇을 모으는지, 위상은 왜 stride²개인지, 체커보드 무늬는 어디서 오는지 말할 수 있습니다.',
  question: {
    ask: 'y의 모양은 N, H, W, C 순서로 [8, 16, 16, 3]입니다. 0번 이미지의 5번 행, 6번 열, 2번 채널 출력은 단순 커널의 몇 번 호출이 쓸까요? 번호는 모두 0부터 셉니다.',
    answer: 260,
    because:
      '채널이 서로 붙어 있고 그다음이 열, 그다음이 행입니다. (5 · 16 + 6) · 3 + 2 = 260, 곧 4번 작업 그룹의 4번 자리입니다. 그 값은 이 호출 혼자 씁니다.',
  },
  stamps: (
    <>
      생성자는 작은 이미지에서 큰 이미지를 만들어야 합니다. 그 일을 하는 층은 거꾸로 돌린
      합성곱(convolution)입니다. 입력 픽셀은 저마다 커널(여기서는 셰이더가 아니라 가중치의 작은
      격자)에 자기 값을 곱해 출력 위에 도장처럼 찍고, 다음 픽셀은 출력에서 <b>스트라이드(stride)</b>
      만큼 떨어진 자리에 찍습니다. 도장은 서로 겹치고, 겹친 것은 더해집니다.
    </>
  ),
  point: (
    <>
      <b>입력</b>을 가리키면 스캐터(scatter)입니다. 값 하나가 여러 출력으로 흩어집니다. <b>출력</b>
      을 가리키면 개더(gather)입니다. 도장이 거기까지 닿는 몇 안 되는 입력에서 값을 모읍니다.
    </>
  ),
  owners: (
    <>
      GPU에서 커널은 스캐터를 하지 않습니다. 두 호출(invocation)이 한 출력에 더하면 경쟁
      상태(race)가 되는데, WGSL에는 부동소수점 수의 원자적 덧셈이 없습니다. 그래서 호출 하나가 출력
      하나를 맡아 거꾸로 묻습니다. <i>어느 탭이, 어디에서 나에게 닿는가?</i> 출력을 가리켜 보세요.
      그것이 몇 번 호출인지 그림이 알려 줍니다.
    </>
  ),
  zeros: (
    <>
      p가 정수가 아니면 그 탭은 어떤 입력도 만나지 않습니다. 교과서에서는 입력 사이에 0을 끼워 넣은
      다음 합성곱을 합니다. 맞는 방법이지만, 그렇게 하면 일의 대부분이 0을 곱하는 것입니다.
    </>
  ),
  remainders: (
    <>
      그런데 어느 탭이 입력을 만나는지는 h를 스트라이드로 나눈 나머지에만 달려 있습니다. 세로와
      가로의 나머지가 각각 같은 출력들을 한 <b>위상(phase)</b>이라고 합니다. 위상은 모두
      stride²개이고, 탭은 저마다 한 위상에만 속하며, 위상 하나는 스트라이드가 1인 작은 합성곱입니다.
      위상 A는 출력 (0, 0)이 속한 위상입니다. 여기에 어느 탭이 속하는지는 패딩이 정합니다. r의
      나머지가 h + pad의 나머지와 같은 탭들입니다.
    </>
  ),
  kernels: (
    <>
      단순 커널(plain kernel) <code>conv.wgsl</code>은 모든 탭을 살피되 아무것도 만나지 않는 탭은
      건너뜁니다. 고속 커널의 방법은 두 가지입니다. 출력 채널이 많으면 위상을 씁니다.{' '}
      <code>convTiled.wgsl</code>의 <code>convolve_adjoint</code>가 그렇게 하며, 호출마다 한 위상의
      타일을 하나씩 맡습니다. 이미지 층의 1개나 3개처럼 출력 채널이 적으면 도장을 모두 따로따로
      메모리에 쓴 다음, 픽셀마다 호출 하나가 거기서 겹치는 도장들을 더합니다(
      <code>convStamps.wgsl</code>). 여기서도 남의 값에 더하는 호출은 없습니다.
    </>
  ),
  uneven: (
    <>
      그런데 함정이 있습니다. 커널의 크기가 스트라이드로 나누어떨어지지 않으면 어떤 위상은 다른
      위상보다 탭이 많아서, 이웃한 출력끼리 더하는 곱의 수가 다릅니다. 아래에서 가중치는 모두
      stride² / kernel²입니다. 배운 것은 하나도 없으니, 이 무늬는 층 자체에서 나온 것입니다.
      학습으로 탭 하나하나의 균형을 맞출 수는 있지만 출발점은 이 무늬입니다. 게다가 D의 스트라이드
      합성곱도 똑같이 겹치는 창들을 거쳐 그래디언트(gradient)를 되돌려 보냅니다(
      <a lang="en" href="https://distill.pub/2016/deconv-checkerboard/">
        Odena, Dumoulin, Olah 2016
      </a>
      ).
    </>
  ),
  cure: (
    <>
      해결책은 DCGAN의 커널 4와 스트라이드 2처럼 커널이 스트라이드로 나누어떨어지게 하는 것입니다.
      픽셀을 반복해 키운 다음 합성곱을 해도 됩니다. 다만 그러면 곱의 수가 같은 크기의 커널을 쓰는
      전치 합성곱의 stride²배가 됩니다.
    </>
  ),
  symbols: {
    h: '출력의 행',
    w: '출력의 열',
    p: '입력의 행',
    q: '입력의 열',
    r: '탭의 행',
    s: '탭의 열',
    y: '출력. 입력과 커널이 모두 1이면 더하는 곱의 수',
    x: '입력',
    k: '커널 가중치',
    stride: '도장 사이의 거리',
    pad: '패딩, 네 변에서 잘라 내는 폭',
    upTo: (last) => `0~${last}`,
  },
  windows: {
    label: '스캐터와 개더',
    kernel: '커널 크기',
    stride: '스트라이드',
    padding: '패딩',
    show: '출력에 표시할 것',
    colourings: { overlap: '곱의 수', phases: '위상' },
    input: (extent) => `입력, ${extent} × ${extent}`,
    inputLabel: (extent) => `입력, ${extent} × ${extent} 픽셀`,
    taps: (extent) => `커널, ${extent} × ${extent}`,
    tapsLabel: (extent) => `커널, ${extent} × ${extent}개의 탭과 각각의 위상`,
    output: (extent) => `출력, ${extent} × ${extent}`,
    outputLabel: (extent) => `출력, ${extent} × ${extent} 픽셀`,
    keys: (label) => `${label}. 화살표 키로 픽셀을 고릅니다`,
    checked: (by, outputs, equal) =>
      `출력의 수는 1로 채운 입력과 1로 채운 커널을 convTranspose2d에 넣어 ${byWhom(by)} 계산한 것입니다. ${equal ? `${outputs}개 모두 세어 본 수와 같습니다` : '세어 본 수와 다릅니다'}.`,
    failed: (fault) => `계산하지 못했습니다: ${fault}`,
    asking: '출력의 수는 세어 본 것입니다. GPU의 답은 아직 기다리는 중입니다.',
  },
  said: {
    scatter: (at, added, taps) => {
      const cut = taps - added
      const rest = cut > 0 ? ` 탭 ${taps}개 가운데 ${cut}개는 잘려 나가는 패딩에 떨어집니다.` : ''
      return `스캐터: 입력 ${at}에 커널을 곱해서, 그 곱 ${added}개를 밝아진 출력에 더합니다.${rest}`
    },
    phase: ({ phase, outputs, phases, down, right }) => {
      const all = `위상 ${phase}: 출력 ${outputs}개, ${phases}개에 하나꼴입니다.`
      return down * right === 0
        ? `${all} 이 위상에는 탭이 없어서 출력이 모두 0입니다.`
        : `${all} 탭이 ${down} × ${right}개인 커널과 스트라이드 1로 입력을 합성곱한 것입니다.`
    },
    nothing: (at, phase) =>
      `개더: 위상 ${phase}에는 출력 ${at}에 입력을 가져다줄 탭이 없습니다. 커널이 스트라이드보다 작아서 이 출력은 0으로 남습니다.`,
    gather: ({ at, phase, summed, down, right, others }) =>
      `개더: 위상 ${phase}에 속한 출력 ${at}에서는 밝아진 입력과 탭의 곱 ${summed}개(${down} × ${right})를 더합니다. 나머지 탭 ${others}개는 0을 만날 뿐이라 건너뜁니다.`,
  },
  written: {
    input: '누가 쓰는가: 입력에 딸린 호출은 없습니다. 출력을 가리키면 누가 쓰는지 알 수 있습니다.',
    phase: (phase) =>
      `누가 쓰는가: 위상 커널에는 위상 ${phase}만을 위한 호출들이 있습니다. 출력을 가리키면 누가 쓰는지 알 수 있습니다.`,
    output: (n) =>
      `채널이 하나인 ${n.extent} × ${n.extent} 출력에서 ${n.output} 자리는 누가 쓰는가. 단순 커널: ${n.row} · ${n.extent} + ${n.column} = ${n.plain}번 호출, 곧 ${n.workgroup}번 작업 그룹의 ${n.place}번 자리. 위상 커널: 위상 ${n.name}의 픽셀 ${n.within}, 그 위상의 ${n.inPhase}번 픽셀. 호출마다 픽셀 ${n.tile}개를, 위상마다 호출 ${n.tiles}개를 두므로 ${n.phase} · ${n.tiles} + ⌊${n.inPhase} / ${n.tile}⌋ = ${n.tiled}번 호출.`,
  },
  taps: {
    caption: ({ h, padding, stride }) =>
      `출력의 ${h}번 행이 커널의 행마다 묻습니다: p = (h + pad − r) / stride = (${h} + ${padding} − r) / ${stride}`,
    tap: '탭 r',
    meets: '만나는 것',
    found: {
      pixel: '입력',
      gap: '없음: 정수가 아님',
      outside: '없음: 입력 밖',
    },
  },
  phases: {
    legend: '위상 밝히기: 그 위상의 출력, 그리고 그 위상만의 작은 커널을 이루는 탭',
    button: (phase, down, right) =>
      `${phase}: ${down * right === 0 ? '탭 없음' : `${down} × ${right}`}`,
    label: '위상',
    taps: '출력 하나의 탭',
    met: '그중 입력을 만나는 탭, 위상들의 평균',
    ratio: '비율: stride²',
    work: ({ outputs, taps, withZeros, without }) =>
      `출력 ${outputs}개 × 탭 ${taps}개 = 곱 ${withZeros}개. 입력 사이와 둘레의 0을 곱하는 것까지 센 수입니다. 0을 빼면 ${without}개입니다.`,
  },
  layer: {
    known: ({ x, channels, factors, giga, withZeros }) =>
      `32 × 32 픽셀을 그리는 DCGAN에서, 생성자 G의 세 번째 블록은 4 × 4 커널과 스트라이드 2로 입력 [${x}]에서 채널 ${channels}개를 만듭니다. 위상으로 하면 ${factors} = ${giga} GFLOP입니다. 입력 사이에 0을 넣으면 ${withZeros} GFLOP이 되고, 곱셈 넷 가운데 셋은 0을 곱하는 것입니다.`,
    unknown: '커널이 4이고 스트라이드가 2인 층에서는 곱셈 넷 가운데 셋이 0을 곱하는 것이 됩니다.',
  },
  checkers: {
    label: '체커보드 무늬',
    scene: '입력',
    scenes: { flat: '균일한 회색', digit: '손글씨 숫자' },
    boards: {
      uneven: '커널 3, 스트라이드 2',
      'uneven-5': '커널 5, 스트라이드 2',
      'board-above': '첫 단계에서 정한 대로',
    },
    inputLabel: '입력 이미지',
    input: '입력',
    plain: (kernel, stride) => `지금 설정: convTranspose2d, 커널 ${kernel}, 스트라이드 ${stride}`,
    same: (kernel, stride) =>
      `그대로, 이미 나누어떨어짐: convTranspose2d, 커널 ${kernel}, 스트라이드 ${stride}`,
    nearest: (kernel, stride) =>
      `나누어떨어지는 가장 가까운 커널: convTranspose2d, 커널 ${kernel}, 스트라이드 ${stride}`,
    upsampled: (kernel, stride) =>
      `픽셀을 가로세로 ${stride}번씩 반복한 다음 conv2d, 커널 ${kernel}`,
    ripple: (ripple) => `리플 ${ripple}`,
    found: ({ kernel, stride, by, found, expected }) =>
      `커널 ${kernel}, 스트라이드 ${stride}: ${byWhom(by)} 계산했습니다. 리플(ripple)은 가장자리를 빼고 구한 (가장 밝은 값 − 가장 어두운 값) / 평균입니다. ${measured(found, expected)}. 테두리가 어두운 것은 닿는 입력이 적기 때문입니다.`,
    failed: (fault) => `계산하지 못했습니다: ${fault}`,
    asking: 'GPU에 물어보고 있습니다.',
  },
}
