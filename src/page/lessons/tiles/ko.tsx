// Texts of the chapter, in Korean.

import { count } from '../../core/words'
import type { en } from './en'
import { koTimes } from './koTimes'

/** The invocations of a workgroup, as a subject. */
const all = (lanes: number): string => (lanes === 1 ? '하나뿐인 호출이' : `호출 ${lanes}개가 함께`)

const each = (times: number): string => (times === 1 ? '한 번씩' : `${count(times)}번씩`)

export const ko: typeof en = {
  parts: {
    product: '합성곱은 행렬 곱',
    chunks: '한 조각씩',
  },
  title: '타일',
  aim: '작업 그룹 메모리는 누가 채우는지, 배리어는 왜 있는지, 타일이 적재를 얼마나 줄이는지, 가중치 그래디언트가 왜 어려운 합인지 말할 수 있습니다.',
  question: {
    ask: '작업 그룹 하나가 결과 24 × 8개로 된 타일을 계산합니다. 단순 커널이 같은 결과를 내려고 전역 메모리에서 적재하는 값은 이 작업 그룹이 적재하는 값의 몇 배일까요?',
    answer: 12,
    because:
      '합의 항 하나마다, 단순 커널은 곱 24 × 8개에 값을 2개씩 모두 384개를 적재합니다. 타일에는 x의 값 24개와 가중치의 값 8개, 모두 32개면 됩니다. 그리고 384 / 32 = 12입니다.',
  },
  plain: (
    <>
      단순 커널(plain kernel)에서 호출(invocation)은 곱 하나를 만들 때마다 이미지의 값 하나와
      가중치의 값 하나를 적재(load)하고는 곧 잊어버립니다. 바로 다음 채널을 맡은 이웃 호출은
      이미지의 같은 값을, 다음 창(window)을 맡은 호출은 가중치의 같은 값을 다시 적재합니다. 곱셈은
      쌉니다. 하지만 GPU가 전역 메모리(global memory)를 기다리는 데는 그 수백 배의 시간이 듭니다.
    </>
  ),
  workgroup: (
    <>
      <b>작업 그룹(workgroup)</b>은 더 잘할 수 있습니다. 여기에 속한 호출들은 결과의{' '}
      <b>타일(tile)</b> 하나를 함께 계산하고, 자기들만의 작은 메모리를 나누어 씁니다. 저마다 값을 몇
      개씩 가져와 메모리를 <b>채우고</b>, 마지막 호출이 끝낼 때까지 <b>배리어(barrier)</b>에서
      기다린 다음, 자기 합에 필요한 값을 거기서 <b>읽습니다</b>. 그러고 나면 합의 다음 부분으로
      넘어갑니다.
    </>
  ),
  product: (windows, channels) => (
    <>
      아래는 합성곱(convolution)을 그 본모습인 행렬 곱으로 그린 것입니다. x의 행은 {windows}개로
      창마다 하나씩이고, 가중치의 열은 {channels}개로 채널마다 하나씩입니다. <b>탭(tap)</b>은 창
      안의 위치 (r, s, c) 하나이며, x의 열 하나이자 가중치의 행 하나입니다.
    </>
  ),
  chunks: (
    <>
      합을 구할 때는 탭을 한 번에 <code>DEPTH</code>개씩 처리합니다. 이 묶음을 청크(chunk)라고
      합니다. 작업 그룹 메모리(workgroup memory)는 두 절반으로 나뉘어 번갈아 쓰입니다. 어떤 호출이
      아직 한쪽을 읽는 동안 다른 호출은 다른 쪽을 채워도 됩니다. 그래서 배리어는 청크마다 하나면
      충분합니다. 한 단계씩 따라가 보고, 타일의 크기를 바꿔 보고, 단순 커널도 살펴보세요.
    </>
  ),
  counting: {
    title: '적재 횟수 세기',
    text: (
      <>
        결과 a × b개로 된 타일은 합의 항 하나마다 값이 a + b개 필요하고, 그것으로 곱 a · b개를
        만듭니다. 그러니 타일이 클수록, 정사각형에 가까울수록 적재가 줄어듭니다. <code>DEPTH</code>
        는 적재 횟수와 관계가 없고, 모두가 얼마나 자주 기다려야 하는지만 정합니다.
      </>
    ),
  },
  symbols: {
    m: '결과의 행 수',
    n: '결과의 열 수',
    t: '합마다 더하는 항의 수, 곧 탭의 수',
    a: '타일의 행 수',
    b: '타일의 열 수',
    u: '호출 하나가 맡은 합들의 행 수',
    v: '호출 하나가 맡은 합들의 열 수',
    plain: '타일 없이 전역 메모리에서 적재하는 값의 수',
    tiles: '타일을 써서 전역 메모리에서 적재하는 값의 수',
    shared: '작업 그룹 메모리에서 읽는 값의 수',
  },
  within: {
    title: '타일 속의 타일',
    registers: (
      <>
        셋째 수식은 둘째 수식과 꼴이 같고, 그 까닭도 같습니다. 합을 u × v개 맡은 호출은 x의 값 u개와
        가중치의 값 v개를 레지스터에 두고 그것으로 곱 u · v개를 만듭니다. 이것도 타일입니다.
        이번에는 호출 하나의 레지스터 안에 있을 뿐입니다. ‘호출당 합’을 움직여 보세요. 전역 적재는
        그대로이고, 작업 그룹 메모리에서 읽는 값과 호출의 수는 줄어듭니다.
      </>
    ),
    alone: (
      <>
        작업 그룹 메모리 없이도 할 수 있습니다. <code>convTiled.wgsl</code>에서는 호출마다 자기
        레지스터 타일을 전역 메모리에서 곧바로 적재합니다. 아무것도 공유하지 않고 기다리는 호출도
        없으며, 적재 횟수는 바로 그 크기의 타일과 같습니다. 하지만 레지스터는 얼마 없어서 타일이
        작을 수밖에 없습니다. <code>convShared.wgsl</code>은 두 가지를 다 씁니다.
      </>
    ),
  },
  worth: {
    title: '그만한 가치가 있을까?',
    text: (
      <>
        기계에 따라 다릅니다. GPU에서 작업 그룹 메모리는 칩 안에서 호출들 바로 곁에 있습니다.
        그렇다고 가장 큰 타일이 가장 좋은 것도 아닙니다. 한 작업 그룹이 차지한 메모리는 다음 작업
        그룹이 쓸 수 없고, 모두가 배리어에서 기다리는 동안에는 다른 작업 그룹에게 할 일이 있어야
        하기 때문입니다.
      </>
    ),
    software:
      ' 이 브라우저의 어댑터는 GPU 노릇을 하는 CPU입니다. 여기서는 그 반대를 예상하세요. 메모리를 공유하면 오히려 느려집니다.',
  },
  unrolled: {
    window: '창',
    label: (n) =>
      `이미지의 ${n.window}번 창: 채널이 ${n.channels}개인 ${n.rows} × ${n.columns} 픽셀이 탭 ${n.taps}개짜리 행 하나가 됩니다`,
    image: '이미지',
    row: (row) => `x의 ${row}번 행`,
    caption: (n) =>
      `창 하나의 픽셀 ${n.rows} × ${n.columns}개에 채널이 ${n.channels}개씩 있으므로, 행 하나는 탭 ${n.taps}개입니다.`,
  },
  matrices: {
    label:
      '왼쪽 아래는 x, 오른쪽 위는 가중치, 오른쪽 아래는 둘의 곱. 지금 건드리는 값이 칠해져 있습니다',
    x: (windows, taps) => `x: 창 ${windows}개 × 탭 ${taps}개`,
    weight: (taps, columns) => `가중치: 탭 ${taps}개 × ${columns}`,
    result: '결과',
  },
  halves: {
    title: (half, holds) => `${half}번 절반: ${holds}`,
    label: (half, holds) => `작업 그룹 메모리의 ${half}번 절반: ${holds}`,
    taps: (first, last) => `탭 ${first}~${last}`,
    empty: '비어 있음',
  },
  of: (value, last) => `${value} (0~${last})`,
  walk: {
    label: '한 단계씩 보는 작업 그룹',
    kernel: '커널',
    kernels: { plain: 'conv.wgsl: 단순', tiles: 'convShared.wgsl: 타일' },
    tile: {
      rows: '타일의 행',
      columns: '타일의 열',
      depth: 'DEPTH, 청크당 탭',
      high: '호출당 합',
    },
    back: '← 이전',
    next: '다음 →',
    again: '다시 ↺',
    step: '단계',
    stepOf: (step, last, phase) => `${step} (0~${last}): ${phase}`,
    phases: { load: '적재', fill: '채우기', barrier: '배리어', read: '읽기', store: '저장' },
    group: '작업 그룹',
    lane: '호출',
    rows: (columns) =>
      `호출 하나가 더하는 행들은 서로 붙어 있지 않습니다. 그래야 나란한 호출들이 나란한 행들을 동시에 읽습니다. 호출 하나의 열 ${columns}개는 vec4 하나입니다.`,
    memory: '작업 그룹 메모리',
    noMemory: '단순 커널에는 없습니다.',
    bytes: (taken, most) => (
      <>
        {most}바이트 중 {taken}바이트 (<code>maxComputeWorkgroupStorageSize</code>)
      </>
    ),
    written: (adapter) =>
      `이 GPU(${adapter})에서 호출들이 직접 기록한 대로입니다. 칠한 칸: 이 단계에서 건드린 값. 주황색: 선택한 호출이 건드린 값. 테두리: 이 작업 그룹의 타일.`,
    failed: (fault) => `커널이 실행되지 않아 수식대로 그렸습니다: ${fault}`,
    running: '수식대로 그렸습니다. 커널은 아직 실행 중입니다.',
    global: '지금까지의 전역 적재',
    fills: '작업 그룹에 쓴 값',
    shared: '거기서 읽은 값',
  },
  say: {
    load: ({ lanes, lane, chunk, x, weight }) => ({
      what: `적재, 항 ${chunk}.`,
      all: `호출 ${lanes}개가 저마다 x의 값 하나와 가중치의 값 하나를 전역 메모리에서 적재합니다. 그런데 서로 다른 값은 x에서 ${x.numbers}개, 가중치에서 ${weight.numbers}개뿐이어서 x의 값은 ${each(x.times)}, 가중치의 값은 ${each(weight.times)} 적재됩니다.`,
      one: `${lane}번 호출은 자기 값 둘을 곱해서 더합니다.`,
    }),
    fill: ({ lanes, lane, chunk, x, weight }) => ({
      what: `채우기, 청크 ${chunk}.`,
      all: `${all(lanes)} x의 값 ${count(x.numbers)}개와 가중치의 값 ${count(weight.numbers)}개를 전역 메모리에서 ${each(x.times)} 적재해 작업 그룹 메모리에 넣습니다.`,
      one: `${lane}번 호출은 x의 값 ${x.own}개와 가중치의 값 ${weight.own}개를 가져옵니다.`,
    }),
    barrier: ({ chunk }) => ({
      what: `배리어, 청크 ${chunk}.`,
      all: '마지막 호출이 제 몫을 가져올 때까지 어떤 호출도 더 나아가지 않습니다. 한 호출이 다음에 읽을 값은 다른 호출이 가져온 것이기 때문입니다.',
      one: '배리어는 이 작업 그룹 안에서만 순서를 지킵니다. 다른 작업 그룹은 다른 줄을 실행하고 있을 수 있습니다.',
    }),
    read: ({ lane, chunk, x, weight, products }) => ({
      what: `읽기, 청크 ${chunk}.`,
      all: `아무것도 적재하지 않습니다. 작업 그룹 메모리에 있는 x의 값은 각각 호출 ${count(x.times)}개가, 가중치의 값은 각각 호출 ${count(weight.times)}개가 읽습니다.`,
      one: `${lane}번 호출은 x의 값 ${x.own}개와 가중치의 값 ${weight.own}개를 읽어 곱 ${count(products)}개를 만듭니다. 읽은 값을 레지스터에 두고 자기 합 모두에 쓰기 때문입니다.`,
    }),
    store: ({ lanes, lane, stored }) => ({
      what: '저장.',
      all: `합은 줄곧 레지스터에 있었습니다. 이제 ${all(lanes)} 그 합을 저장(store)합니다.`,
      one: `${lane}번 호출은 ${stored}개를 저장합니다.`,
    }),
  },
  loads: {
    label: '디스패치 한 번의 적재',
    caption: '디스패치(dispatch) 한 번에 옮기는 값의 수: 수식으로 구한 수 / 이 GPU에서 세어 본 수',
    kernels: { plain: '단순', tiles: '타일' },
    rows: {
      global: '전역 적재',
      fills: '작업 그룹 메모리에 씀',
      shared: '작업 그룹 메모리에서 읽음',
    },
    failed: (fault) => `커널이 실행되지 않았습니다: ${fault}`,
    running: '커널을 실행하고 있습니다.',
    verdict: ({ ratio, plain, tiles }) =>
      `타일을 쓰면 값을 적재하는 횟수가 ${ratio}분의 1로 줄어듭니다. (값의 개수로 센 것입니다. 적재 명령 하나는 vec4로 값 네 개를 가져옵니다.) float64로 구한 합과의 차이는 반올림 오차 단위로 단순 커널이 최대 ${plain}, 타일 커널이 최대 ${tiles}입니다. 테스트는 8까지 허용합니다.`,
  },
  ...koTimes,
}
