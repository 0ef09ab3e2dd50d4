/* The SCO's side of SCORM 1.2: finds the API, keeps one run, and works without an LMS so that pages can be previewed. */
;(function () {
  'use strict'

  const hopsMax = 500

  /** Walks up the parents of a window until one has the API. */
  function findAbove(from) {
    let win = from
    try {
      for (let hops = 0; win && hops < hopsMax; hops += 1) {
        if (win.API) return win.API
        if (!win.parent || win.parent === win) return null
        win = win.parent
      }
    } catch {
      // A parent of another origin: the API cannot be there.
    }
    return null
  }

  const api = findAbove(window) || findAbove(window.opener)
  const memory = {}
  const startedAt = Date.now()
  let isRunning = false
  let isExitDecided = false

  function get(element) {
    return api ? String(api.LMSGetValue(element)) : (memory[element] ?? '')
  }

  function set(element, value) {
    if (!isRunning) return
    if (!api) memory[element] = String(value)
    else if (String(api.LMSSetValue(element, String(value))) !== 'true') {
      const code = api.LMSGetLastError()
      console.warn('LMSSetValue', element, code, api.LMSGetDiagnostic(code))
    }
  }

  const twoDigits = (number) => String(Math.floor(number)).padStart(2, '0')

  /** A CMITimespan, HHHH:MM:SS.SS, of milliseconds. */
  function timespan(milliseconds) {
    const seconds = milliseconds / 1000
    const clock = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(twoDigits).join(':')
    return `${clock}.${twoDigits((milliseconds % 1000) / 10)}`
  }

  function commit() {
    if (!isRunning) return
    set('cmi.core.session_time', timespan(Date.now() - startedAt))
    if (api) api.LMSCommit('')
  }

  /** Ends the run: `suspend` to come back to this place, empty when the learner is through. */
  function finish(exit) {
    if (!isRunning) return
    if (!isExitDecided) set('cmi.core.exit', exit)
    isExitDecided = true
    commit()
    if (api) api.LMSFinish('')
    isRunning = false
  }

  window.Sco = {
    isConnected: Boolean(api),
    isResumed: false,
    start() {
      isRunning = api ? String(api.LMSInitialize('')) === 'true' : true
      this.isResumed = get('cmi.core.entry') === 'resume'
      const status = get('cmi.core.lesson_status')
      if (status === 'not attempted' || status === '') set('cmi.core.lesson_status', 'incomplete')
      // Until the end is reached, to leave means to come back.
      set('cmi.core.exit', 'suspend')
      window.addEventListener('pagehide', () => finish('suspend'))
    },
    get,
    set,
    commit,
    finish,
    timespan,
    /** The time of day as a CMITime. */
    timeOfDay() {
      const now = new Date()
      return [now.getHours(), now.getMinutes(), now.getSeconds()].map(twoDigits).join(':')
    },
    /** What the SCO kept for itself; an empty object if there is nothing that can be read. */
    recall() {
      try {
        return JSON.parse(get('cmi.suspend_data')) || {}
      } catch {
        return {}
      }
    },
    keep(notes) {
      set('cmi.suspend_data', JSON.stringify(notes))
    },
  }
})()
