// Texts of the chapter, in Korean.

import { count } from '../../core/words'
import type { en } from './en'
import { koTimes } from './koTimes'

export const ko: typeof en = {
  parts: {
    recorded: '기록된 단계',
    rows: '순전파는 아래로, 역전파는 위로',
    letters: '썽크가 계산하는 것',
  },
  title: '테이프',
  aim: '학습 단계가 GPU에게 무엇인지, 테이프를 거꾸로 되짚으며 무엇을 하는지, 어떤 그래디언트가 끝내 계산되지 않는지, 커널의 시간을 어떻게 재는지 말할 수 있습니다.',
  question: {
    ask: '64 × 64 픽셀용 D에는 편향이 없는 합성곱 다섯 개와 배치 정규화 세 개가 있고, 배치 정규화마다 가중치와 편향이 하나씩 있습니다. D의 매개변수에 대한 썽크 가운데, G의 단계가 만들고도 한 번도 부르지 않는 것은 몇 개일까요?',
    answer: 11,
    because:
      '매개변수마다 하나입니다: 5 + 3 · 2 = 11. G의 손실은 이 모두에 따라 달라지지만, G의 단계는 G의 매개변수에 대한 그래디언트만 요청합니다.',
  },
  intro: (
    <>
      학습 단계(step)는 한 번 실행될 뿐 아무것도 계산하지 않는 TypeScript 코드입니다. 연산(op)마다
      자기 <b>디스패치</b>(dispatch)를 목록에 덧붙이고, 자신을 <b>테이프</b>(tape)에 올립니다.
      테이프에 오르는 것은 입력과 출력, 그리고 입력마다 하나씩 있는 <b>썽크</b>(thunk)입니다. 썽크는
      그 입력의 그래디언트(gradient)를 계산할 디스패치를 덧붙이는 함수입니다. 그다음부터 GPU가 이
      목록을 수천 번 재생하며, TypeScript는 다시 실행되지 않습니다.
    </>
  ),
  recorded: (
    <>
      이것은 꾸며 낸 그림이 아니라 <code>capture</code>가 여기서 기록한 단계입니다. 아주 작은
      DCGAN이며, 이미지는 32 × 32, 채널 너비는 2, 배치는 8입니다. 보이는 그림은 디스패치들이 쓴
      값이고, 0은 중간 회색입니다. 숫자 하나뿐인 것은 숫자 그대로 적혀 있습니다.
    </>
  ),
  steps: {
    legend: '기록한 단계',
    D: 'D의 단계',
    G: 'G의 단계',
    apart: 'D의 단계, 진짜와 가짜를 따로',
  },
  recording: '단계를 기록하고 있습니다.',
  counts: {
    own: (dispatches, backward) =>
      `디스패치 ${dispatches}개, 그 가운데 ${backward}개가 역전파입니다.`,
    iteration: (ofD, ofG) =>
      `반복(iteration) 한 번에 D의 단계에서 ${ofD}개, G의 단계에서 ${ofG}개를 디스패치하며, G의 단계에는 앞선 D의 단계가 필요합니다.`,
    goesOn: (first) => `번호는 D의 단계에서 이어져, 이 단계는 ${first}번부터 시작합니다.`,
  },
  kinds: {
    before: '테이프에 앞서',
    forward: '순전파',
    backward: '역전파',
    sum: '두 그래디언트의 합',
    update: '테이프 다음에',
  },
  stages: {
    'draw noise': '손글씨 숫자와 잡음 뽑기',
    generate: '생성',
    'D on real and fake': '진짜와 가짜를 D에',
    "D's gradients": 'D의 그래디언트',
    "D's update": 'D의 갱신',
    'D on fake again': '가짜를 다시 D에',
    'gradients through D into G': 'D를 거쳐 G로 가는 그래디언트',
    "G's update": 'G의 갱신',
  },
  kernels: {
    tick: '시드, 잡음을 뽑은 횟수, 배치, 반복을 이어서 셉니다. 뒤의 커널들이 이 값을 읽습니다.',
    gather: '이 배치의 손글씨 숫자를 복사하고, 바이트를 −1에서 1까지의 수로 바꿉니다.',
    normal: '잡음 z를 정규 분포에서 뽑습니다.',
    convolve: '합성곱(convolution)입니다. conv2d의 순전파와 convTranspose2d의 ∂x를 계산합니다.',
    convolve_adjoint:
      '합성곱의 수반 연산(adjoint)입니다. convTranspose2d의 순전파와 conv2d의 ∂x를 계산합니다. 뒤에 overlay가 오면 작은 이미지의 픽셀마다 도장(stamp)을 하나씩 만듭니다.',
    overlay: '그 도장들이 큰 이미지에서 겹치는 곳을 더합니다.',
    weight_gradient: '합성곱 가중치의 그래디언트를 모든 픽셀과 이미지에 걸쳐 더합니다.',
    sum_splits: '여러 작업 그룹(workgroup)이 동시에 만든 부분합들을 더합니다.',
    chunk_moments: '채널마다 평균과 분산을 청크(chunk) 단위로 구합니다.',
    merge_moments: '청크들의 평균과 분산을 합칩니다.',
    merge_and_track: '청크들을 합치고, 누적 통계(running statistics)도 갱신합니다.',
    fold_moments: '청크들의 평균과 분산을 합칩니다. 채널마다 작업 그룹 하나가 맡습니다.',
    fold_and_track: '위와 같고, 누적 통계도 갱신합니다.',
    normalise:
      '정규화하고 배율(scale)과 이동(shift)을 적용하며, 뒤에 오는 활성화 함수도 같은 패스에서 계산합니다.',
    chunk_gradients: '배치 정규화의 그래디언트에 필요한 합들을 청크 단위로 구합니다.',
    merge_gradients: '청크들의 합을 합칩니다. 여기서 가중치와 편향의 그래디언트가 나옵니다.',
    fold_gradients: '위와 같습니다. 채널마다 작업 그룹 하나가 맡습니다.',
    input_gradient: '그 합들에서 배치 정규화의 ∂x를 구합니다.',
    leaky_relu: '음수에 0.2를 곱합니다.',
    leaky_relu_backward: '그래디언트에 1을 곱하거나, x가 음수였던 곳에서는 0.2를 곱합니다.',
    tanh_forward: '숫자마다 tanh를 구합니다.',
    tanh_backward: '그래디언트에 1 − y²을 곱합니다.',
    slice: '배치 절반의 점수를 잘라 냅니다.',
    concat: '두 절반의 점수에 대한 그래디언트를 다시 이어 붙입니다.',
    score_loss: '점수의 손실을 구하고, 같은 패스에서 점수마다 손실의 기울기도 구합니다.',
    add: '두 텐서를 숫자끼리 더합니다.',
    advance: '옵티마이저(optimiser)의 단계를 이어서 세고, Adam이 나눌 때 쓰는 보정값도 갱신합니다.',
    adam: '신경망의 모든 매개변수를 움직입니다.',
    note: '두 손실과 평균 점수를 적어 둡니다. 나중에 페이지가 읽습니다.',
  },
  halves: { real: '(진짜)', fake: '(가짜)' },
  bytes: (bytes) => `${bytes}바이트`,
  shown: {
    name: '디스패치 하나',
    back: '이전',
    next: '다음',
    upTo: '여기까지 재생할 디스패치',
    place: (dispatch, last) => `${dispatch} (마지막: ${last})`,
    what: ({ index, entry, shader, kind, op, input }) => (
      <>
        <b>
          {index} <code>{entry}</code>
        </b>{' '}
        (<code>{shader}</code>): {kind}
        {op && `, ${op}`}
        {input && `, ${input}의 썽크`}
      </>
    ),
    stage: '학습 단계에서 맡은 부분',
    workgroups: '작업 그룹(workgroup)',
    groups: (workgroups, invocations) => `${workgroups}개, 각각 호출(invocation) ${invocations}개`,
    reads: '읽기 전용 바인딩',
    writes: '읽기·쓰기 바인딩',
    alone: '혼자 걸리는 시간',
    measure: '아직 재지 않음',
    picture: (binding) => `${binding}, 0은 중간 회색`,
    numbers: (first, most) => `${first}, …; 크기는 최대 ${most}`,
    running: '실행 중…',
    ran: (dispatches) => `디스패치 ${count(dispatches)}개를 하나씩 제출(submit)해 실행했습니다.`,
    same: '확인함: 여기서 멈춘 결과가 전체를 재생한 결과와 비트까지 똑같습니다.',
    other: '확인함: 여기서 멈춘 결과가 전체를 재생한 결과와 비트가 다릅니다.',
    there: (all, of, there) => `${of}의 그래디언트 ${all}개 가운데 ${there}개가 나와 있습니다.`,
    kernels: '이 단계의 커널이 저마다 하는 일',
  },
  rows: {
    text: (
      <>
        한 행이 연산 하나이고, 기록된 순서대로 놓여 있습니다. 순전파로 실행된 것은 아래로, 이어서
        역전파로 실행된 것은 위로 읽으세요. <code>gradients(loss, parameters)</code>는 손실에서
        그래디언트 1로 시작해, 연산마다 출력의 그래디언트를 주며 그 연산의 썽크들을 부릅니다.
        디스패치의 번호를 보면 알 수 있습니다. 행을 가리키거나 누르면 그 행이 여기에서도, 시간
        막대에서도 밝아집니다. 디스패치를 누르면 그것이 쓴 값을 표 위에서 크게 볼 수 있습니다.
      </>
    ),
    name: '테이프',
    op: '연산',
    down: '순전파, 아래로',
    up: '역전파, 위로: 연산의 썽크들',
    forward: '순전파',
    backward: '역전파 ↑',
    view: '뷰(view): 디스패치할 것이 없음',
    shared: 'D의 단계에서 실행됨',
    unreached: '닿지 않음: 썽크를 만들지 않음',
    made: '불리지 않음',
    unmade: '닿지 않음',
    added: '더한 것:',
    unchanged: '1을 그대로 넘김',
    written: (dispatch, entry) => `${dispatch} ${entry}에서 이미 씀`,
    writtenForward: (dispatch, entry) => `${dispatch} ${entry}에서 이미 씀, 순전파 때`,
  },
  letters: {
    text: (
      <>
        썽크가 하는 일은 그 연산의 연쇄 법칙입니다. 출력 y에 대한 그래디언트를 받아, 입력 x에 대한
        그래디언트를 계산합니다. 어떤 연산은 값을 구할 때 기울기도 함께 구해 둡니다. 그러면 썽크는
        그것을 건네주기만 합니다. 손실이 그렇습니다. 점수마다 손실의 도함수는 순전파 때 이미 써
        두었고, 디스패치할 것이 있는 첫 썽크는 그다음에 나옵니다.
      </>
    ),
    L: '손실, 마지막 연산이 내놓는 값',
    y: '선택한 연산의 출력',
    x: '그 연산의 입력 가운데 하나',
    byY: '출력에 대한 손실의 그래디언트, 썽크가 받는 것',
    byX: '입력에 대한 손실의 그래디언트, 썽크가 계산하는 것',
    J: 'x에 따라 y가 어떻게 변하는지를 전치한 것. 커널이 이것을 곱하지만, 어디에도 적어 두지 않습니다',
    numbers: (size) => `숫자 ${size}개`,
    dispatched: (size, dispatches) => `숫자 ${size}개, 디스패치 ${dispatches}에서`,
    notDispatched: (size) => `숫자 ${size}개, 자기 디스패치 없음`,
    wouldHave: (y, x) => `적는다면 숫자 ${y} × ${x}개`,
  },
  never: {
    title: '그래디언트가 멈추는 곳',
    text: (
      <>
        불리는 것은 요청된 매개변수로 가는 길에 있는 썽크뿐입니다. D의 단계에서는 이미지의
        그래디언트가 필요 없습니다. 그래서 되짚는 길은 D의 첫 층에서 끝나고, G의 연산에는 닿지도
        않습니다. PyTorch는 이를 위해 <code>detach()</code>를 둡니다. G의 단계에서는 그래디언트가
        D를 <i>통과해야</i> 하므로 D의 <code>∂x</code>를 모두 계산합니다. 하지만 D의 가중치에 대한
        그래디언트는 요청하지 않습니다. D의 가중치 썽크는 있지만 불리지 않습니다. 잡음 z의 썽크도
        마찬가지입니다. 이렇게 가장 비싼 커널 몇 개를 아낍니다.
      </>
    ),
    name: '실행되지 않은 썽크',
    said: ({ ran, made, unreached }) => (
      <>
        썽크 <b>{ran}</b>개가 불렸습니다. <b>{made}</b>개는 만들어졌지만 불리지 않았고, 연산{' '}
        <b>{unreached}</b>개에는 아예 닿지 않았습니다.
      </>
    ),
    made: '만들어졌지만 불리지 않음',
    of: (shape, op) => `${shape}, ${op}의 입력`,
    unreached: '닿지 않음',
    none: '없음: 모든 연산을 그래디언트가 지나갔습니다.',
  },
  ...koTimes,
}
