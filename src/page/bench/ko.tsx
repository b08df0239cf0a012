// Texts of the view Bench, in Korean.

import { count } from '../core/words'
import type { en } from './en'

const about = (seconds: number): string =>
  seconds <= 90 ? `약 ${seconds}초` : `약 ${Math.round(seconds / 60)}분`

export const ko: typeof en = {
  status: {
    opening: 'GPU를 찾는 중…',
    ready: '준비되었습니다.',
    stopping: '이 측정을 마치면 멈춥니다…',
    waiting: 'GPU를 기다리는 중…',
    stoppedBefore: '시작하기 전에 멈췄습니다.',
    limits: '이 어댑터의 한계를 측정하는 중…',
    kernels: '커널을 측정하는 중…',
    done: (measured, time) => `마쳤습니다: 항목 ${count(measured)}개를 ${time} 동안 측정했습니다.`,
    stopped: (measured, all, view) => {
      const why = view === undefined ? '' : `‘${view}’ 화면이 GPU를 써야 해서 `
      return `${why}멈췄습니다: 항목 ${count(all)}개 중 ${count(measured)}개를 측정했습니다.`
    },
  },
  bar: {
    label: '측정',
    measure: '측정',
    stop: '멈춤',
    download: 'JSON 내려받기',
    compare: '파일과 비교…',
    expected: (many, seconds, software) =>
      `항목 ${count(many)}개와 이 어댑터의 한계: ${software ? '이 CPU에서' : '여기서'} ${about(seconds)} 걸립니다.`,
    progress: '측정한 항목',
    left: (done, total, seconds) => `${total}개 중 ${done}개, ${about(seconds)} 남음`,
  },
  earlier: {
    label: '이전 보고서',
    unreadable: (file, why) =>
      `${file} 파일과는 비교할 수 없습니다: ${why}. 여기서 내려받았거나 ganvas bench --json으로 만든 파일을 고르세요.`,
    against: (day, adapter, runtime) => `: 비교 대상은 ${day}, ${runtime}의 ${adapter}`,
    another: (adapter, runtime) => `. 지금은 다른 어댑터인 ${runtime}의 ${adapter}`,
    of: (day, adapter, runtime) => `: ${day}, ${runtime}의 ${adapter}`,
    none: '양쪽에 다 있는 항목이 없습니다',
    mean: (mean, many) => `${many}개의 기하 평균 ${mean}, 1보다 크면 전보다 빠릅니다`,
    press: '‘측정’을 누르면 항목마다 비교합니다.',
    stop: '비교 끝내기',
  },
  filters: {
    label: '측정할 항목',
    kernels: '커널',
    kernelsHint: '‘일부’는 종류마다 층을 한두 개씩 고른 것입니다',
    selection: '일부',
    all: '전체',
    pass: '패스',
    every: '모두',
    passes: { forward: '순전파', gradient: '그래디언트', step: '옵티마이저 한 단계' },
    contains: '층 이름에 포함된 글자',
    quick: '빠르게',
    quickHint: '짧고 덜 정확하게 측정해 먼저 훑어봅니다',
  },
  limits: {
    title: '이 어댑터의 한계',
    peak: '곱셈-덧셈',
    memory: '메모리',
    cache: '캐시',
    workgroup: '작업 그룹 메모리',
    dispatch: '디스패치 하나 더',
    independent: (time) => `앞의 것에 의존하지 않으면 ${time} µs`,
    submit: '제출(submit) 하나 더',
    adapter: (name, timing) =>
      `${name}, 측정 방법: ${timing === 'timestamps' ? '타임스탬프' : '벽시계(wall clock)'}`,
    form: (kind, chains, unroll, workgroup) =>
      `${kind}, 체인 ${chains}개, ${unroll}번 펼침, 작업 그룹 ${workgroup}`,
    scalar: '스칼라',
  },
  roofline: {
    title: '루프라인',
    by: '바이트당 FLOP에 따른 GFLOP/s',
    across: '바이트당 FLOP',
    label: '루프라인의 커널',
    point: '커널을 가리키거나 화살표 키를 쓰세요.',
    without: (many) => `계산이 없는 커널 ${many}개는 표에만 있습니다.`,
    at: (gflops, intensity) => `${gflops} GFLOP/s, 바이트당 ${intensity} FLOP`,
    shares: (peak, bandwidth) => `. 최고 성능의 ${peak}, 대역폭의 ${bandwidth}`,
    legend: { peak: '곱셈-덧셈', cache: '캐시', memory: '메모리' },
    families: {
      products: '합성곱, 행렬 곱',
      norms: '정규화',
      elements: '원소별 연산',
      sums: '합, 손실',
      moves: '데이터 옮기기',
      others: '난수, 옵티마이저',
    },
  },
  rows: {
    caption: (
      <>
        <strong>커널.</strong> 한 번 실행하는 시간의 중앙값과, 한계에 대한 비율입니다. 100 %가
        넘으면 캐시의 도움을 받은 것입니다.
      </>
    ),
    kernel: '커널',
    layer: '층과 입력의 모양',
    heads: ['ms', 'GFLOP/s', '최고 성능 대비', 'GB/s', '대역폭 대비'],
    against: '이전 / 지금',
    twice: '같은 커널을 두 번',
    range: ([least, low, middle, high, most]) =>
      `${middle} (절반은 ${low}–${high}, 모두는 ${least}–${most})`,
  },
}
