// Texts of the chapter, in Korean.

import type { en } from './en'

export const ko: typeof en = {
  parts: {
    batch: '배치의 채널 하나',
    formula: '수식',
    digits: '한 번만 훑으면 될까?',
    zeros: '0이 되는 두 합',
  },
  title: '배치 정규화',
  aim: '순전파와 역전파에서 무엇을 몇 번 축약하는지, 비용이 얼마나 드는지, GAN의 어디에는 두면 안 되는지 말할 수 있습니다.',
  question: {
    ask: 'x의 모양은 N, H, W, C 순서로 [32, 16, 16, 64]입니다. 평균 하나는 숫자 몇 개를 평균한 것일까요?',
    answer: 8192,
    because:
      '채널 64개마다 평균이 하나씩 있고, 모든 이미지와 픽셀에 걸쳐 구합니다: 32 × 16 × 16 = 8,192.',
  },
  intro: (
    <>
      GAN의 층과 층 사이에서는 숫자가 제자리에 머물지 않습니다. 어떤 채널은 커지고 어떤 채널은
      죽습니다. 배치 정규화(batch norm)는 채널마다 배치 전체의 평균과 분산을 구해, 평균을 빼고
      표준편차로 나눕니다. 그 대신 채널이 어디에 있어야 할지는 학습되는 숫자 두 개가 정합니다.
    </>
  ),
  drag: (
    <>
      숫자 하나를 끌어 보세요. 같은 채널의 y가 모두 움직입니다. 평균 하나와 분산 하나를 다 같이 쓰기
      때문입니다. 다른 채널은 움직이지 않습니다. 자기 평균과 분산이 따로 있습니다.
    </>
  ),
  batch: {
    name: '배치 하나',
    random: '무작위 숫자',
    layer: '생성자에서 가져오기',
    origin: {
      hand: (rows) => `채널마다 숫자 ${rows}개, 손으로 골랐습니다.`,
      random: (rows) => `채널마다 숫자 ${rows}개, 무작위로 뽑았습니다.`,
      example: (rows) =>
        `채널마다 숫자 ${rows}개, 생성자의 첫 층이 z ${rows}개를 받아 한 픽셀에 내놓는 값입니다(학습된 예제).`,
      paper: (rows) =>
        `채널마다 숫자 ${rows}개, 생성자의 첫 층이 z ${rows}개를 받아 한 픽셀에 내놓는 값입니다(학습된 예제, 단순한 반복문으로 계산).`,
      run: (rows, step) =>
        `채널마다 숫자 ${rows}개, 생성자의 첫 층이 z ${rows}개를 받아 한 픽셀에 내놓는 값입니다(내 학습의 ${step}번째 단계).`,
    },
    onPaper: '여기에는 GPU가 없어 이 페이지가 float64로 계산했습니다.',
    onGpu: '이 GPU로 계산했습니다.',
    asking: '지금은 이 페이지가 계산한 값입니다. GPU가 계산하고 있습니다.',
  },
  channel: {
    title: (channel) => `채널 ${channel}`,
    moments: (mean, variance) => `평균 ${mean}, 분산 ${variance}`,
    pick: (channel) =>
      `채널 ${channel}의 숫자들. 위아래 화살표로 하나를 고르고, 좌우 화살표로 옮깁니다`,
    drag: '숫자 하나를 끌어 보세요.',
    picked: ({ place, all, x, y }) => `${all}개 중 ${place}번째 숫자: x = ${x}, y = ${y}.`,
    scale: '배율 γ',
    shift: '이동 β',
  },
  symbols: {
    x: '고른 숫자',
    normal: '같은 숫자를 평균 0, 분산 1로 맞춘 값',
    mean: '그 채널의 평균',
    variance: '그 채널의 분산',
    epsilon: '0으로 나누지 않기 위한 값',
    weight: '배율(scale), 학습되는 값',
    bias: '이동(shift), 학습되는 값',
    y: '출력',
    gradX: '∂loss/∂x, 고른 숫자에 대해',
    g: '∂loss/∂y, 같은 숫자에 대해',
    m: '한 채널에 든 숫자의 개수',
    sum: '채널 전체의 합',
  },
  reductions: {
    title: '축약 두 번',
    text: ([N, H, W]) => (
      <>
        채널 전체에 대한 합은 <b>축약(reduction)</b>입니다. 숫자 {N} × {H} × {W} = {N * H * W}개가
        들어가 하나가 나옵니다. 채널마다 호출(invocation) 하나만 쓰면 GPU 대부분이 놀게 됩니다.
        그래서 호출마다 청크(chunk) 하나씩을 맡고, 두 번째 디스패치(dispatch)가 청크들을 합칩니다.
        두 축약, 곧 평균과 분산은 함께 구하므로 둘을 위한 디스패치는 모두 두 번입니다. 평균과 분산을
        알기 전에는 y를 하나도 쓸 수 없습니다.
      </>
    ),
    name: '디스패치 목록',
    legend: (
      <>
        막대의 길이: 읽고 쓰는 바이트. 색: <span class="forward">순전파</span>,{' '}
        <span class="backward">역전파</span>.
      </>
    ),
    what: {
      chunk_moments: () => '숫자들의 청크마다 평균과 편차 제곱합, 호출 하나에 청크 하나',
      merge_moments: () => '한 채널의 청크들을 정해진 순서로 합침',
      merge_and_track: () => '위와 같고, 누적 통계도 갱신함',
      fold_moments: () => '한 채널의 청크들을 작업 그룹이 나누어 정해진 순서로 합침',
      fold_and_track: () => '위와 같고, 누적 통계도 갱신함',
      normalise: (each) => `숫자마다 y 하나, 호출 하나에 ${each}개`,
      chunk_gradients: () => '청크마다 Σ g와 Σ g · x̂',
      merge_gradients: () => '한 채널의 청크들을 합침',
      fold_gradients: () => '한 채널의 청크들을 작업 그룹이 나누어 합침',
      input_gradient: (each) => `두 합에서 숫자마다 ∂x 하나, 호출 하나에 ${each}개`,
    },
    pass: { forward: '순전파', backward: '역전파' },
    dispatch: ({ pass, workgroups, workgroup, bytes }) =>
      `${pass}, 호출 ${workgroup}개짜리 작업 그룹(workgroup) ${workgroups}개, ${bytes}`,
    bytes: ({ shape, bytes, dispatches, own }) =>
      `모양이 ${shape}인 x와 그 그래디언트: 디스패치 ${dispatches}번에 읽고 쓰는 양이 ${bytes}(바인딩된 버퍼의 크기)이고, x 자체는 ${own}입니다.`,
    asking: '워커의 답을 기다리는 중입니다.',
  },
  digits: {
    text: (
      <>
        한 번에 훑으면서 Σx와 Σx²을 모으기만 하면 되지 않을까요? 분산은 제곱의 평균에서 평균의
        제곱을 뺀 것입니다. 0에서 멀면 그 둘이 거의 같아서, float32에는 차이를 나타낼 자릿수가 얼마
        남지 않습니다. 모든 숫자에 큰 수를 더해 보세요. 분산은 그대로인데 지름길로 가면 그 값을
        잃어버립니다. 커널은 청크의 첫 숫자에서 떨어진 거리로 청크의 평균을 구한 다음, 그 평균에서
        떨어진 거리를 제곱합니다.
      </>
    ),
    name: '잃어버린 자릿수',
    offset: '채널 0의 모든 숫자에 더할 값',
    variance: '분산',
    kernel: '이 GPU의 커널',
    noGpu: 'GPU가 없음',
    naive: '제곱의 평균 빼기 평균의 제곱',
    below: '0보다 작습니다. 분산은 제곱의 평균이니 있을 수 없는 값입니다.',
    zero: '0입니다. 모든 숫자가 같다는 말이 됩니다.',
  },
  backward: {
    title: '역전파: 축약 두 번 더',
    text: (
      <>
        ∂loss/∂y를 g라고 씁시다. 고른 y를 그대로 손실로 삼으면 g는 그 자리에서 1이고 나머지에서는
        0입니다. 그 자리의 x가 평균과 분산을 움직였고, 그 둘을 통해 채널의 모든 숫자를 움직였습니다.
        그래서 채널의 <b>모든</b> x가 그래디언트(gradient)를 받으며, 저마다 Σ&nbsp;g와
        Σ&nbsp;g&nbsp;·&nbsp;x̂이 먼저 있어야 합니다.
      </>
    ),
    name: '역전파',
    caption: (y, channel) => `채널 ${channel}의 각 x에 대한 y${y}의 그래디언트`,
    bars: (gradients) => `그래디언트: ${gradients}`,
    bias: 'Σ g, 곧 ∂β',
    weight: 'Σ g · x̂, 곧 ∂γ',
    zeros: (
      <>
        x의 그래디언트들은 더하면 0이고, x̂과 곱해서 더해도 0입니다. 채널 전체를 옮기거나 늘여도 y는
        바뀌지 않으므로 그렇게 하라는 그래디언트는 없습니다. 두 번째 0은 ε이 없을 때만 정확합니다.
        ε은 x와 함께 늘어나지 않습니다.
      </>
    ),
  },
  cost: {
    title: '비용',
    text: (
      <>
        배치 정규화는 계산하는 것이 거의 없는데도 모든 숫자가 메모리를 여러 번 거칩니다.
        합성곱(convolution)은 바이트마다 부동소수점 연산(FLOP)을 100번 넘게 합니다. GPU는 1바이트를
        옮기는 동안 1 FLOP보다 훨씬 많은 계산을 할 수 있으니, 여기서는 메모리를 기다리게 됩니다.
        그래서 배치 정규화를 빠르게 하려면 덜 옮겨야 합니다. Ganvas는 그 뒤에 오는 활성화 함수를
        같은 패스에서 계산합니다.
      </>
    ),
    caption: 'DCGAN에서 D의 두 번째 블록, 이미지 64장, 순전파',
    op: '연산',
    flopPerByte: '바이트당 FLOP',
    here: '여기서 잰 ms',
    moved: (card, bars) =>
      `이 표는 x와 y를 한 번씩만 셉니다: ${card.mb} MB, 바이트당 ${card.flopPerByte} FLOP. 위 막대들이 말하듯 순전파 커널 세 개가 옮기는 양은 ${bars.mb} MB입니다: 바이트당 ${bars.flopPerByte} FLOP.`,
    measure: '이 어댑터에서 측정',
    measuring: '측정 중…',
    cards:
      'FLOP과 바이트는 라이브러리가 연산마다 카드에 적어 둔 값입니다. 어느 바이트든 한 번만 셉니다.',
    share: ({ flop, time, mega }, convMega) =>
      `배치 정규화의 계산량은 합성곱의 1/${flop}(${mega} 대 ${convMega} MFLOP)이고, 걸리는 시간은 1/${time}입니다.`,
    rest: '계산에 드는 것보다 더 걸린 시간은 메모리를 오가고 디스패치를 시작하는 데 쓰입니다.',
    software:
      '여기서는 CPU가 GPU 노릇을 하느라 계산이 느립니다. GPU에서는 배치 정규화가 차지하는 몫이 더 클 것입니다.',
  },
  without: {
    title: 'D의 입력과 G의 출력에는 왜 없는가',
    atInput: (
      <>
        D 앞에 배치 정규화를 두면 한 배치의 모든 이미지에 공통된 것, 곧 얼마나 밝은지와 대비가
        얼마나 큰지가 사라집니다. 손글씨 숫자 여덟 장에 안개를 씌워 보세요. 안개는 첫 줄에서만
        보입니다.
      </>
    ),
    atOutput: (
      <>
        G가 회색 위에 회색으로 그려도 D는 알 길이 없습니다. G의 출력에서는 같은 일이 반대쪽에서
        일어납니다. G가 무엇을 하든 배치는 늘 같은 평균과 같은 대비로 나갑니다. 게다가 배치에 든 흰
        이미지 한 장이 나머지 일곱 장을 바꿉니다. ‘여덟 번째 이미지를 모두 흰색으로’를 켜고 얼마나
        바뀌는지 보세요. 그래서 DCGAN은 이 두 곳만 빼고 모든 곳에 배치 정규화를 둡니다(
        <a lang="en" href="https://arxiv.org/abs/1511.06434">
          Radford, Metz, Chintala 2015
        </a>
        ).
      </>
    ),
    inference: (
      <>
        학습이 끝난 뒤에는 한 이미지가 다른 이미지에 조금도 기대어서는 안 됩니다. 그래서 학습하는
        동안 채널마다 누적 통계(running statistics)를 남깁니다. 평균과 분산을 옛 값의 10분의 9와
        배치 값의 10분의 1로 섞은 것입니다. 추론(inference), 곧 학습된 신경망으로 그릴 때는 이
        값으로 정규화하므로, 배율과 이동이 고정되고 축약은 없습니다.
      </>
    ),
  },
  foggy: {
    name: '손글씨 숫자 여덟 장',
    fog: '배치에 씌운 안개',
    shade: '안개의 밝기',
    blank: '여덟 번째 이미지를 모두 흰색으로',
    moments: (mean, deviation) => `평균 ${mean}, 표준편차 ${deviation}`,
    before: '배치 정규화가 없을 때 D가 보는 것',
    beforeLabel: '안개 뒤의 손글씨 숫자 여덟 장',
    after: '배치 정규화 뒤에 D가 보는 것, γ = 1, β = 0',
    afterLabel: '배치 전체로 정규화한 같은 손글씨 숫자들',
    coming: '손글씨 숫자 여덟 장을 불러오는 중입니다.',
    change: (deviations) =>
      `안개가 정규화된 픽셀을 가장 많이 바꾼 양: 표준편차의 ${deviations}배. 모두 ε 때문입니다.`,
    makeWhite:
      '여덟 번째 이미지를 흰색으로 만들어 보세요. 배치 정규화를 거치기 전에는 나머지 일곱 장이 그대로입니다.',
    others: (deviations) =>
      `흰 이미지 때문에 나머지 일곱 장의 픽셀이 배치 정규화를 거친 뒤에 표준편차의 ${deviations}배까지 움직였습니다. 거치기 전에는 그대로인데도 그렇습니다.`,
  },
}
