import type { Activity, Course } from '../../../src/runtime/index.ts'

/** A course with its files, as the stand-in server delivers it. */
export interface DemoCourse {
  readonly course: Course
  readonly files: Readonly<Record<string, string>>
}

const sco = (id: string, title: string, more: Partial<Activity> = {}): Activity => ({
  id,
  title,
  kind: 'sco',
  href: `${id}.html`,
  isVisible: true,
  children: [],
  ...more,
})

/** A page that does nothing by itself: tests call `api` in it, as a course's script would. */
function page(title: string, body = ''): string {
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${title}</title><style>
body{font:17px/1.6 system-ui,"Liberation Sans",sans-serif;margin:0;color:#1e293b;background:#f8fafc}
main{max-width:680px;margin:0 auto;padding:48px 24px}h1{font-size:32px;line-height:1.2}
button{font:inherit;padding:10px 18px;border:0;border-radius:8px;background:#334155;color:#fff;margin:0 8px 8px 0}</style></head>
<body><main><h1>${title}</h1><p>An toàn thông tin bắt đầu từ thói quen nhỏ: khóa màn hình khi rời bàn, không mở tệp lạ, và báo ngay khi có điều bất thường.</p>
${body}
<button id="score" type="button">Trả lời câu hỏi</button><button id="finish" type="button">Hoàn thành</button></main><script>
const api = window.parent.API
window.startedWith = api.LMSInitialize('')
window.entry = api.LMSGetValue('cmi.core.entry')
window.bookmark = api.LMSGetValue('cmi.core.lesson_location')
api.LMSSetValue('cmi.core.lesson_location', '1')
document.getElementById('score').onclick = () => {
  api.LMSSetValue('cmi.core.score.min', '0'); api.LMSSetValue('cmi.core.score.max', '100')
  api.LMSSetValue('cmi.core.score.raw', '85'); api.LMSCommit('')
}
document.getElementById('finish').onclick = () => {
  api.LMSSetValue('cmi.core.lesson_status', 'completed'); api.LMSSetValue('cmi.core.session_time', '0000:12:30.00')
  api.LMSFinish('')
}
</script></body></html>`
}

export function singleCourse(more: Partial<Activity> = {}): DemoCourse {
  const title = 'An toàn thông tin cho cán bộ, công chức'
  return {
    course: {
      standard: 'scorm12',
      id: 'single',
      title,
      activities: [sco('lesson', title, more)],
    },
    files: {
      'lesson.html': page(title),
      'second.html': page('Trang thứ hai'),
      'unload.html': page('Kết thúc khi rời').replace(
        '</script></body>',
        `addEventListener('pagehide', () => { api.LMSSetValue('cmi.suspend_data', 'from unload'); api.LMSSetValue('cmi.core.exit', 'suspend'); api.LMSFinish('') })</script></body>`,
      ),
    },
  }
}

export function multiCourse(): DemoCourse {
  const lessons = [
    sco('intro', 'Giới thiệu khóa học'),
    sco('passwords', 'Mật khẩu mạnh và xác thực hai lớp'),
    sco('email', 'Nhận biết thư lừa đảo'),
    sco('test', 'Bài kiểm tra cuối khóa', { prerequisites: 'passwords & email' }),
    sco('missing', 'Tài liệu đọc thêm', { href: 'tai-li%E1%BB%87u/m%E1%BB%9F.html' }),
  ]
  const [intro, passwords, email, test, missing] = lessons as [
    Activity,
    Activity,
    Activity,
    Activity,
    Activity,
  ]
  const chapter: Activity = {
    id: 'chapter',
    title: 'Chuyên đề 1: Thói quen an toàn',
    kind: 'cluster',
    isVisible: true,
    children: [passwords, email],
  }
  return {
    course: {
      standard: 'scorm12',
      id: 'multi',
      title: 'An toàn thông tin cho cán bộ, công chức',
      activities: [intro, chapter, test, missing],
    },
    files: Object.fromEntries(
      lessons.slice(0, 4).map((lesson) => [`${lesson.id}.html`, page(lesson.title)]),
    ),
  }
}
