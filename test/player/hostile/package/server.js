import { frameAt, inItsOwnPlace, loaded, make, probe } from './probes.js'

/* Towards the server, with what the course has and with what it guesses. */

const ownToken = () => JSON.parse(top.sessionStorage.getItem('hocba.session')).token

const post = (path, token, body) =>
  fetch(path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })

inItsOwnPlace('reads the token of its own session', async () => ownToken())

inItsOwnPlace('reports a result that nobody achieved', async () => {
  const api = parent.API
  api.LMSInitialize('')
  api.LMSSetValue('cmi.core.score.raw', '100')
  api.LMSSetValue('cmi.core.lesson_status', 'passed')
  return api.LMSCommit('') === 'true' && api.LMSGetValue('cmi.core.lesson_status')
})

probe("writes to another registration's session with its own token", async () => {
  const commit = { session: stage.otherCourse.session, entries: [] }
  return (await post('/_rt/commits', ownToken(), commit)).ok
})

probe('opens a session with guessed tokens', async () => {
  const guesses = Array.from(
    { length: 30 },
    () => crypto.randomUUID?.() ?? `${Math.random()}`.repeat(3),
  )
  const answers = await Promise.all(guesses.map((guess) => post('/_rt/sessions/resume', guess, {})))
  return answers.some(({ ok }) => ok)
})

probe('uses the token of its own session at the API', () => stage.isTaken('/api/v1/me', ownToken()))

probe('uses the token of its own session at the record store', () =>
  stage.isTaken('/xapi/statements', ownToken()),
)

probe('forges a signed prefix for another package or a longer time', async () => {
  const [, , access] = location.pathname.split('/')
  const [payload, signature] = access.split('.')
  const facts = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
  const encode = (value) =>
    btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  const forged = [
    `${encode({ ...facts, v: stage.otherCourse.version })}.${signature}`,
    `${encode({ ...facts, e: facts.e + 9e12 })}.${signature}`,
    `${encode({ ...facts, h: 'a'.repeat(32) })}.${signature}`,
    `${payload}.${signature.slice(0, -1)}`,
    `${payload}.`,
    payload,
  ]
  const answers = await Promise.all(forged.map((text) => fetch(`/_c/${text}/index.html`)))
  return answers.some(({ ok }) => ok)
})

probe('reads outside its package by tricks in the path', async () => {
  const folder = location.pathname.replace(/[^/]*$/, '')
  const tricks = [
    '%2e%2e/%2e%2e/_player/',
    '..%2f..%2f..%2fetc/passwd',
    '..%5c..%5c..%5cetc/passwd',
    '%252e%252e%252fetc%252fpasswd',
    '....//....//etc/passwd',
    '%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd',
    'index.html%00.png',
    '%00',
    '/etc/passwd',
    '%2fetc%2fpasswd',
    'file:%2f%2f/etc/passwd',
    '.%2e/.%2e/signing.key',
    '../../../hocba.db',
    'index.html/../../../../signing.key',
    'index.html;/../secret',
    'index.html::$DATA',
    '~root/.profile',
  ]
  const answers = await Promise.all(tricks.map((trick) => fetch(folder + trick)))
  const texts = await Promise.all(answers.filter(({ ok }) => ok).map((answer) => answer.text()))
  return texts.find((text) => !text.includes('id="player"'))
})

probe('runs a page that calls itself a picture', async () => {
  const frame = await frameAt('page.png')
  return frame.contentWindow.ran
})

probe('runs a page that calls itself a text', async () => {
  const frame = await frameAt('page.txt')
  return frame.contentWindow.ran
})

probe('runs a page of a type that nobody knows', async () => {
  const frame = await frameAt('page.unknown')
  return frame.contentWindow.ran
})

probe('runs a script that calls itself a picture', async () => {
  await loaded(make('script', { src: 'script.png' }))
  return window.ranFromPicture
})

inItsOwnPlace('runs the script in a picture of its own (SVG)', async () => {
  const frame = await frameAt('picture.svg')
  return frame.contentWindow.ran
})
