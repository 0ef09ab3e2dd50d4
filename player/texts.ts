/** Every sentence of the player, in Vietnamese and English; one term per concept. */
export type Language = 'vi' | 'en'

const vi = {
  back: 'Rời khóa học',
  contents: 'Mục lục',
  showContents: 'Mở mục lục',
  hideContents: 'Đóng mục lục',
  previous: 'Trước',
  next: 'Tiếp',
  previousOf: (title: string) => `Bài trước: ${title}`,
  nextOf: (title: string) => `Bài tiếp: ${title}`,
  fullscreen: 'Toàn màn hình',
  leaveFullscreen: 'Thoát toàn màn hình',
  help: 'Trợ giúp',
  otherLanguage: 'English',
  switchLanguage: 'Switch to English',
  toCourse: 'Đến nội dung khóa học',
  courseFrame: (title: string) => `Nội dung: ${title}`,
  close: 'Đóng',
  reload: 'Tải lại trang',
  retry: 'Thử lại',
  loading: 'Đang mở khóa học…',

  saved: 'Đã lưu',
  savedAt: (time: string) => `Đã lưu ${time}`,
  saving: 'Đang lưu…',
  failing: 'Mất kết nối',
  failingOnDevice: (count: number) => `Mất kết nối — đang giữ ${count} thay đổi trên thiết bị này`,
  failingInPage: (count: number) =>
    `Mất kết nối — đang giữ ${count} thay đổi, xin đừng đóng trang này`,
  failingShort: (count: number) => `Mất kết nối — giữ ${count} thay đổi trên máy`,
  failingShortInPage: (count: number) => `Chưa gửi ${count} thay đổi — đừng đóng trang`,
  stopped: 'Đã dừng lưu',
  savedAgain: 'Đã kết nối lại, mọi thay đổi đã được lưu.',

  completion: {
    'not-attempted': 'Chưa học',
    incomplete: 'Đang học',
    completed: 'Hoàn thành',
  },
  success: { unknown: 'Chưa xét', passed: 'Đạt', failed: 'Không đạt' },
  locked: 'Chưa mở',
  lockedUntil: (titles: string) => `Cần hoàn thành trước: ${titles}`,
  current: 'Đang mở',
  done: (done: number, all: number) => `${done}/${all} bài đã hoàn thành`,

  finished: 'Bài học đã kết thúc',
  toSummary: 'Đang mở kết quả…',
  toNext: (title: string) => `Chuyển sang: ${title}`,
  stay: 'Ở lại',
  leaving: 'Đang lưu kết quả…',

  summaryDone: 'Bạn đã hoàn thành khóa học',
  summaryPassed: 'Chúc mừng, bạn đã đạt',
  summaryFailed: 'Bạn chưa đạt lần này',
  summaryOpen: 'Kết quả của bạn đến lúc này',
  status: 'Trạng thái',
  result: 'Kết quả',
  score: 'Điểm',
  time: 'Thời lượng học',
  progress: 'Tiến độ',
  noScore: 'Chưa có điểm',
  learner: 'Học viên',
  returnToApp: 'Quay lại',
  mayClose: 'Bạn có thể đóng trang này.',
  continueCourse: 'Học tiếp',
  reviewCourse: 'Xem lại khóa học',
  summarySaved: 'Kết quả đã được lưu.',
  summaryUnsaved: (count: number) =>
    `${count} thay đổi chưa gửi được. Chúng được giữ trên thiết bị này và tự gửi khi có mạng.`,
  summaryUnsavedInPage: (count: number) =>
    `${count} thay đổi chưa gửi được. Xin giữ trang này mở cho đến khi có mạng trở lại.`,
  activities: 'Các bài trong khóa học',

  elsewhereTitle: 'Khóa học đang mở ở nơi khác',
  elsewhereBody: 'Nếu tiếp tục ở đây, cửa sổ kia sẽ dừng lại. Những gì đã lưu vẫn còn.',
  goOnHere: 'Tiếp tục ở đây',
  notNow: 'Thôi',
  supersededBody: 'Trang này đã dừng lại để không ghi đè kết quả ở nơi đó.',
  supersededKept: (count: number) =>
    `${count} thay đổi cuối cùng ở đây không được tính; một bản sao nằm trên thiết bị này.`,

  goneTitle: 'Liên kết đã dùng hoặc đã hết hạn',
  goneBody: 'Mỗi liên kết chỉ mở khóa học một lần. Hãy quay lại danh sách khóa học và mở lại.',
  noLinkTitle: 'Chưa có khóa học nào để mở',
  noLinkBody: 'Hãy mở khóa học từ danh sách khóa học của bạn, hoặc từ liên kết được gửi cho bạn.',
  offlineTitle: 'Không kết nối được máy chủ',
  offlineBody: 'Hãy kiểm tra mạng. Trang sẽ tự thử lại; những gì bạn đã học trước đó vẫn còn.',
  serverTitle: 'Máy chủ đang gặp sự cố',
  serverBody: 'Không phải lỗi của bạn. Trang sẽ tự thử lại sau ít phút.',
  serverCode: 'Nếu vẫn lỗi, hãy gửi mã này cho người hỗ trợ.',
  missingTitle: 'Không tìm thấy tệp của bài học',
  missingBody: 'Gói nội dung thiếu tệp này. Hãy báo cho người phụ trách khóa học.',
  unreachableTitle: 'Chưa tải được bài học',
  emptyTitle: 'Không có bài nào mở được',
  emptyBody: 'Mọi bài của khóa học đang chờ điều kiện, hoặc gói nội dung không có bài nào.',
  refusedTitle: 'Máy chủ không nhận kết quả',
  refusedBody:
    'Hãy tải lại trang để học tiếp từ lần lưu gần nhất. Một bản sao của những thay đổi chưa lưu nằm trên thiết bị này.',
  requestId: 'Mã yêu cầu',
  file: 'Tệp',
  copy: 'Sao chép',
  copied: 'Đã chép',

  helpTitle: 'Trợ giúp',
  helpSaving:
    'Kết quả được lưu liên tục. Bạn có thể rời khóa học bất cứ lúc nào và học tiếp trên thiết bị khác.',
  helpOffline:
    'Khi mất mạng, hãy cứ học: các thay đổi được giữ trên thiết bị này và tự gửi khi có mạng.',
  helpKeys: 'Phím tắt',
  keyNext: 'Bài tiếp',
  keyPrevious: 'Bài trước',
  keyContents: 'Mở hoặc đóng mục lục',
  keyLog: 'Mở hoặc đóng nhật ký',

  log: 'Nhật ký',
  logTime: 'Giờ',
  logFunction: 'Hàm',
  logArguments: 'Tham số',
  logResult: 'Trả về',
  logError: 'Lỗi',
  logEmpty: 'Khóa học chưa gọi hàm nào.',
  logClear: 'Xóa nhật ký',
  reinitialized: 'Trang mới khởi tạo lại mà chưa kết thúc trang trước',
}

