// Messages in English, as the code has them, with {} for what it fills in; and their Korean, with {1} for the first
// of these, and a particle after it as {1:은}.

export type Pattern = readonly [english: string, korean: string]

export const koMessages: readonly Pattern[] = [
  [
    'this browser offers no GPU. Use a recent Chrome, Edge, Firefox or Safari with WebGPU turned on',
    '이 브라우저에서는 GPU를 쓸 수 없습니다. WebGPU를 켠 최신 Chrome, Edge, Firefox, Safari를 쓰세요',
  ],
  [
    'browsers offer WebGPU to secure pages only. Open this one by https or on localhost',
    '브라우저는 보안 페이지에서만 WebGPU를 허용합니다. 이 페이지를 https나 localhost로 여세요',
  ],
  [
    'the training thread could not be loaded. Reload the page',
    '학습 스레드를 불러오지 못했습니다. 페이지를 새로 고치세요',
  ],
  [
    'the address says {}={}, but it must be {}',
    '주소에 {1}={2}라고 되어 있지만, 값은 {3}이어야 합니다',
  ],
]
