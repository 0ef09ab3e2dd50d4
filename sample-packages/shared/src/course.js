/* Turns the sections of one document into pages: forward, back, bookmark, progress, and the end. */
;(function () {
  'use strict'

  const words = {
    next: { vi: 'Tiếp tục', en: 'Continue' },
    start: { vi: 'Bắt đầu', en: 'Start' },
    finish: { vi: 'Kết thúc', en: 'Finish' },
    previous: { vi: 'Quay lại', en: 'Back' },
    page: { vi: 'Trang', en: 'Page' },
    resumed: { vi: 'Chào mừng trở lại. Bạn đang ở nơi đã dừng.', en: 'Welcome back. This is where you left off.' },
    preview: {
      vi: 'Đang xem thử: không có hệ thống nào ghi lại kết quả.',
      en: 'Preview: no system is recording your results.',
    },
  }

  const pages = [...document.querySelectorAll('[data-page]')]
  const next = document.querySelector('[data-testid="next"]')
  const previous = document.querySelector('[data-testid="previous"]')
  const position = document.querySelector('[data-position]')
  const bar = document.querySelector('[data-progress]')
  const notice = document.querySelector('[data-notice]')
  const notes = { visited: [], quiz: null }
  let at = 0
  let isOver = false

  const isQuiz = (page) => page.dataset.page === 'quiz'
  const isLast = () => at === pages.length - 1

  function keep() {
    window.Sco.keep(notes)
    window.Sco.commit()
  }

  function say(text) {
    notice.textContent = text ? window.Language.of(text) : ''
    notice.hidden = !text
  }

  function drawControls() {
    const isWaiting = isQuiz(pages[at])
    previous.textContent = window.Language.of(words.previous)
    previous.disabled = at === 0
    next.textContent = window.Language.of(at === 0 ? words.start : isLast() ? words.finish : words.next)
    next.dataset.testid = isLast() ? 'finish' : 'next'
    next.hidden = isWaiting
    position.textContent = `${window.Language.of(words.page)} ${at + 1} / ${pages.length}`
    bar.style.setProperty('--progress', String((at + 1) / pages.length))
    bar.setAttribute('aria-valuenow', String(at + 1))
    bar.setAttribute('aria-valuemax', String(pages.length))
  }

  function show(index, options) {
    at = Math.min(Math.max(index, 0), pages.length - 1)
    const page = pages[at]
    for (const other of pages) other.hidden = other !== page
    if (!notes.visited.includes(page.dataset.page)) notes.visited.push(page.dataset.page)
    drawControls()
    window.scrollTo(0, 0)
    if (options && options.isFirst) return
    say(null)
    const heading = page.querySelector('h1, h2')
    if (heading) heading.focus({ preventScroll: true })
    window.Sco.set('cmi.core.lesson_location', page.dataset.page)
    keep()
  }

  /** The learner is through: without a quiz that means completed; a quiz has set its own status. */
  function end() {
    if (isOver) return
    isOver = true
    if (!document.querySelector('[data-page="quiz"]')) {
      window.Sco.set('cmi.core.lesson_status', 'completed')
    }
    window.Sco.finish('')
    document.body.classList.add('is-over')
    document.querySelector('[data-over]').hidden = false
    document.querySelector('[data-over] h2').focus()
    window.scrollTo(0, 0)
  }

  next.addEventListener('click', () => (isLast() ? end() : show(at + 1)))
  previous.addEventListener('click', () => show(at - 1))
  document.addEventListener('keydown', (event) => {
    const isTyping = /^(?:INPUT|SELECT|TEXTAREA|BUTTON|SUMMARY)$/.test(event.target.tagName)
    if (isTyping || event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'ArrowRight' && !next.hidden && !isLast()) show(at + 1)
    if (event.key === 'ArrowLeft' && at > 0) show(at - 1)
  })

  window.Course = {
    say,
    start(quiz) {
      window.Sco.start()
      const kept = window.Sco.recall()
      Object.assign(notes, kept, { visited: kept.visited || [] })
      window.Language.onChange((language) => {
        window.Sco.set('cmi.student_preference.language', language)
        drawControls()
      })
      if (quiz) {
        window.Quiz.start(quiz, {
          notes: notes.quiz,
          keep(progress) {
            notes.quiz = progress
            keep()
          },
          done: () => show(pages.findIndex(isQuiz) + 1),
          again: () => show(pages.findIndex(isQuiz)),
        })
      }
      window.Language.start(window.Sco.get('cmi.student_preference.language'))
      const bookmark = window.Sco.isResumed ? window.Sco.get('cmi.core.lesson_location') : ''
      const place = pages.findIndex((page) => page.dataset.page === bookmark)
      show(place, { isFirst: true })
      window.Sco.commit()
      say(window.Sco.isConnected ? (place > 0 ? words.resumed : null) : words.preview)
    },
  }
})()