export type Texts = typeof vi

const en: Texts = {
  back: 'Leave course',
  contents: 'Contents',
  showContents: 'Show contents',
  hideContents: 'Hide contents',
  previous: 'Previous',
  next: 'Next',
  previousOf: (title) => `Previous: ${title}`,
  nextOf: (title) => `Next: ${title}`,
  fullscreen: 'Full screen',
  leaveFullscreen: 'Leave full screen',
  help: 'Help',
  otherLanguage: 'Tiếng Việt',
  switchLanguage: 'Chuyển sang tiếng Việt',
  toCourse: 'Skip to the course',
  courseFrame: (title) => `Content: ${title}`,
  close: 'Close',
  reload: 'Reload page',
  retry: 'Try again',
  loading: 'Opening the course…',

  saved: 'Saved',
  savedAt: (time) => `Saved ${time}`,
  saving: 'Saving…',
  failing: 'No connection',
  failingOnDevice: (count) => `No connection — keeping ${changes(count)} on this device`,
  failingInPage: (count) =>
    `No connection — keeping ${changes(count)}, please leave this page open`,
  failingShort: (count) => `Offline — keeping ${changes(count)} here`,
  failingShortInPage: (count) => `${changes(count)} not sent — keep this page open`,
  stopped: 'Saving has stopped',
  savedAgain: 'Connected again; every change is saved.',

  completion: {
    'not-attempted': 'Not started',
    incomplete: 'In progress',
    completed: 'Completed',
  },
  success: { unknown: 'Not assessed', passed: 'Passed', failed: 'Failed' },
  locked: 'Locked',
  lockedUntil: (titles) => `Complete first: ${titles}`,
  current: 'Open now',
  done: (done, all) => `${done} of ${all} completed`,

  finished: 'The lesson has ended',
  toSummary: 'Opening your result…',
  toNext: (title) => `Next: ${title}`,
  stay: 'Stay here',
  leaving: 'Saving your result…',

  summaryDone: 'You have completed the course',
  summaryPassed: 'Congratulations, you passed',
  summaryFailed: 'Not passed this time',
  summaryOpen: 'Your result so far',
  status: 'Status',
  result: 'Result',
  score: 'Score',
  time: 'Learning time',
  progress: 'Progress',
  noScore: 'No score yet',
  learner: 'Learner',
  returnToApp: 'Go back',
  mayClose: 'You may close this page.',
  continueCourse: 'Continue learning',
  reviewCourse: 'Look at the course again',
  summarySaved: 'Your result is saved.',
  summaryUnsaved: (count) =>
    `${changes(count)} not sent yet. They stay on this device and are sent once it is online.`,
  summaryUnsavedInPage: (count) =>
    `${changes(count)} not sent yet. Please keep this page open until you are online again.`,
  activities: 'Lessons of the course',

  elsewhereTitle: 'The course is open elsewhere',
  elsewhereBody: 'If you continue here, the other one stops. What was saved stays.',
  goOnHere: 'Continue here',
  notNow: 'Not now',
  supersededBody: 'This page has stopped, so that it does not overwrite your result there.',
  supersededKept: (count) =>
    `The last ${changes(count)} made here do not count; a copy is kept on this device.`,

  goneTitle: 'This link was used already, or has expired',
  goneBody: 'Each link opens the course once. Go back to your list of courses and open it again.',
  noLinkTitle: 'No course to open',
  noLinkBody: 'Open a course from your list of courses, or from the link that was sent to you.',
  offlineTitle: 'The server cannot be reached',
  offlineBody:
    'Please check your network. The page tries again by itself; what you did before is safe.',
  serverTitle: 'The server has a problem',
  serverBody: 'This is not your fault. The page tries again by itself.',
  serverCode: 'If it goes on, give this code to your support.',
  missingTitle: 'A file of this lesson is missing',
  missingBody:
    'The content package lacks this file. Please tell whoever is responsible for the course.',
  unreachableTitle: 'The lesson could not be loaded',
  emptyTitle: 'No lesson can be opened',
  emptyBody: 'Every lesson waits for a condition, or the content package has none.',
  refusedTitle: 'The server does not take the result',
  refusedBody:
    'Reload the page to go on from what was saved last. A copy of the unsaved changes is kept on this device.',
  requestId: 'Request id',
  file: 'File',
  copy: 'Copy',
  copied: 'Copied',

  helpTitle: 'Help',
  helpSaving:
    'Your result is saved all the time. You can leave whenever you like and go on with another device.',
  helpOffline:
    'Without a network just go on: changes are kept on this device and sent once it is online.',
  helpKeys: 'Keyboard shortcuts',
  keyNext: 'Next lesson',
  keyPrevious: 'Previous lesson',
  keyContents: 'Show or hide the contents',
  keyLog: 'Show or hide the log',

  log: 'Log',
  logTime: 'Time',
  logFunction: 'Function',
  logArguments: 'Arguments',
  logResult: 'Result',
  logError: 'Error',
  logEmpty: 'The course has not called any function yet.',
  logClear: 'Clear log',
  reinitialized: 'A new document initialized before the one before it had finished',
}

function changes(count: number): string {
  return count === 1 ? '1 change' : `${count} changes`
}

export const texts: Readonly<Record<Language, Texts>> = { vi, en }

export const isLanguage = (value: unknown): value is Language => value === 'vi' || value === 'en'
