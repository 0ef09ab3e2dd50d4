import type { Facts, SessionWords } from './session-words.ts'

const percent = (scaled: unknown): string =>
  `${(Number(scaled) * 100).toLocaleString('vi', { maximumFractionDigits: 1 })}%`

const scoreOf = ({ raw, max, scaled }: Facts): string =>
  raw === undefined ? percent(scaled) : max === undefined ? String(raw) : `${raw}/${max}`

const requests = {
  start: 'bắt đầu',
  resumeAll: 'học tiếp từ chỗ đã dừng',
  continue: 'bài tiếp',
  previous: 'bài trước',
  choice: 'chọn trong mục lục',
  jump: 'nhảy tới',
  exit: 'kết thúc bài',
  exitAll: 'kết thúc khóa',
  abandon: 'bỏ bài',
  abandonAll: 'bỏ khóa',
  suspendAll: 'tạm dừng khóa',
} as const

const request = (name: unknown): string => requests[name as keyof typeof requests] ?? String(name)

const rule = ({ action, conditions }: Facts): string =>
  conditions ? `“${action}” (nếu ${conditions})` : `“${action}”`

export const vi: SessionWords = {
  by: { course: 'khóa học', player: 'trình phát', sequencer: 'bộ trình tự', server: 'máy chủ' },
  what: {
    open: 'mở bài',
    initialize: 'gọi Initialize',
    set: 'ghi giá trị',
    commit: 'gọi Commit',
    finish: 'gọi Finish/Terminate',
    abandon: 'bài đóng mà không gọi Finish/Terminate',
    navigate: 'yêu cầu chuyển bài',
    decision: 'quyết định trình tự',
    'failed-call': 'lời gọi bị lỗi',
    finding: 'sai chuẩn, vẫn chấp nhận',
    'missing-file': 'tệp không có trong gói',
    'silent-activity': '10 giây không có lời gọi nào',
    closed: 'máy chủ đóng phiên vì im lặng',
    reopened: 'nhật ký đến muộn, mở lại phiên',
  },
  request: requests,
  verdict: {
    'never-opened': () => 'Chưa bài nào được mở',
    'no-call': () => 'Bài đã mở nhưng khóa không gọi API lần nào',
    'no-call-needed': () => 'Nội dung không có mã báo kết quả, mở ra là được tính',
    initialized: ({ times }) =>
      Number(times) > 1 ? `Khóa đã gọi Initialize ${times} lần` : 'Khóa đã gọi Initialize',
    completed: () => 'Khóa đã báo hoàn thành',
    'completed-unsaid': () => 'Được tính là hoàn thành, dù khóa không báo trong phiên này',
    'completion-not-reported': () => 'Khóa chưa báo hoàn thành',
    'completion-reported': ({ value }) => `Khóa báo trạng thái “${value}”, chưa phải hoàn thành`,
    passed: () => 'Kết quả: đạt',
    failed: () => 'Kết quả: không đạt',
    score: (facts) => `Điểm ${scoreOf(facts)}`,
    'score-reported': ({ value }) => `Khóa đã báo điểm ${value}, chưa tính vào kết quả khóa`,
    'score-not-reported': () => 'Khóa chưa báo điểm',
    ended: ({ exit }) =>
      exit ? `Khóa đã tự kết thúc, thoát = ${exit}` : 'Khóa đã tự kết thúc bình thường',
    'ended-without-finish': () => 'Khóa đóng lại mà không gọi Finish/Terminate',
    'still-open': () => 'Bài còn đang mở',
    'failed-calls': ({ count }) => `${count} lời gọi bị lỗi`,
    'missing-files': ({ count }) => `${count} tệp không có trong gói`,
    findings: ({ count }) => `${count} chỗ sai chuẩn được chấp nhận`,
    'requests-refused': ({ count }) => `${count} yêu cầu chuyển bài bị từ chối`,
  },
  decision: {
    'request-received': (activity, facts) =>
      `Nhận yêu cầu: ${request(facts.request)}${activity ? ` – “${activity}”` : ''}`,
    'request-refused': (_activity, { code }) => `Từ chối yêu cầu (${code})`,
    'request-replaced': (_activity, facts) => `Thay bằng yêu cầu: ${request(facts.request)}`,
    'session-ended': () => 'Phiên học kết thúc',
    'nothing-delivered': () => 'Không mở bài nào; học viên tự chọn bài tiếp theo',
    delivered: (activity, { isResumed, attempt }) =>
      isResumed
        ? `Mở “${activity}”, học tiếp lần ${attempt}`
        : Number(attempt) > 0
          ? `Mở “${activity}”, lần ${attempt}`
          : `Mở “${activity}”, không theo dõi`,
    'attempt-begun': (activity, { attempt }) => `“${activity}”: bắt đầu lần ${attempt}`,
    'attempt-resumed': (activity, { attempt }) => `“${activity}”: học tiếp lần ${attempt}`,
    'attempt-ended': (activity) => `“${activity}”: kết thúc lần học`,
    'attempt-suspended': (activity) => `“${activity}”: tạm dừng, lần sau học tiếp`,
    'attempt-abandoned': (activity) => `“${activity}”: bị bỏ, không tính lên mục trên`,
    'suspended-activity-cleared': (activity) =>
      `Không còn nhớ chỗ tạm dừng ở “${activity}” để học tiếp`,
    'completed-by-ending': (activity) => `“${activity}”: tự tính là hoàn thành vì đã kết thúc`,
    'satisfied-by-ending': (activity) => `“${activity}”: tự tính là đạt vì đã kết thúc`,
    'rule-fired': (activity, facts) => `“${activity}”: áp dụng quy tắc ${rule(facts)}`,
    'rule-not-fired': (activity, facts) =>
      `“${activity}”: không áp dụng quy tắc ${rule(facts)}${facts.isUnknown ? ', vì còn điều chưa biết' : ''}`,
    'attempt-limit-reached': (activity, { attempts, limit }) =>
      `“${activity}”: đã hết số lần học (${attempts}/${limit})`,
    'activity-disabled': (activity) => `“${activity}”: bị một quy tắc khóa lại`,
    skipped: (activity) => `Bỏ qua “${activity}”`,
    'traversal-stopped': (activity, { code }) => `Dừng ở “${activity}” (${code})`,
    'walked-off-the-end': () => 'Không còn bài nào theo hướng đi này',
    'direction-reversed': (activity) => `“${activity}” chỉ cho đi tới: vào từ đầu mục`,
    'choice-constrained': (activity, { upTo }) =>
      `“${activity}” giới hạn việc chọn bài${upTo ? `, tới “${upTo}”` : ''}`,
    'children-selected': (activity, { children }) => `“${activity}”: lần học này gồm ${children}`,
    'children-randomized': (activity, { children }) =>
      `“${activity}”: thứ tự ngẫu nhiên là ${children}`,
    'rollup-rule-fired': (activity, facts) =>
      `“${activity}”: tổng hợp thành ${rule(facts)}${facts.isDefault ? ', theo quy tắc mặc định' : ''}`,
    'measure-rolled-up': (activity, { measure }) =>
      `“${activity}”: điểm tổng hợp ${measure ?? 'không rõ'}`,
    'progress-measure-rolled-up': (activity, { progressMeasure }) =>
      `“${activity}”: tiến độ tổng hợp ${progressMeasure ?? 'không rõ'}`,
    'satisfaction-rolled-up': (activity, { satisfied }) =>
      `“${activity}”: ${satisfied === undefined ? 'chưa rõ đạt hay không' : satisfied ? 'đạt' : 'không đạt'}`,
    'completion-rolled-up': (activity, { completed }) =>
      `“${activity}”: ${completed === undefined ? 'chưa rõ hoàn thành hay không' : completed ? 'hoàn thành' : 'chưa hoàn thành'}`,
    'global-objective-written': (activity, { objective, field, value }) =>
      `“${activity}” ghi mục tiêu chung ${objective}: ${field} = ${value ?? 'không rõ'}`,
    'global-objectives-cleared': () => 'Mục tiêu chung của khóa bắt đầu lại từ đầu',
  },
}
