/* A quiz, one question at a time. Each answer becomes an interaction, the whole a score. */
;(function () {
  'use strict'

  const words = {
    question: { vi: 'Câu', en: 'Question' },
    check: { vi: 'Trả lời', en: 'Answer' },
    next: { vi: 'Câu tiếp theo', en: 'Next question' },
    results: { vi: 'Xem kết quả', en: 'See results' },
    right: { vi: 'Chính xác.', en: 'Correct.' },
    wrong: { vi: 'Chưa đúng.', en: 'Not quite.' },
    thanks: { vi: 'Cảm ơn bạn.', en: 'Thank you.' },
    choose: { vi: 'Chọn…', en: 'Choose…' },
    passed: { vi: 'Đạt yêu cầu', en: 'Passed' },
    failed: { vi: 'Chưa đạt', en: 'Not passed yet' },
    hints: {
      choice: { vi: 'Chọn một đáp án.', en: 'Choose one answer.' },
      multiple: { vi: 'Chọn tất cả đáp án đúng.', en: 'Choose all that are right.' },
      'true-false': { vi: 'Đúng hay sai?', en: 'True or false?' },
      numeric: { vi: 'Nhập một số.', en: 'Enter a number.' },
      'fill-in': { vi: 'Nhập câu trả lời ngắn.', en: 'Enter a short answer.' },
      matching: { vi: 'Ghép mỗi dòng với một lựa chọn.', en: 'Match each line with an option.' },
      sequencing: {
        vi: 'Chọn các bước theo thứ tự; chọn lại để bỏ.',
        en: 'Pick the steps in order; pick again to undo.',
      },
      likert: { vi: 'Ý kiến của bạn, không tính điểm.', en: 'Your opinion; it is not scored.' },
    },
  }

  const text = (pair) => window.Language.of(pair)
  const isScored = (question) => question.type !== 'likert'

  /** An element with attributes and children; strings become text. */
  function el(tag, attributes, ...children) {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === 'onclick' || name === 'onchange' || name === 'oninput') element[name] = value
      else if (value === true) element.setAttribute(name, '')
      else if (value !== false && value != null) element.setAttribute(name, value)
    }
    element.append(...children.filter((child) => child != null))
    return element
  }

  const normalized = (answer) => answer.trim().toLocaleLowerCase('vi').normalize('NFC').replace(/\s+/g, ' ')

  function isRight(question, answer) {
    if (question.type === 'numeric') return Number(answer.replace(',', '.')) === Number(question.right)
    if (question.type === 'fill-in') {
      return [question.right, ...(question.alsoRight || [])].some(
        (right) => normalized(right) === normalized(answer),
      )
    }
    return answer === question.right
  }

  let quiz
  let host
  let state
  let since = Date.now()

  const question = () => quiz.questions[state.at]

  // One field for each type: draws it and answers with the response, '' while it is not complete.

  function optionsField(name, type, options, chosen, onAnswer) {
    const group = el('div', { class: 'options', role: type === 'radio' ? 'radiogroup' : 'group' })
    const inputs = options.map(([value, label]) => {
      const input = el('input', {
        type,
        name,
        value,
        id: `${name}-${value}`,
        'data-testid': `answer-${name}-${value}`,
        onchange: () => onAnswer(inputs.filter((i) => i.checked).map((i) => i.value).sort().join(',')),
      })
      input.checked = chosen.split(',').includes(value)
      group.append(el('label', { class: 'option', for: input.id }, input, el('span', {}, text(label))))
      return input
    })
    return group
  }

  const fields = {
    choice: (q, answer, onAnswer) =>
      optionsField(q.id, q.isMultiple ? 'checkbox' : 'radio', q.options, answer, onAnswer),
    'true-false': (q, answer, onAnswer) =>
      optionsField(
        q.id,
        'radio',
        [
          ['t', { vi: 'Đúng', en: 'True' }],
          ['f', { vi: 'Sai', en: 'False' }],
        ],
        answer,
        onAnswer,
      ),
    likert: (q, answer, onAnswer) => {
      const group = optionsField(q.id, 'radio', q.options, answer, onAnswer)
      group.classList.add('is-row')
      return group
    },
    numeric: (q, answer, onAnswer) => inputField(q, answer, onAnswer, 'decimal'),
    'fill-in': (q, answer, onAnswer) => inputField(q, answer, onAnswer, 'text'),
    matching(q, answer, onAnswer) {
      const chosen = Object.fromEntries(answer.split(',').map((pair) => pair.split('.')))
      const list = el('div', { class: 'matches' })
      const update = () => {
        const pairs = q.lines.map(([key]) => [key, chosen[key]])
        onAnswer(pairs.every((pair) => pair[1]) ? pairs.map((pair) => pair.join('.')).join(',') : '')
      }
      for (const [key, label] of q.lines) {
        const select = el('select', {
          id: `${q.id}-${key}`,
          'data-testid': `match-${q.id}-${key}`,
          onchange: (event) => {
            chosen[key] = event.target.value
            update()
          },
        })
        select.append(el('option', { value: '' }, text(words.choose)))
        for (const [value, option] of q.options) select.append(el('option', { value }, text(option)))
        select.value = chosen[key] || ''
        list.append(el('div', { class: 'match' }, el('label', { for: select.id }, text(label)), select))
      }
      return list
    },
    sequencing(q, answer, onAnswer) {
      let order = answer === '' ? [] : answer.split(',')
      const list = el('div', { class: 'options' })
      const draw = () => {
        for (const button of list.children) {
          const place = order.indexOf(button.dataset.value)
          button.setAttribute('aria-pressed', String(place >= 0))
          button.firstChild.textContent = place >= 0 ? String(place + 1) : ''
        }
      }
      for (const [value, label] of q.options) {
        const pick = () => {
          order = order.includes(value) ? order.filter((other) => other !== value) : [...order, value]
          draw()
          onAnswer(order.length === q.options.length ? order.join(',') : '')
        }
        const attributes = {
          type: 'button',
          class: 'option is-step',
          'data-value': value,
          'data-testid': `answer-${q.id}-${value}`,
          onclick: pick,
        }
        list.append(el('button', attributes, el('span', { class: 'place' }), el('span', {}, text(label))))
      }
      draw()
      return list
    },
  }

  function inputField(q, answer, onAnswer, inputmode) {
    const input = el('input', {
      class: 'short-answer',
      id: `${q.id}-input`,
      autocomplete: 'off',
      inputmode,
      'aria-label': text(q.text),
      'data-testid': `answer-${q.id}`,
      oninput: () => onAnswer(/\S/.test(input.value) ? input.value.trim() : ''),
    })
    input.value = answer
    return input
  }

  // Drawing.

  function draw() {
    const q = question()
    const isChecked = state.checked
    let answer = state.answers[q.id] || ''
    const check = el('button', { type: 'button', class: 'primary', 'data-testid': 'check' }, text(words.check))
    check.disabled = answer === '' || isChecked
    check.hidden = isChecked
    const field = fields[q.type](q, answer, (given) => {
      answer = given
      state.draft = given
      check.disabled = given === ''
    })
    check.onclick = () => settle(q, answer)

    const fieldset = el('fieldset', { disabled: isChecked })
    const hint = text(words.hints[q.isMultiple ? 'multiple' : q.type])
    fieldset.append(
      el('legend', { tabindex: '-1' }, text(q.text)),
      el('p', { class: 'hint' }, hint),
      field,
    )
    const parts = [counter(), fieldset, check]
    if (isChecked) parts.push(feedback(q, answer))
    host.replaceChildren(...parts)
    if (isChecked) markOptions(q, answer)
  }

  function counter() {
    const total = quiz.questions.length
    const line = el('div', { class: 'counter' })
    line.append(el('span', {}, `${text(words.question)} ${state.at + 1} / ${total}`))
    const dots = el('span', { class: 'dots', 'aria-hidden': 'true' })
    for (let n = 0; n < total; n += 1) {
      dots.append(el('i', { class: n < state.at ? 'is-past' : n === state.at ? 'is-now' : null }))
    }
    line.append(dots)
    return line
  }

  function markOptions(q, answer) {
    if (q.type !== 'choice' && q.type !== 'true-false') return
    for (const input of host.querySelectorAll('.option input')) {
      const isCorrect = q.right.split(',').includes(input.value)
      if (isCorrect) input.parentElement.classList.add('is-right')
      else if (answer.split(',').includes(input.value)) input.parentElement.classList.add('is-wrong')
    }
  }

  function feedback(q, answer) {
    const right = isScored(q) && isRight(q, answer)
    const verdict = !isScored(q) ? words.thanks : right ? words.right : words.wrong
    const isEnd = state.at === quiz.questions.length - 1
    const go = el('button', { type: 'button', class: 'primary', 'data-testid': 'quiz-next' })
    go.textContent = text(isEnd ? words.results : words.next)
    go.onclick = forward
    const tone = !isScored(q) ? 'is-neutral' : right ? 'is-right' : 'is-wrong'
    const panel = el('div', { class: `feedback ${tone}`, role: 'status', tabindex: '-1' })
    panel.append(el('p', {}, el('strong', {}, text(verdict)), ' ', q.why ? text(q.why) : ''))
    return el('div', { class: 'after-answer' }, panel, go)
  }

  // Answering.

  function settle(q, answer) {
    state.answers[q.id] = answer
    state.checked = true
    delete state.draft
    record(q, answer)
    quiz.io.keep(state)
    draw()
    host.querySelector('.feedback').focus({ preventScroll: true })
    host.querySelector('[data-testid="quiz-next"]').scrollIntoView({ block: 'nearest' })
  }

  /** Writes one interaction, and what it says about its objective. */
  function record(q, answer) {
    const Sco = window.Sco
    const right = isRight(q, answer)
    const n = `cmi.interactions.${Number(Sco.get('cmi.interactions._count')) || 0}`
    Sco.set(`${n}.id`, `${quiz.id}.${q.id}`)
    Sco.set(`${n}.type`, q.type)
    Sco.set(`${n}.objectives.0.id`, q.objective)
    Sco.set(`${n}.time`, Sco.timeOfDay())
    if (q.right) Sco.set(`${n}.correct_responses.0.pattern`, q.right)
    Sco.set(`${n}.weighting`, isScored(q) ? '1' : '0')
    Sco.set(`${n}.student_response`, answer)
    Sco.set(`${n}.result`, isScored(q) ? (right ? 'correct' : 'wrong') : 'neutral')
    Sco.set(`${n}.latency`, Sco.timespan(Date.now() - since))
    if (isScored(q)) recordObjective(q.objective, right)
  }

  function recordObjective(id, isMet) {
    const Sco = window.Sco
    const count = Number(Sco.get('cmi.objectives._count')) || 0
    let n = 0
    while (n < count && Sco.get(`cmi.objectives.${n}.id`) !== id) n += 1
    if (n === count) Sco.set(`cmi.objectives.${n}.id`, id)
    Sco.set(`cmi.objectives.${n}.score.raw`, isMet ? '100' : '0')
    Sco.set(`cmi.objectives.${n}.status`, isMet ? 'passed' : 'failed')
  }

  function forward() {
    since = Date.now()
    if (state.at < quiz.questions.length - 1) {
      state.at += 1
      state.checked = false
      quiz.io.keep(state)
      draw()
      window.scrollTo(0, 0)
      host.querySelector('legend').focus({ preventScroll: true })
      return
    }
    finishQuiz()
  }

  function scoreOf() {
    const scored = quiz.questions.filter(isScored)
    const right = scored.filter((q) => isRight(q, state.answers[q.id] || ''))
    return { right: right.length, of: scored.length, raw: Math.round((right.length / scored.length) * 100) }
  }

  const mastery = () => Number(window.Sco.get('cmi.student_data.mastery_score')) || quiz.mastery

  function finishQuiz() {
    const { raw } = scoreOf()
    const Sco = window.Sco
    Sco.set('cmi.core.score.min', '0')
    Sco.set('cmi.core.score.max', '100')
    Sco.set('cmi.core.score.raw', String(raw))
    Sco.set('cmi.core.lesson_status', quiz.statusAfter(raw >= mastery()))
    state.isDone = true
    quiz.io.keep(state)
    drawResult()
    quiz.io.done()
  }

  // The result.

  function drawResult() {
    const target = document.querySelector('[data-result]')
    if (!target || !state.isDone) return
    const { right, of, raw } = scoreOf()
    const isPassed = raw >= mastery()
    target.dataset.outcome = isPassed ? 'passed' : 'failed'
    target.querySelector('[data-raw]').textContent = `${raw}%`
    target.querySelector('[data-ring]').style.setProperty('--share', String(raw / 100))
    target.querySelector('[data-outcome-word]').textContent = text(isPassed ? words.passed : words.failed)
    target.querySelector('[data-count]').textContent = text({
      vi: `Bạn trả lời đúng ${right} trên ${of} câu. Cần từ ${mastery()}% trở lên.`,
      en: `You answered ${right} of ${of} questions right. ${mastery()}% or more is needed.`,
    })
    const list = quiz.questions.filter(isScored).map((q, n) => {
      const isGood = isRight(q, state.answers[q.id] || '')
      const mark = el('span', { class: isGood ? 'mark is-right' : 'mark is-wrong', 'aria-hidden': 'true' })
      mark.textContent = isGood ? '✓' : '✕'
      const label = `${text(words.question)} ${n + 1}: ${text(isGood ? words.right : words.wrong)} `
      return el('li', {}, mark, el('span', { class: 'sr-only' }, label), el('span', {}, text(q.text)))
    })
    target.querySelector('[data-list]').replaceChildren(...list)
    target.querySelector('[data-testid="retry"]').onclick = () => {
      state = { at: 0, answers: {}, checked: false, isDone: false }
      since = Date.now()
      quiz.io.keep(state)
      draw()
      quiz.io.again()
    }
  }

  window.Quiz = {
    /** quiz: { id, mastery, statusAfter(isPassed), questions }; io: { notes, keep, done, again } */
    start(definition, io) {
      quiz = { ...definition, io }
      host = document.querySelector('[data-quiz]')
      state = io.notes || { at: 0, answers: {}, checked: false, isDone: false }
      state.at = Math.min(Math.max(Number(state.at) || 0, 0), quiz.questions.length - 1)
      window.Language.onChange(() => {
        // What was chosen but not answered yet stays on show in the other language.
        const q = question()
        const kept = state.answers[q.id]
        if (state.draft) state.answers[q.id] = state.draft
        draw()
        if (kept === undefined && !state.checked) delete state.answers[q.id]
        drawResult()
      })
      draw()
      drawResult()
    },
  }
})()
