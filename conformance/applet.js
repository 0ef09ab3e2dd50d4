/**
 * Stands in for the Java applet of the test suite, which the packages' pages ask what to do: it runs the visit's calls on the
 * API that the page has found, by the page's own script, and reports what they answered. The player's page finds it in
 * place of the applet's element. `conformanceVisit` is set before it, `conformanceReports` by the browser.
 */
;(() => {
  const { number, questions, commands, instruction } = window.conformanceVisit
  const report = (about) => window.conformanceReports({ number, ...about })

  const api = () => window.getAPIHandle()
  const idsOf = (collection) => {
    const count = Number(api().GetValue(`${collection}._count`))
    return Array.from({ length: count }, (_, n) => api().GetValue(`${collection}.${n}.id`))
  }

  /** `&name&` is the index of the entry with this id; of one that is not there, the next free index. */
  const resolved = (element) => {
    const match = /^(.+)\.&([^&]+)&/.exec(element)
    if (!match) return element
    const ids = idsOf(match[1])
    const index = ids.indexOf(match[2])
    const rest = element.slice(match[0].length)
    return `${match[1]}.${index < 0 ? ids.length : index}${rest}`
  }

  const answered = ({ call, element, arg, value, ids }) => {
    if (ids) return { value: idsOf('cmi.objectives').join(' '), error: '0' }
    if (typeof api()[call] !== 'function') return { value: '', error: '0' }
    const given = element === undefined ? [arg] : [resolved(element), value]
    const result = api()[call](...given.filter((one) => one !== undefined))
    return { value: String(result), error: String(api().GetLastError()) }
  }

  Object.assign(HTMLObjectElement.prototype, {
    evalID() {
      report({ isLaunched: true })
      return true
    },
    getUITestQuestions: () => questions.join('~'),
    evaluateUIResults: () => true,
    runCommands() {
      report({ answers: commands.map(answered) })
      return true
    },
    curUserInstructions: () => instruction,
    getScoStatus: () => 'completed',
    failed: () => report({ isLeftStanding: true }),
    setSCOStatus: () => undefined,
    writeToLog: () => undefined,
    terminateTest: () => undefined,
    completed: () => undefined,
  })
})()
