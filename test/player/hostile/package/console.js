import { frameAt, loaded, make, must, probe, wait } from './probes.js'

/* Towards the console, where somebody is signed in in the same browser. */

probe('reads the console in a frame', async () => {
  const frame = await frameAt(`${stage.app}/`)
  return frame.contentDocument.body.innerText
})

probe('reads the console in a window that it opens', async () => {
  const opened = must(open(`${stage.app}/`))
  await wait(700)
  const isThere = opened.location.href.startsWith(stage.app)
  return isThere && opened.document.body.innerText
})

probe('keeps a handle on a window of the console', async () => {
  const opened = must(open(`${stage.app}/`))
  // Lost only once the console's own document is there, which takes longer on a busy machine.
  for (let tries = 0; tries < 50 && !opened.closed; tries++) await wait(100)
  return !opened.closed && opened.location !== undefined && 'a handle'
})

probe('reaches the console through its opener', async () => must(top.opener).location)

probe('finds the window of the console by its name', async () => {
  const found = must(open('', 'console-window'))
  return found.location.href !== 'about:blank' && 'found'
})

probe('has a message heard by the console', async () => {
  const opened = open(`${stage.app}/`)
  const frame = await frameAt(`${stage.app}/`)
  for (const target of [opened, frame.contentWindow, top.opener, open('', 'console-window')]) {
    target?.postMessage('from the course', '*')
  }
  await wait(300)
  return stage.heard()
})

probe('reads the cookie of the console', async () =>
  /hocba_session/.test(document.cookie + top.document.cookie),
)

probe('reads the storage of the console', async () => {
  const frame = await frameAt(`${stage.app}/`)
  return frame.contentWindow.localStorage.getItem('console-secret')
})

probe('calls the API as who is signed in, by fetch', async () => {
  const answer = await fetch(`${stage.app}/api/v1/me`, { credentials: 'include' })
  return answer.ok && answer.text()
})

probe('calls the API as who is signed in, from the document of the player', async () => {
  const answer = await top.fetch(`${stage.app}/api/v1/me`, { credentials: 'include' })
  return answer.ok && answer.text()
})

probe('calls the API as who is signed in, by XMLHttpRequest', () => {
  const request = new XMLHttpRequest()
  return new Promise((resolve, reject) => {
    request.open('GET', `${stage.app}/api/v1/me`)
    request.withCredentials = true
    request.onload = () => resolve(request.responseText)
    request.onerror = () => reject(new Error('blocked'))
    request.send()
  })
})

probe('loads an answer of the API as a script', () =>
  loaded(make('script', { src: `${stage.app}/api/v1/me` })),
)

probe('loads a file of the console as an image', () =>
  loaded(make('img', { src: `${stage.app}/icon.svg` })),
)

probe('follows the event stream of the console', () => {
  const source = new EventSource(`${stage.app}/api/v1/feed`, { withCredentials: true })
  return new Promise((resolve, reject) => {
    source.onopen = () => resolve('open')
    source.onerror = () => reject(new Error('blocked'))
  })
})

probe('opens a WebSocket to the console', () => {
  const socket = new WebSocket(stage.app.replace('http', 'ws'))
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve('open')
    socket.onerror = () => reject(new Error('blocked'))
  })
})

probe('signs out who is signed in, by a beacon', async () => {
  navigator.sendBeacon(`${stage.app}/api/v1/sign-out`, '{}')
  top.navigator.sendBeacon(`${stage.app}/api/v1/sign-out`, '{}')
  await wait(300)
  return !(await stage.isSignedIn()) && 'signed out'
})

probe('changes something by a form that is sent to the API', async () => {
  const name = '{"name":"forged","code":"'
  for (const target of ['_blank', 'inside']) {
    const form = make('form', {
      method: 'post',
      enctype: 'text/plain',
      action: `${stage.app}/api/v1/learners`,
      target,
    })
    form.append(make('input', { name, value: '"}' }))
    document.body.append(make('iframe', { name: 'inside' }), form)
    form.submit()
  }
  await wait(600)
  return stage.isForged()
})

probe('sets a cookie that the console gets', async () => {
  const parent = location.hostname.split('.').slice(-2).join('.')
  for (const more of ['', `; domain=${parent}`]) {
    // biome-ignore lint/suspicious/noDocumentCookie: what a course of any age does.
    document.cookie = `tossed=1; path=/${more}`
  }
  return stage.hasCookie('tossed')
})
