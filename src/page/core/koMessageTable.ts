// Messages in English, a sentence or a part each, as the code has them, with {} for what it fills in; and their
// Korean, with {1} for the first of these, and {1:은} with the particle that fits it. Messages on files: koFileTable.ts.

export type Pattern = readonly [english: string, korean: string]

export const koMessages: readonly Pattern[] = [
  // The browser and its GPU.
  ['this browser offers no GPU', '이 브라우저에서는 GPU를 쓸 수 없습니다'],
  [
    'Use a recent Chrome, Edge, Firefox or Safari with WebGPU turned on',
    'WebGPU를 켠 최신 Chrome, Edge, Firefox, Safari를 쓰세요',
  ],
  [
    'browsers offer WebGPU to secure pages only',
    '브라우저는 보안 페이지에서만 WebGPU를 허용합니다',
  ],
  ['Open this one by https or on localhost', '이 페이지를 https나 localhost로 여세요'],
  ['the training thread could not be loaded', '학습 스레드를 불러오지 못했습니다'],
  ['Reload the page', '페이지를 새로 고치세요'],
  ['the GPU device was lost ({}): {}', 'GPU 장치와의 연결이 끊겼습니다({1}): {2}'],
  ['the GPU refused a command: {}', 'GPU가 명령을 거부했습니다: {1}'],
  ['the GPU has no memory left: {}', 'GPU 메모리가 모자랍니다: {1}'],
  [
    'Take a smaller width, batch size or image size, or fewer images',
    '너비, 배치, 이미지 크기를 줄이거나 이미지 수를 줄이세요',
  ],
  ['the adapter gives no device: {}', '어댑터가 장치를 내주지 않습니다: {1}'],
  ['The browser offers no other: restart it', '다른 GPU도 없습니다. 브라우저를 다시 시작하세요'],
  ['Start opens it again', '‘시작’을 누르면 다시 엽니다'],
  [
    'The GPU was lost, and the browser offers no other',
    'GPU 연결이 끊겼고, 브라우저에 다른 GPU도 없습니다',
  ],
  ['Restart the browser to go on with {}', '브라우저를 다시 시작하면 {1}부터 이어 갑니다'],
  [
    'Continue opens it again and goes on with {}',
    '‘계속’을 누르면 GPU를 다시 열고 {1}부터 이어 갑니다',
  ],
  ['step {}', '{1}단계'],
  ['Save works now, without a GPU', '저장은 GPU 없이 지금 할 수 있습니다'],
  [
    'The GPU was lost and opened again; the run went back to step {}',
    'GPU 연결이 끊겨 다시 열었습니다. 학습은 {1}단계로 돌아갔습니다',
  ],
  ['the GPU of this translation was lost', '이 변환의 GPU 연결이 끊겼습니다'],
  ['Press Continue or Start', '‘계속’이나 ‘시작’을 누르세요'],
  ['the GPU was lost', 'GPU 연결이 끊겼습니다'],
  ['Measure again', '다시 측정하세요'],
  ['{} did not arrive (HTTP {})', '{1:을} 받지 못했습니다(HTTP {2})'],
  ['the digits', '손글씨 숫자'],
  ['the digits of UCI', 'UCI의 손글씨 숫자'],
  ['the judge of digits', '숫자 분류기'],
  ['the trained example', '학습된 예제'],
  ['the trained translator', '학습된 변환기'],
  // The address and the fields.
  ['the address says {}={}, but it must be {}', '주소의 {1}={2:은} 쓸 수 없습니다. 쓸 수 있는 값: {3}'],
  ['Must be {}', '쓸 수 있는 값: {1}'],
  ['one of {}', '{1} 중 하나'],
  ['a whole number from {} to {}', '{1}에서 {2}까지의 정수'],
  ['a number from 0 to below {}', '0 이상 {1} 미만의 수'],
  ['0, or a whole number from 8 to 4096', '0, 또는 8에서 4096까지의 정수'],
  ['steps or time', 'steps 또는 time'],
  [
    'empty, or some of {}, with commas and no spaces between',
    '비우거나, {1} 중 몇 개를 빈칸 없이 쉼표로 이은 것',
  ],
  [
    'two or three of {}, with commas between, and .mlp after one with fully connected networks',
    '{1} 중 둘이나 셋을 쉼표로 잇고, 완전 연결 신경망이면 뒤에 .mlp를 붙인 것',
  ],
  // Training.
  ['training diverged at step {}: {}', '학습이 {1}단계에서 발산했습니다: {2}'],
  ['{} holds NaN or Infinity', '{1}에 NaN이나 무한대가 있습니다'],
  ['{} is NaN', '{1:이} NaN입니다'],
  ['{} is Infinity', '{1:이} 무한대입니다'],
  ['{} is -Infinity', '{1:이} 음의 무한대입니다'],
  ['lossD', 'D의 손실'],
  ['lossG', 'G의 손실'],
  ['Lower the learning rate', '학습률을 낮추세요'],
  [
    'Lower the learning rate, or try another seed: Start begins again',
    '학습률을 낮추거나 다른 시드로 해 보세요. ‘시작’을 누르면 다시 시작합니다',
  ],
  [
    'Try another seed: Start begins again',
    '다른 시드로 해 보세요. ‘시작’을 누르면 다시 시작합니다',
  ],
  [
    'Take another seed or a smaller batch: Reset begins again',
    '다른 시드나 더 작은 배치로 해 보세요. ‘초기화’를 누르면 다시 시작합니다',
  ],
  ['Take a smaller Width, Batch or Image size', '너비, 배치, 이미지 크기를 줄이세요'],
  ['The others go on', '나머지는 계속 학습합니다'],
  [
    '{} parameters or gradients are NaN or infinite',
    '매개변수나 그래디언트 {1}개가 NaN이거나 무한대입니다',
  ],
  ['take a lower learning rate', '학습률을 낮추세요'],
  [
    'the images of a batch differ {} % as much as real ones',
    '한 배치의 그림들이 서로 다른 정도가 진짜 이미지의 {1} %뿐입니다',
  ],
  [
    'try another seed, a lower learning rate, or the objective wgan-gp',
    '다른 시드나 더 낮은 학습률, 또는 목적 함수 WGAN-GP로 해 보세요',
  ],
  [
    'a parameter of G has a gradient of {} on average',
    'G의 매개변수 하나의 그래디언트가 평균 {1}입니다',
  ],
  [
    "D is too sure: take non-saturating or wgan-gp in minimax's place, or a lower learning rate of D",
    'D가 지나치게 확신합니다. minimax 대신 비포화나 WGAN-GP를 쓰거나 D의 학습률을 낮추세요',
  ],
  [
    'D tells real from generated images (its loss is {})',
    'D가 진짜와 생성된 이미지를 모두 구별합니다(손실 {1})',
  ],
  [
    'take a lower learning rate of D, or the objective wgan-gp, whose critic may win',
    'D의 학습률을 낮추거나, 비평자가 이겨도 되는 목적 함수 WGAN-GP를 쓰세요',
  ],
  [
    'criticSteps cannot change from {} to {} during a run: with one, G shares the critic step\'s images',
    '비평자 단계는 학습 중에 {1}에서 {2:로} 바꿀 수 없습니다. 1일 때 G는 비평자와 같은 이미지를 씁니다',
  ],
  [
    'Open a trainer with the new number and restore the saved state',
    '바꾸려면 초기화하세요',
  ],
  ['Batch is {}, but there are only {} images', '배치는 {1}인데 이미지는 {2}장뿐입니다'],
  [
    'Batch is {}, but there are only {} images to learn from',
    '배치는 {1}인데 학습할 이미지는 {2}장뿐입니다',
  ],
  ['Choose {} or less', '{1} 이하를 고르세요'],
  [
    'the images are {}, larger than Image size {}',
    '이미지가 {1}이어서 이미지 크기 {2}보다 큽니다',
  ],
  ['Choose {}', '{1} 중에서 고르세요'],
  ['smaller images', '더 작은 이미지'],
  ['the state of the run could not be read', '학습의 상태를 읽지 못했습니다'],
  // Evaluation.
  ['Fréchet distance', '프레셰 거리'],
  ['kernel distance', '커널 거리'],
  ['classifier score', '분류기 점수'],
  ['precision', '정밀도'],
  ['recall', '재현율'],
  ['density', '밀도'],
  ['coverage', '포괄도'],
  ['sliced Wasserstein distance', '분할 바서슈타인 거리'],
  ['to the nearest training image', '가장 가까운 학습 이미지까지'],
  ['lower is better', '낮을수록 좋음'],
  ['higher is better', '높을수록 좋음'],
  ['higher: they look real', '높을수록 진짜 같음'],
  ['higher: they are varied', '높을수록 다양함'],
  ['higher: they look typical', '높을수록 전형적임'],
  ['far below 1: copies', '1보다 한참 낮으면 베낀 것'],
  ['{} times; {}', '{1}배; {2}'],
  [
    'blocks of {} are too small to compare distributions',
    '{1}씩 묶은 블록은 분포를 비교하기에 너무 작습니다',
  ],
  ['1 image', '이미지 1장'],
  ['{} images', '이미지 {1}장'],
  [
    'Only the distance to the nearest training image says something',
    '가장 가까운 학습 이미지까지의 거리만 뜻이 있습니다',
  ],
  [
    'the one for digits knows {} × {} pixels only',
    '숫자 분류기는 {1} × {2} 픽셀만 압니다',
  ],
  [
    'one for your labels is trained in the terminal only',
    '내 레이블의 분류기는 터미널에서만 학습시킬 수 있습니다',
  ],
  ['the images have no labels', '이미지에 레이블이 없습니다'],
  ['there is no run of images to evaluate', '평가할 이미지 학습이 없습니다'],
  ['two images at least are needed for a score', '점수를 매기려면 이미지가 두 장 이상 있어야 합니다'],
  ['scores were not prepared', '점수가 준비되지 않았습니다'],
  [
    'the comparison is over: the GPU was lost, or another one was started',
    '비교가 끝났습니다. GPU 연결이 끊겼거나 다른 비교가 시작되었습니다',
  ],
  ['Press Start to begin again', '‘시작’을 누르면 다시 시작합니다'],
  [
    '{} is no record of a run: choose a file that JSON saved in Train',
    '{1:은} 학습 기록이 아닙니다. ‘학습’ 화면의 ‘JSON’으로 저장한 파일을 고르세요',
  ],
  // Latent space, drawings.
  [
    'z of this generator have {} numbers',
    '이 생성자의 z는 숫자 {1}개로 되어 있습니다',
  ],
  ['Pick images that it drew', '이 생성자가 그린 그림을 고르세요'],
  ['there is no run that draws images', '이미지를 그리는 학습이 없습니다'],
  ['Choose the trained example', '‘학습된 예제’를 고르세요'],
  ['the run was restarted', '학습이 다시 시작되었습니다'],
  ['Search again', '다시 찾으세요'],
  ['there are no drawings yet', '아직 그림이 없습니다'],
  ['there is no plane to draw', '그릴 평면이 없습니다'],
  ['the browser could not draw the plane', '브라우저가 평면을 그리지 못했습니다'],
  ['there is no run yet', '아직 학습이 없습니다'],
  ['there is too little memory', '메모리가 모자랍니다'],
  ['the thread that makes files could not be loaded', '파일을 만드는 스레드를 불러오지 못했습니다'],
  ['nothing was made', '아무것도 만들지 못했습니다'],
  // Bench.
  ['it is too long to be a report', '보고서치고는 너무 깁니다'],
  ['it is not JSON', 'JSON이 아닙니다'],
  [
    'it is not a report of ganvas bench --json, version 1',
    'ganvas bench --json의 버전 1 보고서가 아닙니다',
  ],
  [
    'nothing here has a pass {}; there are: {}',
    '여기에는 {1} 패스가 없습니다. 있는 것: {2}',
  ],
  ['no size contains "{}"; there are: {}', '이름에 “{1}” 글자가 든 층이 없습니다. 있는 것: {2}'],
]
